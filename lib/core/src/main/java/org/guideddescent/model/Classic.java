package org.guideddescent.model;

import java.util.List;

/**
 * A row of the table of test functions.
 *
 * @param width how many neighbors a residual reads: 1 or 2
 * @param fixed whether the function is one of exactly that many numbers
 * @param count residuals of each window of neighbors
 * @param offset what is added for each number, so that f is that of the literature
 */
record Classic(
        String title,
        int width,
        boolean fixed,
        int count,
        double offset,
        Residuals residuals,
        Point start,
        List<Point> minimizers) {
    /** A point of any dimension. */
    @FunctionalInterface
    interface Point {
        double[] of(int n);
    }

    /** The numbers over and over. */
    static Point repeat(double... pattern) {
        return n -> {
            var x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = pattern[i % pattern.length];
            }
            return x;
        };
    }
}
