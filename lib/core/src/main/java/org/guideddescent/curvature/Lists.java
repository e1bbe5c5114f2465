package org.guideddescent.curvature;

import java.util.Arrays;
import java.util.List;

/** Numbers as lists, which records can hold and compare. */
final class Lists {
    private Lists() {}

    static List<Double> of(double... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /** from, …, to at equal distances. */
    static List<Double> grid(double from, double to, int points) {
        if (points < 2 || !(from < to)) {
            throw new IllegalArgumentException("a grid needs at least two points from a number to a larger one, got "
                    + points + " from " + from + " to " + to);
        }
        double[] at = new double[points];
        for (int i = 0; i < points; i++) {
            // Symmetric, so that the middle of −1 to 1 is exactly 0.
            at[i] = (from * (points - 1 - i) + to * i) / (points - 1);
        }
        return of(at);
    }
}
