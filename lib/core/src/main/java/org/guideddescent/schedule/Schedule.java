package org.guideddescent.schedule;

import java.io.Serializable;
import java.util.OptionalLong;

/**
 * A number that depends on the step. Steps count from 1, as in papers; a schedule is a pure function, so a resumed run
 * reads the same numbers, and it is data, so that it may travel to another JVM.
 *
 * <p>One convention for all shapes here: a shape that takes n steps has its first value at t = 1, its last value from
 * t = n + 1 on, and stays there. A run of n steps therefore never spends its last step on a rate of zero.
 */
@FunctionalInterface
public interface Schedule extends Serializable {
    /** The value at step t = 1, 2, 3, …. */
    double at(long t);

    /**
     * The steps that the shape takes, if it takes so many and says so: the value stands still from t = horizon + 1 on. Empty
     * for what never stands still, and for lambdas.
     */
    default OptionalLong horizon() {
        return OptionalLong.empty();
    }

    /** This schedule after a linear rise over so many steps; see {@link WarmUp}. */
    default Schedule warmUp(long steps) {
        return new WarmUp(steps, this);
    }

    /** This schedule with its step 1 at step first; see {@link From}. */
    default Schedule from(long first) {
        return new From(first, this);
    }

    /** This schedule for so many steps, then another one from its own step 1 on; see {@link Join}. */
    default Schedule until(long steps, Schedule then) {
        return new Join(steps, this, then);
    }

    /** The product of this schedule and another one; see {@link Product}. */
    default Schedule times(Schedule other) {
        return new Product(this, other);
    }

    /** This schedule, each value times factor. */
    default Schedule times(double factor) {
        return new Product(this, new Constant(factor));
    }
}
