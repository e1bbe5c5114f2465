package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A linear rise to the first value of another schedule, which then begins.
 * <pre>  at(t) = then(1) t / steps  for t ≤ steps          at(t) = then(t − steps)  after  </pre>
 * At t = steps and at t = steps + 1 the value is then(1), so the join has no jump whatever follows. The rise starts at
 * then(1) / steps and not at 0, so the first step is not lost. With steps = 0 it is the other schedule.
 *
 * @param steps of the rise, 0 for none
 * @param then the schedule behind the rise
 */
public record WarmUp(long steps, Schedule then) implements Schedule {
    /**
     * Refuses a negative number of steps.
     *
     * @param steps of the rise, 0 for none
     * @param then the schedule behind the rise
     * @throws IllegalArgumentException if steps is below 0
     */
    public WarmUp {
        Check.atLeast(0, "warm-up steps", steps);
        Objects.requireNonNull(then, "a warm-up needs a schedule that follows it");
    }

    @Override
    public double at(long t) {
        return t > steps ? then.at(t - steps) : then.at(1) * (Math.max(t, 0) / (double) steps);
    }

    @Override
    public OptionalLong horizon() {
        return Check.after(steps, then.horizon());
    }
}
