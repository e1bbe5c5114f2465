package org.guideddescent.schedule;

/**
 * One over the root of the step.
 * <pre>  at(t) = peak √(timescale / (timescale + t − 1))  </pre>
 * The value is peak at t = 1, half of it at t = 3 timescale + 1, and it never ends. With a timescale of 1 it is peak / √t. After
 * a warm-up of as many steps as the timescale it is peak √(timescale / (t − 1)), the schedule of Vaswani et al., 2017,
 * arXiv:1706.03762, with its join at a step's end; the timescale as a number of its own is Zhai et al.'s, 2022,
 * arXiv:2106.04560.
 *
 * @param peak the value at t = 1, finite
 * @param timescale steps, which need not be a whole number
 */
public record InverseSqrt(double peak, double timescale) implements Schedule {
    /**
     * Refuses a peak that is not finite and a timescale that is not positive.
     *
     * @param peak the value at t = 1, finite
     * @param timescale steps, which need not be a whole number
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public InverseSqrt {
        Check.finite("peak", peak);
        Check.positive("timescale", timescale);
    }

    @Override
    public double at(long t) {
        return peak * Math.sqrt(timescale / (timescale + Math.max(t - 1, 0)));
    }
}
