package org.guideddescent.rule;

/** Checks of hyper-parameters, in the user's words: each names the number and its value. */
public final class Require {
    private Require() {}

    /** In [0, 1). */
    public static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
        }
    }

    /** In (0, 1]. */
    public static void upToOne(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in (0, 1], got " + value);
        }
    }

    /** In [0, 1]. */
    public static void fromZeroToOne(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }

    /** Above 0, and finite. */
    public static void positive(String name, double value) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    /** From 0 up, and finite. */
    public static void notNegative(String name, double value) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + " must be a number from 0 up, got " + value);
        }
    }

    /** A count of so many or more. */
    public static void atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
