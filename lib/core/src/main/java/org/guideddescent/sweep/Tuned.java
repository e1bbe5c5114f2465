package org.guideddescent.sweep;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * One scientific group's scores against one parameter that is tuned: the U-shaped curve, and where it is lowest.
 *
 * @param group what it is the curve of
 * @param parameter what is tuned
 * @param points in ascending order of value
 */
public record Tuned(Group group, String parameter, List<Point> points) {
    /**
     * One value.
     *
     * @param value of the parameter
     * @param score the median over seeds, for the best values of the other nuisance parameters; infinite if more than half of
     *     the runs diverged or failed
     * @param lowest over the same seeds
     * @param highest over the same seeds
     * @param runs how many seeds those are
     */
    public record Point(double value, double score, double lowest, double highest, int runs) {}

    /**
     * Where the curve is lowest.
     *
     * @param value of the parameter
     * @param score there
     * @param refined whether both are those of the parabola through the best point and its neighbors, or of the best point
     * @param note what parabola there is, or why there is none
     */
    public record Optimum(double value, double score, boolean refined, String note) {}

    /**
     * Refuses an empty curve.
     *
     * @param group what it is the curve of
     * @param parameter what is tuned
     * @param points in ascending order of value
     * @throws IllegalArgumentException if there is no point
     */
    public Tuned {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("there are no results to tune " + parameter + " with");
        }
    }

    /** {@return the point with the smallest score; of equal ones the smallest value} */
    public Point best() {
        return points.get(bestIndex());
    }

    /**
     * {@return whether the best value is an end of the range, so that a better one may lie outside; also if nothing
     * ended}
     */
    public boolean atEdge() {
        int i = bestIndex();
        return i == 0 || i == points.size() - 1;
    }

    /**
     * {@return the lowest point of the parabola through the best point and both its neighbors, if there is one; see the
     * note}
     */
    public Optimum optimum() {
        var best = best();
        if (!Double.isFinite(best.score)) {
            return unrefined(best, "no value has a finite score");
        }
        if (atEdge()) {
            return unrefined(
                    best,
                    "the best " + parameter + " is an end of its range, " + best.value
                            + "; a better one may lie outside");
        }
        int i = bestIndex();
        var left = points.get(i - 1);
        var right = points.get(i + 1);
        return Parabola.through(left.value, left.score, best.value, best.score, right.value, right.score)
                .map(p -> new Optimum(
                        p.x(),
                        p.y(),
                        true,
                        "parabola through " + left.value + ", " + best.value + " and " + right.value))
                .orElseGet(() -> unrefined(
                        best,
                        "no parabola through the best value and its neighbors: their scores are " + left.score + ", "
                                + best.score + " and " + right.score));
    }

    /** {@return the values, to plot} */
    public double[] values() {
        return numbers(Point::value);
    }

    /** {@return the scores, to plot; some may be infinite} */
    public double[] scores() {
        return numbers(Point::score);
    }

    /** {@return the lowest score of each value, to plot} */
    public double[] lowest() {
        return numbers(Point::lowest);
    }

    /** {@return the highest score of each value, to plot; some may be infinite} */
    public double[] highest() {
        return numbers(Point::highest);
    }

    /**
     * {@return the curve as a table: value of the parameter, score, lowest, highest, and runs, which is how many seeds}
     */
    public Table table() {
        return RecordTable.of(parameter, Point.class, points);
    }

    private double[] numbers(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).toArray();
    }

    private int bestIndex() {
        int best = 0;
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).score < points.get(best).score) {
                best = i;
            }
        }
        return best;
    }

    private static Optimum unrefined(Point best, String why) {
        return new Optimum(best.value, best.score, false, why);
    }
}
