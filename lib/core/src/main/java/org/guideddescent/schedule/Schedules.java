package org.guideddescent.schedule;

import java.util.ArrayList;
import java.util.List;

/** The schedules by name, for a static import. */
public final class Schedules {
    private Schedules() {}

    /**
     * {@return a rate that stays as it is; see {@link Constant}}
     *
     * @param rate the value of every step, finite
     */
    public static Constant constant(double rate) {
        return new Constant(rate);
    }

    /**
     * {@return a straight line; see {@link Linear}}
     *
     * @param from the value at t = 1, finite
     * @param to the value at the end, finite
     * @param steps from one to the other, at least 1
     */
    public static Linear linear(double from, double to, long steps) {
        return new Linear(from, to, steps);
    }

    /**
     * {@return a power of what is left; see {@link Polynomial}}
     *
     * @param from the value at t = 1, finite
     * @param to the value at the end, finite
     * @param power p, positive
     * @param steps from one to the other, at least 1
     */
    public static Polynomial polynomial(double from, double to, double power, long steps) {
        return new Polynomial(from, to, power, steps);
    }

    /**
     * {@return a rate that is multiplied by a factor every so many steps; see {@link Exponential}}
     *
     * @param rate the value at t = 1, finite
     * @param factor what {@code every} steps multiply the rate by, positive
     * @param every steps, which need not be a whole number
     */
    public static Exponential exponential(double rate, double factor, double every) {
        return new Exponential(rate, factor, every);
    }

    /**
     * {@return a straight line on a logarithmic axis; see {@link Geometric}}
     *
     * @param from the value at t = 1, positive
     * @param to the value at the end, positive
     * @param steps from one to the other, at least 1
     */
    public static Geometric geometric(double from, double to, long steps) {
        return new Geometric(from, to, steps);
    }

    /**
     * {@return a rise over so many steps, then 1/√ with the warm-up as its timescale; see {@link InverseSqrt}}
     *
     * @param peak the largest value, at the end of the rise
     * @param warmUp steps of the rise, at least 1
     */
    public static Schedule inverseSqrt(double peak, long warmUp) {
        return new InverseSqrt(peak, Math.max(warmUp, 1)).warmUp(warmUp);
    }

    /**
     * {@return half a cosine; see {@link Cosine}}
     *
     * @param peak the value at t = 1, finite
     * @param floor the value after the fall, finite
     * @param steps of the fall, at least 1
     */
    public static Cosine cosine(double peak, double floor, long steps) {
        return new Cosine(peak, floor, steps);
    }

    /**
     * {@return a half cosine from 1 to 0 over so many steps: a multiplier}
     *
     * @param steps of the fall, at least 1
     */
    public static Cosine cosine(long steps) {
        return new Cosine(1, 0, steps);
    }

    /**
     * {@return a linear rise, then the other schedule; see {@link WarmUp}}
     *
     * @param steps of the rise, 0 for none
     * @param then the schedule behind the rise
     */
    public static WarmUp warmUp(long steps, Schedule then) {
        return new WarmUp(steps, then);
    }

    /**
     * {@return warm-up, stable, decay with peak 1 and floor 0, a multiplier; see {@link Wsd}}
     *
     * @param warmUp steps of the rise, 0 for none
     * @param stable steps at the peak
     * @param decay steps of the fall, 0 for a fall at once
     */
    public static Wsd wsd(long warmUp, long stable, long decay) {
        return new Wsd(warmUp, stable, decay, 1, 0, Cooldown.ONE_MINUS_SQRT);
    }

    /**
     * {@return a rise to 1 and a line from there to 0, a multiplier} Straight to zero: Bergsma et al., 2025,
     * arXiv:2502.15938.
     *
     * @param warmUp steps of the rise, 0 for none
     * @param steps of rise and fall together
     */
    public static Wsd straightToZero(long warmUp, long steps) {
        if (warmUp > steps) {
            throw new IllegalArgumentException(
                    "the warm-up is part of the " + steps + " steps and must not exceed them, got " + warmUp);
        }
        return new Wsd(warmUp, 0, steps - warmUp, 1, 0, Cooldown.LINEAR);
    }

    /**
     * {@return REX from 1 to 0 over so many steps, a multiplier; see {@link Cooldown#REX}}
     *
     * @param steps of the fall
     */
    public static Wsd rex(long steps) {
        return new Wsd(0, 0, steps, 1, 0, Cooldown.REX);
    }

    /**
     * One cycle as common libraries have it: from peak/25 in 30 % of the steps, to peak/250,000, by cosines.
     *
     * @param peak the largest value, positive
     * @param steps of rise and fall together
     * @return the cycle; see {@link OneCycle}
     */
    public static OneCycle oneCycle(double peak, long steps) {
        long up = Math.round(0.3 * steps);
        return new OneCycle(peak / 25, peak, peak / 250_000, up, steps - up, Cooldown.COSINE);
    }

    /**
     * {@return half cosines, one after the other; see {@link Restarts}}
     *
     * @param peak the value at the first step of each period, finite
     * @param floor the value behind the last period, at most the peak
     * @param period steps of the first period, at least 1
     * @param growth how many times as long as the one before each period is, at least 1
     * @param cycles how many periods, at least 1
     */
    public static Restarts restarts(double peak, double floor, long period, int growth, int cycles) {
        return new Restarts(peak, floor, period, growth, cycles);
    }

    /**
     * {@return a value at a step; see {@link Knot}}
     *
     * @param t the step, from 1
     * @param value what a schedule has there, finite
     */
    public static Knot knot(long t, double value) {
        return new Knot(t, value);
    }

    /**
     * {@return stairs; see {@link PiecewiseConstant}}
     *
     * @param knots one or more, their steps strictly rising
     */
    public static PiecewiseConstant piecewiseConstant(Knot... knots) {
        return new PiecewiseConstant(List.of(knots));
    }

    /**
     * {@return straight lines from knot to knot; see {@link PiecewiseLinear}}
     *
     * @param knots one or more, their steps strictly rising
     */
    public static PiecewiseLinear piecewiseLinear(Knot... knots) {
        return new PiecewiseLinear(List.of(knots));
    }

    /**
     * {@return the nearest whole numbers of a shape, at least 1; see {@link BatchSize}}
     *
     * @param shape wanted sizes
     */
    public static BatchSize batchSize(Schedule shape) {
        return new BatchSize(shape, 1);
    }

    /**
     * {@return a batch size that doubles at each milestone, from that step on; see {@link BatchSize}}
     *
     * @param first the size of step 1, at least 1
     * @param milestones the steps at which the size doubles, rising
     */
    public static BatchSize doubling(long first, long... milestones) {
        Check.atLeast(1, "first batch size", first);
        var knots = new ArrayList<>(List.of(new Knot(1, first)));
        double size = first;
        for (long t : milestones) {
            size *= 2;
            knots.add(new Knot(t, size));
        }
        return batchSize(new PiecewiseConstant(knots));
    }

    /**
     * {@return a batch size that grows along a line; see {@link BatchSize}}
     *
     * @param from the size of step 1
     * @param to the size at the end
     * @param steps from one to the other, at least 1
     */
    public static BatchSize ramp(long from, long to, long steps) {
        Check.atLeast(1, "first batch size", from);
        Check.atLeast(1, "last batch size", to);
        return batchSize(new Linear(from, to, steps));
    }
}
