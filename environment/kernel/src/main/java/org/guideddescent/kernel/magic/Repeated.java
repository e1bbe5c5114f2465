package org.guideddescent.kernel.magic;

/** Code to be timed, in a loop of its own; {@link RepeatMagics} writes the implementations. */
@FunctionalInterface
public interface Repeated {
    /** Runs the code so many times; returns its last value, so that the compiler cannot drop the work. */
    Object run(long times) throws Exception;
}
