package org.guideddescent.lab;

import java.util.List;
import org.guideddescent.scaling.CoordinateCheck;

/** Checks of parametrizations as figures: {@code ScalingFigures.coordinateCheck("μP, Adam", check)}. */
public final class ScalingFigures {
    private ScalingFigures() {}

    /** The change of each layer after the last step against the size, both logarithmic; flat lines are what one wants. */
    public static Figure coordinateCheck(String name, CoordinateCheck check) {
        return coordinateCheck(name, check, lastStep(check.changes()));
    }

    /** The same after an earlier step. */
    public static Figure coordinateCheck(String name, CoordinateCheck check, int step) {
        return lines(
                        name + ": " + (check.passed() ? "passed" : "failed"),
                        "mean |change| after step " + step,
                        check,
                        check.changes(),
                        step)
                .caption(check + ".");
    }

    /** The spectral norm of each matrix's update after the last step; under the spectral condition it follows √(out / in). */
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
