package org.guideddescent.schedule;

/**
 * A rate that is multiplied by a factor every so many steps, smoothly in between.
 * <pre>  at(t) = rate factor^((t − 1) / every)  </pre>
 * The value is rate at t = 1, rate factor at t = every + 1, and so on without an end. A factor of one half makes {@code
 * every} the half-life.
 *
 * @param rate the value at t = 1, finite
 * @param factor what {@code every} steps multiply the rate by, positive
 * @param every steps, which need not be a whole number
 */
public record Exponential(double rate, double factor, double every) implements Schedule {
    /**
     * Refuses a rate that is not finite, and a factor or a spacing that is not positive.
     *
     * @param rate the value at t = 1, finite
     * @param factor what {@code every} steps multiply the rate by, positive
     * @param every steps, which need not be a whole number
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public Exponential {
        Check.finite("rate", rate);
        Check.positive("factor", factor);
        Check.positive("steps between two factors", every);
    }

    @Override
    public double at(long t) {
        return rate * StrictMath.pow(factor, Math.max(t - 1, 0) / every);
    }
}
