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
    /**
     * {@return the value at step t = 1, 2, 3, …}
     *
     * @param t the step
     */
    double at(long t);

    /**
     * The steps that the shape takes, if it takes so many and says so: the value stands still from t = horizon + 1 on.
     *
     * @return the steps; empty for what never stands still, and for lambdas
     */
    default OptionalLong horizon() {
        return OptionalLong.empty();
    }

    /**
     * {@return this schedule after a linear rise over so many steps; see {@link WarmUp}}
     *
     * @param steps of the rise, 0 for none
     */
    default Schedule warmUp(long steps) {
        return new WarmUp(steps, this);
    }

    /**
     * {@return this schedule with its step 1 at a later step; see {@link From}}
     *
     * @param first the step at which it begins, at least 1
     */
    default Schedule from(long first) {
        return new From(first, this);
    }

    /**
     * {@return this schedule for so many steps, then another one from its own step 1 on; see {@link Join}}
     *
     * @param steps of this one, 0 for none
     * @param then the schedule behind
     */
    default Schedule until(long steps, Schedule then) {
        return new Join(steps, this, then);
    }

    /**
     * {@return the product of this schedule and another one; see {@link Product}}
     *
     * @param other what each value is multiplied by, step by step
     */
    default Schedule times(Schedule other) {
        return new Product(this, other);
    }

    /**
     * {@return this schedule, each value times a factor}
     *
     * @param factor finite
     */
    default Schedule times(double factor) {
        return new Product(this, new Constant(factor));
    }
}
