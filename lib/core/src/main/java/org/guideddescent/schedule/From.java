package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A schedule that begins later.
 * <pre>  at(t) = then(max(t − first + 1, 1))  </pre>
 * Before and at t = first the value is then(1).
 *
 * @param first the step at which the other schedule is at its step 1, at least 1
 * @param then the schedule that begins there
 */
public record From(long first, Schedule then) implements Schedule {
    /**
     * Refuses a first step below 1.
     *
     * @param first the step at which the other schedule is at its step 1, at least 1
     * @param then the schedule that begins there
     * @throws IllegalArgumentException if the first step is below 1
     */
    public From {
        Check.atLeast(1, "first step", first);
        Objects.requireNonNull(then, "a delay needs a schedule that follows it");
    }

    @Override
    public double at(long t) {
        return then.at(Math.max(t - first + 1, 1));
    }

    @Override
    public OptionalLong horizon() {
        return Check.after(first - 1, then.horizon());
    }
}
