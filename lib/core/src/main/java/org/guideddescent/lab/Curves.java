package org.guideddescent.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.guideddescent.train.Run;

/** Loss curves of several seeds of one optimizer: the median thick, the range as a band. */
public final class Curves {
    private Curves() {}

    /**
     * Adds losses against steps, each a running mean over {@code smooth} steps. Runs that diverged are drawn as far as
     * they went.
     *
     * @param figure modified
     * @param name of the curve in the legend
     * @param runs of one optimizer, at least one
     * @param smooth steps to average, at least 1
     * @return the figure, for more
     */
    public static Figure bySteps(Figure figure, String name, List<Run> runs, int smooth) {
        return add(figure, name, runs, smooth, Run::stepsAxis);
    }

    /**
     * Adds losses against seconds of training; the seconds of a point are the median over seeds.
     *
     * @param figure modified
     * @param name of the curve in the legend
     * @param runs of one optimizer, at least one
     * @param smooth steps to average, at least 1
     * @return the figure, for more
     */
    public static Figure bySeconds(Figure figure, String name, List<Run> runs, int smooth) {
        return add(figure, name, runs, smooth, Run::secondsAxis);
    }

    private static Figure add(Figure figure, String name, List<Run> runs, int smooth, Function<Run, double[]> axis) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("no runs of " + name + " to draw");
        }
        int n = runs.stream().mapToInt(r -> r.curve().size()).min().orElseThrow();
        var losses = runs.stream().map(r -> r.smoothedLosses(smooth)).toList();
        var xs = quantile(runs.stream().map(axis).toList(), n, 0.5);
        return figure.band(name, xs, quantile(losses, n, 0), quantile(losses, n, 1))
                .line(name, xs, quantile(losses, n, 0.5));
    }

    /** The q-quantile over curves at each of the first n points: 0 the smallest, ½ the median, 1 the largest. */
    private static double[] quantile(List<double[]> curves, int n, double q) {
        var out = new double[n];
        for (int i = 0; i < n; i++) {
            int at = i;
            out[i] = quantile(curves.stream().mapToDouble(c -> c[at]).toArray(), q);
        }
        return out;
    }

    /** Linear between the order statistics. */
    static double quantile(double[] values, double q) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        // On a value itself nothing is mixed in: its neighbor may be infinite.
        return position == below ? sorted[below] : sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
