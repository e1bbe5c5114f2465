package org.guideddescent.train;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * The record of a run: everything needed to run it again, and what was seen on the way. It can be sent to another JVM.
 *
 * @param rule the rule's text
 * @param objective what was trained
 * @param seed of batches and initial weights
 * @param steps steps taken by the optimizer as the run left it
 * @param environment versions and machine, see {@link Environment#current()}
 * @param curve one point a step
 * @param evaluations of the weights to judge by, in the order they were made
 * @param readings of gauges, in the order they were made
 * @param end how it ended
 */
public record Run(
        String rule,
        String objective,
        Seed seed,
        long steps,
        Map<String, String> environment,
        List<Point> curve,
        List<Evaluation> evaluations,
        List<Reading> readings,
        End end)
        implements Serializable {
    /**
     * One step.
     *
     * @param step t
     * @param loss at the weights before the step, on its batch
     * @param seconds of training since the run began, progress and evaluation not counted
     */
    public record Point(long step, double loss, double seconds) implements Serializable {}

    /**
     * A measure of the weights.
     *
     * @param step after how many steps
     * @param name of the measure
     * @param value NaN if it was no number
     * @param seconds of training since the run began
     */
    public record Evaluation(long step, String name, double value, double seconds) implements Serializable {}

    /**
     * A reading of a gauge.
     *
     * @param step t
     * @param name of the gauge
     * @param value a number or an infinity
     */
    public record Reading(long step, String name, double value) implements Serializable {}

    /**
     * How a run ended.
     *
     * @param kind in one word
     * @param reason in a sentence; empty if it finished
     * @param at the step at which it ended, taken or not
     * @param backTo how many steps the optimizer has taken as the run left it: fewer than at, if it went back to a good state
     */
    public record End(Kind kind, String reason, long at, long backTo) implements Serializable {
        /** All steps were taken. */
        static End finished(long steps) {
            return new End(Kind.FINISHED, "", steps, steps);
        }
    }

    /** Ways to end. */
    public enum Kind {
        /** All steps were taken. */
        FINISHED,
        /** The loss was no longer a number or no longer good. */
        DIVERGED,
        /** A callback had a reason. */
        STOPPED
    }

    /**
     * Copies the lists and the map, so that the record stays as it is.
     *
     * @param rule the rule's text
     * @param objective what was trained
     * @param seed of batches and initial weights
     * @param steps steps taken by the optimizer as the run left it
     * @param environment versions and machine, see {@link Environment#current()}
     * @param curve one point a step
     * @param evaluations of the weights to judge by, in the order they were made
     * @param readings of gauges, in the order they were made
     * @param end how it ended
     */
    public Run {
        environment = Map.copyOf(environment);
        curve = List.copyOf(curve);
        evaluations = List.copyOf(evaluations);
        readings = List.copyOf(readings);
    }

    /**
     * Makes a run that nothing but the loss was measured of.
     *
     * @param rule the rule's text
     * @param objective what was trained
     * @param seed of batches and initial weights
     * @param steps steps taken by the optimizer as the run left it
     * @param environment versions and machine
     * @param curve one point a step
     * @param stopped why it diverged, if it did
     */
    public Run(
            String rule,
            String objective,
            Seed seed,
            long steps,
            Map<String, String> environment,
            List<Point> curve,
            Optional<String> stopped) {
        this(
                rule,
                objective,
                seed,
                steps,
                environment,
                curve,
                List.of(),
                List.of(),
                stopped.map(why -> new End(
                                Kind.DIVERGED,
                                why,
                                curve.isEmpty()
                                        ? steps
                                        : curve.get(curve.size() - 1).step(),
                                steps))
                        .orElse(End.finished(steps)));
    }

    /** {@return why the run ended before its last step, if it did} */
    public Optional<String> stopped() {
        return end.kind() == Kind.FINISHED ? Optional.empty() : Optional.of(end.reason());
    }

    /**
     * {@return whether the run ended because its loss was no longer a number or grew past what its {@link Divergence}
     * allows}
     */
    public boolean diverged() {
        return end.kind() == Kind.DIVERGED;
    }

    /**
     * {@return the evaluations of that measure}
     *
     * @param name of a {@link Measure}
     */
    public List<Evaluation> evaluations(String name) {
        return evaluations.stream().filter(e -> e.name().equals(name)).toList();
    }

    /**
     * {@return the readings of that gauge}
     *
     * @param name of a {@link Gauge}
     */
    public List<Reading> readings(String name) {
        return readings.stream().filter(r -> r.name().equals(name)).toList();
    }

    /**
     * {@return the mean loss over the last n steps, which smooths the noise of batches; infinite if the run diverged}
     *
     * @param n steps, at least 1; all of them if they are fewer
     */
    public double finalLoss(int n) {
        if (diverged() || curve.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        return curve.subList(Math.max(0, curve.size() - n), curve.size()).stream()
                .mapToDouble(Point::loss)
                .average()
                .orElseThrow();
    }

    /** {@return the steps as numbers to plot} */
    public double[] stepsAxis() {
        return curve.stream().mapToDouble(Point::step).toArray();
    }

    /** {@return the seconds as numbers to plot} */
    public double[] secondsAxis() {
        return curve.stream().mapToDouble(Point::seconds).toArray();
    }

    /** {@return the losses as numbers to plot} */
    public double[] losses() {
        return curve.stream().mapToDouble(Point::loss).toArray();
    }

    /**
     * {@return a running mean of the losses over up to n steps}
     *
     * @param n steps to average, at least 1; the first points have fewer
     */
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

    /** {@return the curve as a table, a row a step: step, loss, and seconds of training since the run began} */
    public Table table() {
        return RecordTable.of("curve", Point.class, curve);
    }

    /** {@return the evaluations as a table: step, name of the measure, value, and seconds of training since the run began} */
    public Table evaluationTable() {
        return RecordTable.of("evaluations", Evaluation.class, evaluations);
    }

    /** {@return the readings of gauges as a table: step, name of the gauge, value} */
    public Table readingTable() {
        return RecordTable.of("readings", Reading.class, readings);
    }

    /**
     * The same run with at most n points of its curve and n readings of each gauge, for stores: the first, the last, and some
     * between, evenly spaced. Points are left out and not averaged; all evaluations stay.
     *
     * @param n at least 2
     * @return a run with a thinner record
     */
    public Run thinned(int n) {
        if (n < 2) {
            throw new IllegalArgumentException("a curve keeps at least 2 points, the first and the last, got " + n);
        }
        var counts = new HashMap<String, Integer>();
        readings.forEach(r -> counts.merge(r.name(), 1, Integer::sum));
        var places = new HashMap<String, Integer>();
        var few = readings.stream()
                .filter(r -> isKept(places.merge(r.name(), 1, Integer::sum) - 1, counts.get(r.name()), n))
                .toList();
        var points = IntStream.range(0, curve.size())
                .filter(i -> isKept(i, curve.size(), n))
                .mapToObj(curve::get)
                .toList();
        return new Run(rule, objective, seed, steps, environment, points, evaluations, few, end);
    }

    /** Whether i is one of the places ⌊j (size − 1) / (n − 1)⌋, j = 0 … n − 1. */
    private static boolean isKept(int i, int size, int n) {
        if (size <= n) {
            return true;
        }
        long j = ((long) i * (n - 1) + size - 2) / (size - 1);
        return j * (size - 1) / (n - 1) == i;
    }

    /**
     * {@return whether the other run is this one, bit by bit, in everything but seconds and the machine}
     *
     * @param other the run to compare with
     */
    public boolean sameNumbers(Run other) {
        return withoutTime().equals(other.withoutTime());
    }

    private Run withoutTime() {
        // Records compare doubles by their bits, as far as NaN goes, and tell 0 from −0.
        return new Run(
                rule,
                objective,
                seed,
                steps,
                Map.of(),
                curve.stream().map(p -> new Point(p.step(), p.loss(), 0)).toList(),
                evaluations.stream()
                        .map(e -> new Evaluation(e.step(), e.name(), e.value(), 0))
                        .toList(),
                readings,
                end);
    }
}
