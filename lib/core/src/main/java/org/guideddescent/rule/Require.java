package org.guideddescent.rule;

/** Checks of hyper-parameters, in the user's words: each names the number and its value. */
public final class Require {
    private Require() {}

    /**
     * Refuses a value outside [0, 1).
     *
     * @param name what messages call it
     * @param value what was given
     * @throws IllegalArgumentException if the value is outside
     */
    public static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
        }
    }

    /**
     * Refuses a value outside (0, 1].
     *
     * @param name what messages call it
     * @param value what was given
     * @throws IllegalArgumentException if the value is outside
     */
    public static void upToOne(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in (0, 1], got " + value);
        }
    }

    /**
     * Refuses a value outside [0, 1].
     *
     * @param name what messages call it
     * @param value what was given
     * @throws IllegalArgumentException if the value is outside
     */
    public static void fromZeroToOne(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }

    /**
     * Refuses a value that is not above 0 and finite.
     *
     * @param name what messages call it
     * @param value what was given
     * @throws IllegalArgumentException if the value is zero, negative, infinite or NaN
     */
    public static void positive(String name, double value) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    /**
     * Refuses a value that is negative or not finite.
     *
     * @param name what messages call it
     * @param value what was given
     * @throws IllegalArgumentException if the value is negative, infinite or NaN
     */
    public static void notNegative(String name, double value) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + " must be a number from 0 up, got " + value);
        }
    }

    /**
     * Refuses a count that is too small.
     *
     * @param name what messages call it
     * @param least the smallest count that passes
     * @param value what was given
     * @throws IllegalArgumentException if the count is below the least
     */
    public static void atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }
}
