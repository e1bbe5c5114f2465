package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One schedule, then another.
 * <pre>  at(t) = first(t)  for t ≤ steps          at(t) = then(t − steps)  after  </pre>
 * The value at t = steps is first(steps), at t = steps + 1 it is then(1). A shape that takes exactly so many steps has its last
 * value at its step steps + 1, so the join does not jump where then(1) is that value. With steps = 0 it is the second one.
 *
 * @param steps of the first schedule, 0 for none
 * @param first the schedule up to there
 * @param then the schedule behind, from its own step 1 on
 */
public record Join(long steps, Schedule first, Schedule then) implements Schedule {
    /**
     * Refuses a negative number of steps.
     *
     * @param steps of the first schedule, 0 for none
     * @param first the schedule up to there
     * @param then the schedule behind, from its own step 1 on
     * @throws IllegalArgumentException if steps is below 0
     */
    public Join {
        Check.atLeast(0, "steps before the join", steps);
        Objects.requireNonNull(first, "a join needs a schedule before it");
        Objects.requireNonNull(then, "a join needs a schedule after it");
    }

    @Override
    public double at(long t) {
        return t <= steps ? first.at(t) : then.at(t - steps);
    }

    @Override
    public OptionalLong horizon() {
        return Check.after(steps, then.horizon());
    }
}
