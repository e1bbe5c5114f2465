package org.guideddescent.lab;

import java.util.List;
import org.guideddescent.scaling.CoordinateCheck;

/** Checks of parametrizations as figures: {@code ScalingFigures.coordinateCheck("μP, Adam", check)}. */
public final class ScalingFigures {
    private ScalingFigures() {}

    /**
     * {@return the change of each layer after the last step against the size, both logarithmic; flat lines are what one
     * wants}
     *
     * @param name in the title
     * @param check with its changes
     */
    public static Figure coordinateCheck(String name, CoordinateCheck check) {
        return coordinateCheck(name, check, lastStep(check.changes()));
    }

    /**
     * {@return the same after an earlier step}
     *
     * @param name in the title
     * @param check with its changes
     * @param step one of those that were looked at
     */
    public static Figure coordinateCheck(String name, CoordinateCheck check, int step) {
        return lines(
                        name + ": " + (check.passed() ? "passed" : "failed"),
                        "mean |change| after step " + step,
                        check,
                        check.changes(),
                        step)
                .caption(check + ".");
    }

    /**
     * {@return the spectral norm of each matrix's update after the last step; under the spectral condition it follows
     * √(out / in)}
     *
     * @param name in the title
     * @param check with its updates
     */
    public static Figure updates(String name, CoordinateCheck check) {
        int step = lastStep(check.updates());
        return lines("Norms of updates: " + name, "spectral norm after step " + step, check, check.updates(), step);
    }

    private static int lastStep(List<CoordinateCheck.Point> points) {
        return points.stream().mapToInt(CoordinateCheck.Point::step).max().orElseThrow();
    }

    private static Figure lines(
            String title, String what, CoordinateCheck check, List<CoordinateCheck.Point> points, int step) {
        var figure = Figure.of(title).xLogAxis(check.against()).yLogAxis(what);
        for (var layer :
                points.stream().map(CoordinateCheck.Point::layer).distinct().toList()) {
            var own = points.stream()
                    .filter(p -> p.layer().equals(layer) && p.step() == step)
                    .toList();
            figure = figure.line(
                    layer,
                    own.stream().mapToDouble(CoordinateCheck.Point::size).toArray(),
                    own.stream().mapToDouble(p -> shown(p.value())).toArray());
        }
        return figure;
    }

    // A logarithmic axis has no place for what did not move, or overflowed.
    private static double shown(double value) {
        return value > 0 && Double.isFinite(value) ? value : Double.NaN;
    }
}
