package org.guideddescent.schedule;

/** The refusals that the shapes share. */
final class Check {
    private Check() {}

    static void finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be a finite number, got " + value);
        }
    }

    static void atLeast(long least, String what, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
        }
    }

    /** How much of a shape is past at step t: 1 from t = steps + 1 on, else 0 at t = 1 and before. */
    static double progress(long t, long steps) {
        return t > steps ? 1 : t <= 1 ? 0 : (t - 1) / (double) steps;
    }
}
