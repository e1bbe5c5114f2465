package org.guideddescent.scaling;

/** Factors without the rounding that would make two of them differ. */
final class Numbers {
    private static final double ROUNDING = 1e-12;

    private Numbers() {}

    /** 1 if x is 1 but for rounding, else x. */
    static double orOne(double x) {
        return Math.abs(x - 1) < ROUNDING ? 1 : x;
    }
}
