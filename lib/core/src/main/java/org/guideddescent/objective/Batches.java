package org.guideddescent.objective;

/** Where batches come from: a function of the step, so that there is no iterator state to lose. */
@FunctionalInterface
public interface Batches {
    /**
     * {@return the batch of step t = 1, 2, 3, …; borrowed until the next call}
     *
     * @param t the step
     */
    Batch at(long t);
}
