package org.guideddescent.schedule;

import java.util.ArrayList;
import java.util.List;

/** The schedules by name, for a static import. */
public final class Schedules {
    private Schedules() {}

    /** See {@link Constant}. */
    public static Constant constant(double rate) {
        return new Constant(rate);
    }

    /** See {@link Linear}. */
    public static Linear linear(double from, double to, long steps) {
        return new Linear(from, to, steps);
    }

    /** See {@link Polynomial}. */
    public static Polynomial polynomial(double from, double to, double power, long steps) {
        return new Polynomial(from, to, power, steps);
    }

    /** See {@link Exponential}. */
    public static Exponential exponential(double rate, double factor, double every) {
        return new Exponential(rate, factor, every);
    }

    /** See {@link Geometric}. */
    public static Geometric geometric(double from, double to, long steps) {
        return new Geometric(from, to, steps);
    }

    /** A rise over so many steps, then 1/√ with the warm-up as its timescale. See {@link InverseSqrt}. */
    public static Schedule inverseSqrt(double peak, long warmUp) {
        return new InverseSqrt(peak, Math.max(warmUp, 1)).warmUp(warmUp);
    }

    /** See {@link Cosine}. */
    public static Cosine cosine(double peak, double floor, long steps) {
        return new Cosine(peak, floor, steps);
    }

    /** A half cosine from 1 to 0 over so many steps: a multiplier. */
    public static Cosine cosine(long steps) {
        return new Cosine(1, 0, steps);
    }

    /** See {@link WarmUp}. */
    public static WarmUp warmUp(long steps, Schedule then) {
        return new WarmUp(steps, then);
    }

    /** Warm-up, stable, decay with peak 1 and floor 0: a multiplier. See {@link Wsd}. */
    public static Wsd wsd(long warmUp, long stable, long decay) {
        return new Wsd(warmUp, stable, decay, 1, 0, Cooldown.ONE_MINUS_SQRT);
    }

    /**
     * Straight to zero: a rise to 1 and a line from there to 0, {@code steps} in all; a multiplier. Bergsma et al., 2025,
     * arXiv:2502.15938.
     */
    public static Wsd straightToZero(long warmUp, long steps) {
        if (warmUp > steps) {
            throw new IllegalArgumentException(
                    "the warm-up is part of the " + steps + " steps and must not exceed them, got " + warmUp);
        }
        return new Wsd(warmUp, 0, steps - warmUp, 1, 0, Cooldown.LINEAR);
    }

    /** REX from 1 to 0 over so many steps: a multiplier. See {@link Cooldown#REX}. */
    public static Wsd rex(long steps) {
        return new Wsd(0, 0, steps, 1, 0, Cooldown.REX);
    }

    /** One cycle as common libraries have it: from peak/25 in 30 % of the steps, to peak/250,000, by cosines. See {@link OneCycle}. */
    public static OneCycle oneCycle(double peak, long steps) {
        long up = Math.round(0.3 * steps);
        return new OneCycle(peak / 25, peak, peak / 250_000, up, steps - up, Cooldown.COSINE);
    }

    /** See {@link Restarts}. */
    public static Restarts restarts(double peak, double floor, long period, int growth, int cycles) {
        return new Restarts(peak, floor, period, growth, cycles);
    }

    /** See {@link Knot}. */
    public static Knot knot(long t, double value) {
        return new Knot(t, value);
    }

    /** See {@link PiecewiseConstant}. */
    public static PiecewiseConstant piecewiseConstant(Knot... knots) {
        return new PiecewiseConstant(List.of(knots));
    }

    /** See {@link PiecewiseLinear}. */
    public static PiecewiseLinear piecewiseLinear(Knot... knots) {
        return new PiecewiseLinear(List.of(knots));
    }

    /** The nearest whole numbers of a shape, at least 1. See {@link BatchSize}. */
    public static BatchSize batchSize(Schedule shape) {
        return new BatchSize(shape, 1);
    }

    /** A batch size that doubles at each milestone, from that step on. See {@link BatchSize}. */
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

    /** A batch size that grows along a line over so many steps. See {@link BatchSize}. */
    public static BatchSize ramp(long from, long to, long steps) {
        Check.atLeast(1, "first batch size", from);
        Check.atLeast(1, "last batch size", to);
        return batchSize(new Linear(from, to, steps));
    }
}
