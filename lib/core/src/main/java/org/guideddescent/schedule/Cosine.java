package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * Half a cosine from peak to floor.
 * <pre>  at(t) = floor + (peak − floor) (1 + cos πu) / 2          u = min((t − 1) / steps, 1)  </pre>
 * The value is peak at t = 1 and exactly floor from t = steps + 1 on. Loshchilov and Hutter, 2017, Eq. 5 without
 * restarts, arXiv:1608.03983.
 *
 * @param peak the value at t = 1, finite
 * @param floor the value after the fall, finite
 * @param steps of the fall, at least 1
 */
public record Cosine(double peak, double floor, long steps) implements Schedule {
    /**
     * Refuses values that are not finite and a fall that takes no step.
     *
     * @param peak the value at t = 1, finite
     * @param floor the value after the fall, finite
     * @param steps of the fall, at least 1
     * @throws IllegalArgumentException if a value is infinite or NaN, or there are fewer steps than one
     */
    public Cosine {
        Check.finite("peak", peak);
        Check.finite("floor", floor);
        Check.atLeast(1, "steps", steps);
    }

    @Override
    public double at(long t) {
        return Cooldown.COSINE.between(peak, floor, Check.progress(t, steps));
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps);
    }
}
