package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * A straight line.
 * <pre>  at(t) = from + (to − from) u          u = min((t − 1) / steps, 1)  </pre>
 * The value is {@code from} at t = 1 and exactly {@code to} from t = steps + 1 on.
 *
 * @param from the value at t = 1, finite
 * @param to the value at the end, finite
 * @param steps from one to the other, at least 1
 */
public record Linear(double from, double to, long steps) implements Schedule {
    /**
     * Refuses values that are not finite and a line that takes no step.
     *
     * @param from the value at t = 1, finite
     * @param to the value at the end, finite
     * @param steps from one to the other, at least 1
     * @throws IllegalArgumentException if a value is infinite or NaN, or there are fewer steps than one
     */
    public Linear {
        Check.finite("from", from);
        Check.finite("to", to);
        Check.atLeast(1, "steps", steps);
    }

    @Override
    public double at(long t) {
        double u = Check.progress(t, steps);
        return from * (1 - u) + to * u;
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps);
    }
}
