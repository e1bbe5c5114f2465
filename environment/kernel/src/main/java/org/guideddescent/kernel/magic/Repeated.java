package org.guideddescent.kernel.magic;

/** Code to be timed, in a loop of its own; {@link RepeatMagics} writes the implementations. */
@FunctionalInterface
public interface Repeated {
    /**
     * Runs the code so many times.
     *
     * @param times at least 1
     * @return its last value, so that the compiler cannot drop the work
     * @throws Exception what the code throws
     */
    Object run(long times) throws Exception;
}
