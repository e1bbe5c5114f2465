package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * The same rate at every step.
 *
 * @param rate the value of every step, finite
 */
public record Constant(double rate) implements Schedule {
    /**
     * Refuses a rate that is not finite.
     *
     * @param rate the value of every step, finite
     * @throws IllegalArgumentException if the rate is infinite or NaN
     */
    public Constant {
        Check.finite("rate", rate);
    }

    @Override
    public double at(long t) {
        return rate;
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(0);
    }
}
