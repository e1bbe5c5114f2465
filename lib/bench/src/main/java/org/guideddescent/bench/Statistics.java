package org.guideddescent.bench;

import java.util.Arrays;

/** What a handful of timings says. */
final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the two middle values. values: not modified. */
    static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the median of no values is not defined");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** (largest − smallest) / median: how far the rounds disagree. */
    static double spread(double[] values) {
        var all = Arrays.stream(values).summaryStatistics();
        return (all.getMax() - all.getMin()) / median(values);
    }
}
