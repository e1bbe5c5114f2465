package org.guideddescent.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record of a run: everything needed to run it again, and its curve.
 *
 * @param rule the rule's text
 * @param objective what was trained
 * @param seed of batches and initial weights
 * @param steps steps taken
 * @param environment versions and machine, see {@link Environment#current()}
 * @param curve one point a step
 * @param stopped why the run ended before its last step, if it did
 */
public record Run(
        String rule,
        String objective,
        Seed seed,
        long steps,
        Map<String, String> environment,
        List<Point> curve,
        Optional<String> stopped) {
    /**
     * One step.
     *
     * @param step t
     * @param loss at the weights before the step, on its batch
     * @param seconds of training since the run began, progress and evaluation not counted
     */
    public record Point(long step, double loss, double seconds) {}

    public Run {
        environment = Map.copyOf(environment);
        curve = List.copyOf(curve);
    }

    /** Whether the run ended because its loss was no longer a number or grew past its limit. */
    public boolean diverged() {
        return stopped.isPresent();
    }

    /** The mean loss over the last n steps, which smooths the noise of batches; infinite if the run diverged. */
    public double finalLoss(int n) {
        if (diverged() || curve.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        return curve.subList(Math.max(0, curve.size() - n), curve.size()).stream()
                .mapToDouble(Point::loss)
                .average()
                .orElseThrow();
    }

    /** Steps as numbers to plot. */
    public double[] stepsAxis() {
        return curve.stream().mapToDouble(Point::step).toArray();
    }

    /** Seconds as numbers to plot. */
    public double[] secondsAxis() {
        return curve.stream().mapToDouble(Point::seconds).toArray();
    }

    /** Losses as numbers to plot. */
    public double[] losses() {
        return curve.stream().mapToDouble(Point::loss).toArray();
    }

    /** A running mean of the losses over up to n steps. */
    public double[] smoothedLosses(int n) {
        var raw = losses();
        var out = new double[raw.length];
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            sum += raw[i];
            if (i >= n) {
                sum -= raw[i - n];
            }
            out[i] = sum / Math.min(i + 1, n);
        }
        return out;
    }
}
