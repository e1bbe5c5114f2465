package org.guideddescent.schedule;

import java.util.OptionalLong;

/** The refusals that the shapes share, and how they count. */
final class Check {
    private Check() {}

    static void finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be a finite number, got " + value);
        }
    }

    static void positive(String what, double value) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(what + " must be a positive number, got " + value);
        }
    }

    static void atLeast(long least, String what, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
        }
    }

    static void notAbove(String what, double value, String bound, double most) {
        if (value > most) {
            throw new IllegalArgumentException(what + " must not exceed " + bound + " " + most + ", got " + value);
        }
    }

    /** How much of a shape is past at step t: 1 from t = steps + 1 on, else 0 at t = 1 and before. */
    static double progress(long t, long steps) {
        return t > steps ? 1 : t <= 1 ? 0 : (t - 1) / (double) steps;
    }

    /** So many steps, then that horizon, if there is one. */
    static OptionalLong after(long steps, OptionalLong horizon) {
        return horizon.isPresent() ? OptionalLong.of(Math.addExact(steps, horizon.getAsLong())) : horizon;
    }
}
