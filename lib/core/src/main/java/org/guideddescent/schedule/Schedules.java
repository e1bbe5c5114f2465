package org.guideddescent.schedule;

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
}
