package org.guideddescent.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was seen of a run so far; in a checkpoint three matrices in double. */
final class Log {
    private static final String CURVE = "run/curve.npy";
    private static final String EVALUATIONS = "run/evaluations.npy";
    private static final String READINGS = "run/readings.npy";

    /** The entries of a checkpoint that hold it. */
    static final List<String> ENTRIES = List.of(CURVE, EVALUATIONS, READINGS);

    private final List<String> measures;
    private final List<String> gauges;
    private final List<Run.Point> curve = new ArrayList<>();
    private final List<Run.Evaluation> evaluations = new ArrayList<>();
    private final List<Run.Evaluation> view = Collections.unmodifiableList(evaluations);
    private final List<Run.Reading> readings = new ArrayList<>();

    Log(Watching watching) {
        measures = watching.measures().stream().map(Measure::name).toList();
        gauges = watching.gauges().stream().map(g -> g.gauge().name()).toList();
    }

    void step(long t, double loss, double seconds) {
        curve.add(new Run.Point(t, loss, seconds));
    }

    void read(long t, String gauge, double value) {
        readings.add(new Run.Reading(t, gauge, value));
    }

    void evaluated(long t, String measure, double value, double seconds) {
        evaluations.add(new Run.Evaluation(t, measure, value, seconds));
    }

    List<Run.Point> curve() {
        return curve;
    }

    List<Run.Evaluation> evaluations() {
        return view;
    }

    List<Run.Reading> readings() {
        return readings;
    }

    /** Seconds of training so far. */
    double seconds() {
        return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).seconds();
    }

    boolean hasEvaluated(String measure, long t) {
        for (int i = evaluations.size() - 1; i >= 0 && evaluations.get(i).step() == t; i--) {
            if (evaluations.get(i).name().equals(measure)) {
                return true;
            }
        }
        return false;
    }

    /** Columns: step, loss, seconds; step, number of the measure, value, seconds; step, number of the gauge, value. */
    Map<String, byte[]> entries() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put(CURVE, table(curve, List.of(Run.Point::step, Run.Point::loss, Run.Point::seconds)));
        entries.put(
                EVALUATIONS,
                table(
                        evaluations,
                        List.of(
                                Run.Evaluation::step,
                                e -> measures.indexOf(e.name()),
                                Run.Evaluation::value,
                                Run.Evaluation::seconds)));
        entries.put(
                READINGS,
                table(readings, List.of(Run.Reading::step, r -> gauges.indexOf(r.name()), Run.Reading::value)));
        return entries;
    }

    private static <T> byte[] table(List<T> rows, List<ToDoubleFunction<T>> columns) {
        var flat = new double[Math.multiplyExact(rows.size(), columns.size())];
        int i = 0;
        for (var row : rows) {
            for (var column : columns) {
                flat[i++] = column.applyAsDouble(row);
            }
        }
        return Npy.bytes(flat, columns.size());
    }

    /** Becomes what {@link #entries} were written from. */
    void read(Map<String, byte[]> entries) {
        double[] points = Npy.rows(CURVE, entries.get(CURVE), 3);
        double[] measured = Npy.rows(EVALUATIONS, entries.get(EVALUATIONS), 4);
        double[] read = Npy.rows(READINGS, entries.get(READINGS), 3);
        curve.clear();
        evaluations.clear();
        readings.clear();
        for (int i = 0; i < points.length; i += 3) {
            step((long) points[i], points[i + 1], points[i + 2]);
        }
        for (int i = 0; i < measured.length; i += 4) {
            evaluated((long) measured[i], measures.get((int) measured[i + 1]), measured[i + 2], measured[i + 3]);
        }
        for (int i = 0; i < read.length; i += 3) {
            read((long) read[i], gauges.get((int) read[i + 1]), read[i + 2]);
        }
    }
}
