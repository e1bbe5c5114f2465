package org.guideddescent.curvature;

import java.util.List;

/** The loss along a line, f(θ + α d). */
public record LossSlice(List<Point> points) {
    /**
     * One point of the line.
     *
     * @param at α
     */
    public record Point(double at, double loss) {}

    public LossSlice {
        points = List.copyOf(points);
    }

    /** The numbers α to plot. */
    public double[] positions() {
        return points.stream().mapToDouble(Point::at).toArray();
    }

    /** The losses to plot. */
    public double[] losses() {
        return points.stream().mapToDouble(Point::loss).toArray();
    }

    static LossSlice of(Walk walk, double from, double to, int points) {
        return new LossSlice(Lists.grid(from, to, points).stream()
                .map(at -> new Point(at, walk.loss(at)))
                .toList());
    }
}
