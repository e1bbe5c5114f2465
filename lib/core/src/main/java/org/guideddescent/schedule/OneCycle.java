package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One cycle: up from start to peak, down from peak to end.
 * <pre>
 *   at(t) = start + (peak − start) (1 − left(u))     for t ≤ up,  u = (t − 1) / up
 *   at(t) = end + (peak − end) left(u)               after,       u = min((t − 1 − up) / down, 1)
 * </pre>
 * The value is start at t = 1, peak at t = up + 1, and exactly end from t = up + down + 1 on. With {@link Cooldown#LINEAR} it is
 * Smith's, 2018, arXiv:1803.09820, whose last part, far below the start, is another schedule to join; common libraries
 * have {@link Cooldown#COSINE} and one fall to almost zero.
 *
 * @param start the value at t = 1, at most the peak
 * @param peak the largest value, finite
 * @param end the value behind the fall, at most the peak
 * @param up steps of the rise, 0 for none
 * @param down steps of the fall, 0 for a fall at once
 * @param shape of the fall; the rise is the same upside down
 */
public record OneCycle(double start, double peak, double end, long up, long down, Cooldown shape) implements Schedule {
    /**
     * Refuses a cycle whose peak is not its largest value, and negative numbers of steps.
     *
     * @param start the value at t = 1, at most the peak
     * @param peak the largest value, finite
     * @param end the value behind the fall, at most the peak
     * @param up steps of the rise, 0 for none
     * @param down steps of the fall, 0 for a fall at once
     * @param shape of the fall; the rise is the same upside down
     * @throws IllegalArgumentException if a value is not finite or above the peak, or a number of steps is negative
     */
    public OneCycle {
        Check.finite("start", start);
        Check.finite("peak", peak);
        Check.finite("end", end);
        Check.atLeast(0, "steps up", up);
        Check.atLeast(0, "steps down", down);
        Objects.requireNonNull(shape, "a cycle needs a shape, e.g. Cooldown.COSINE");
        Check.notAbove("start", start, "peak", peak);
        Check.notAbove("end", end, "peak", peak);
    }

    /**
     * {@return the same with another shape of rise and fall}
     *
     * @param newShape of the fall; the rise is the same upside down
     */
    public OneCycle with(Cooldown newShape) {
        return new OneCycle(start, peak, end, up, down, newShape);
    }

    @Override
    public double at(long t) {
        return t <= up
                ? shape.between(start, peak, Check.progress(t, up))
                : shape.between(peak, end, Check.progress(t - up, down));
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(Math.addExact(up, down));
    }
}
