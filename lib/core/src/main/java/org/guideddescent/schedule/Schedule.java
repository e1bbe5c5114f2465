package org.guideddescent.schedule;

/**
 * A number that depends on the step. Steps count from 1, as in papers; a schedule is a pure function, so a resumed run
 * reads the same numbers.
 *
 * <p>One convention for all shapes here: a shape that takes n steps has its first value at t = 1, its last value from
 * t = n + 1 on, and stays there. A run of n steps therefore never spends its last step on a rate of zero.
 */
@FunctionalInterface
public interface Schedule {
    /** The value at step t = 1, 2, 3, …. */
    double at(long t);

    /** This schedule after a linear rise over so many steps; see {@link WarmUp}. */
    default Schedule warmUp(long steps) {
        return new WarmUp(steps, this);
    }

    /** This schedule with its step 1 at step first; see {@link From}. */
    default Schedule from(long first) {
        return new From(first, this);
    }
}
