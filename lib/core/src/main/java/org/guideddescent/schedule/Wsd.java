package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Warm-up, stable, decay.
 * <pre>
 *   at(t) = peak t / warmUp                          for t ≤ warmUp
 *   at(t) = peak                                     for t ≤ warmUp + stable
 *   at(t) = floor + (peak − floor) cooldown(u)       after, u = min((t − 1 − warmUp − stable) / decay, 1)
 * </pre>
 * The peak is reached at t = warmUp and left after t = warmUp + stable + 1, where u = 0; the floor is reached at
 * t = {@link #steps()} + 1, so that no step of a run of {@link #steps()} steps is lost, and kept. Hu et al., 2024,
 * arXiv:2404.06395; the cooldown of Hägele et al., 2024, arXiv:2405.18392.
 *
 * @param warmUp steps of the rise, 0 for none
 * @param stable steps at the peak
 * @param decay steps of the fall, 0 for a fall at once
 * @param peak the value between rise and fall, finite
 * @param floor the value behind the fall, at most the peak
 * @param cooldown the shape of the fall
 */
public record Wsd(long warmUp, long stable, long decay, double peak, double floor, Cooldown cooldown)
        implements Schedule {
    /**
     * Refuses a floor above the peak, and negative numbers of steps.
     *
     * @param warmUp steps of the rise, 0 for none
     * @param stable steps at the peak
     * @param decay steps of the fall, 0 for a fall at once
     * @param peak the value between rise and fall, finite
     * @param floor the value behind the fall, at most the peak
     * @param cooldown the shape of the fall
     * @throws IllegalArgumentException if a value is not finite, the floor is above the peak, or a number of steps is
     *     negative
     */
    public Wsd {
        Check.atLeast(0, "warm-up steps", warmUp);
        Check.atLeast(0, "stable steps", stable);
        Check.atLeast(0, "decay steps", decay);
        Check.finite("peak", peak);
        Check.finite("floor", floor);
        Objects.requireNonNull(cooldown, "a cooldown is needed, e.g. Cooldown.LINEAR");
        Check.notAbove("floor", floor, "peak", peak);
    }

    /** {@return the steps of the whole shape} */
    public long steps() {
        return warmUp + stable + decay;
    }

    /**
     * {@return the same with another peak}
     *
     * @param newPeak the value between rise and fall
     */
    public Wsd withPeak(double newPeak) {
        return new Wsd(warmUp, stable, decay, newPeak, floor, cooldown);
    }

    /**
     * {@return the same with another floor}
     *
     * @param newFloor the value behind the fall
     */
    public Wsd withFloor(double newFloor) {
        return new Wsd(warmUp, stable, decay, peak, newFloor, cooldown);
    }

    /**
     * {@return the same with another fall}
     *
     * @param newCooldown the shape of the fall
     */
    public Wsd with(Cooldown newCooldown) {
        return new Wsd(warmUp, stable, decay, peak, floor, newCooldown);
    }

    @Override
    public double at(long t) {
        if (t <= warmUp) {
            return peak * (Math.max(t, 0) / (double) warmUp);
        }
        return cooldown.between(peak, floor, Check.progress(t - warmUp - stable, decay));
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps());
    }
}
