package org.guideddescent.curvature;

import java.util.List;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * The loss along a line, f(θ + α d).
 *
 * @param points of the line, in order
 */
public record LossSlice(List<Point> points) {
    /**
     * One point of the line.
     *
     * @param at α
     * @param loss f(θ + α d)
     */
    public record Point(double at, double loss) {}

    /**
     * Copies the list.
     *
     * @param points of the line, in order
     */
    public LossSlice {
        points = List.copyOf(points);
    }

    /** {@return the numbers α to plot} */
    public double[] positions() {
        return points.stream().mapToDouble(Point::at).toArray();
    }

    /** {@return the losses to plot} */
    public double[] losses() {
        return points.stream().mapToDouble(Point::loss).toArray();
    }

    /** {@return the line as a table: at, which is α in lengths of d, and loss} */
    public Table table() {
        return RecordTable.of("slice", Point.class, points);
    }

    static LossSlice of(Walk walk, double from, double to, int points) {
        return new LossSlice(Lists.grid(from, to, points).stream()
                .map(at -> new Point(at, walk.loss(at)))
                .toList());
    }
}
