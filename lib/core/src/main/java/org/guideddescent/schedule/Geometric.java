package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * A straight line on a logarithmic axis.
 * <pre>  at(t) = from (to / from)^u          u = min((t − 1) / steps, 1)  </pre>
 * The value is {@code from} at t = 1 and exactly {@code to} from t = steps + 1 on: an {@link Exponential} that ends. A sweep
 * over rates within one run is {@code geometric(1e-6, 1, 300)}.
 *
 * @param from the value at t = 1, positive
 * @param to the value at the end, positive
 * @param steps from one to the other, at least 1
 */
public record Geometric(double from, double to, long steps) implements Schedule {
    /**
     * Refuses values without a logarithm and a line that takes no step.
     *
     * @param from the value at t = 1, positive
     * @param to the value at the end, positive
     * @param steps from one to the other, at least 1
     * @throws IllegalArgumentException if a value is not positive, or there are fewer steps than one
     */
    public Geometric {
        Check.positive("from", from);
        Check.positive("to", to);
        Check.atLeast(1, "steps", steps);
    }

    @Override
    public double at(long t) {
        return t > steps ? to : from * StrictMath.pow(to / from, Check.progress(t, steps));
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps);
    }
}
