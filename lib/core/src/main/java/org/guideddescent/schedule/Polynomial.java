package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * A power of what is left.
 * <pre>  at(t) = to + (from − to) (1 − u)ᵖ          u = min((t − 1) / steps, 1)  </pre>
 * The value is {@code from} at t = 1 and exactly {@code to} from t = steps + 1 on. With p = 1 it is {@link Linear}.
 *
 * @param from the value at t = 1, finite
 * @param to the value at the end, finite
 * @param power p, positive
 * @param steps from one to the other, at least 1
 */
public record Polynomial(double from, double to, double power, long steps) implements Schedule {
    /**
     * Refuses values that are not finite, a power that is not positive, and a curve that takes no step.
     *
     * @param from the value at t = 1, finite
     * @param to the value at the end, finite
     * @param power p, positive
     * @param steps from one to the other, at least 1
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public Polynomial {
        Check.finite("from", from);
        Check.finite("to", to);
        Check.positive("power", power);
        Check.atLeast(1, "steps", steps);
    }

    @Override
    public double at(long t) {
        double left = StrictMath.pow(1 - Check.progress(t, steps), power);
        return from * left + to * (1 - left);
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps);
    }
}
