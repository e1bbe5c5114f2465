package org.guideddescent.sweep;

import java.util.Arrays;

/**
 * Order statistics of scores, of which smaller is better: what is not a number counts as infinite, for a run without a
 * score is no good run.
 */
final class Quantiles {
    private Quantiles() {}

    static double median(double[] scores) {
        return of(scores, 0.5);
    }

    /** Linear between the order statistics; infinite if one of those is. */
    static double of(double[] scores, double q) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("there are no scores to sum up");
        }
        var sorted = Arrays.stream(scores)
                .map(s -> Double.isNaN(s) ? Double.POSITIVE_INFINITY : s)
                .sorted()
                .toArray();
        double position = q * (sorted.length - 1);
        int below = (int) position;
        double part = position - below;
        // Without this, 0 × ∞ would make NaN.
        return part == 0 ? sorted[below] : sorted[below] * (1 - part) + sorted[below + 1] * part;
    }
}
