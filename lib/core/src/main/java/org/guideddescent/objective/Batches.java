package org.guideddescent.objective;

/** Where batches come from: a function of the step, so that there is no iterator state to lose. */
@FunctionalInterface
public interface Batches {
    /** The batch of step t = 1, 2, 3, …; borrowed until the next call. */
    Batch at(long t);
}
