package org.guideddescent.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.guideddescent.curvature.LossPlane;
import org.guideddescent.curvature.LossSlice;
import org.guideddescent.curvature.Sharpness;
import org.guideddescent.curvature.WeightSpectrum;
import org.guideddescent.linalg.SpectralDensity;

/** What one reads from a curvature, as figures, each in a line: {@code CurvatureFigures.density("Hessian", density)}. */
public final class CurvatureFigures {
    private static final int POINTS = 400;
    /** The bell around a node, as a part of the range of nodes. */
    private static final double WIDTH = 0.01;
    /** Less than this part of the peak is the tail of a bell and says nothing. */
    private static final double VISIBLE = 1e-6;

    private CurvatureFigures() {}

    /**
     * {@return the density of eigenvalues, each node a bell of one hundredth of the range, on a logarithmic axis}
     *
     * @param name in the title
     * @param density of eigenvalues
     */
    public static Figure density(String name, SpectralDensity density) {
        double low = Arrays.stream(density.nodes()).min().orElseThrow();
        double high = Arrays.stream(density.nodes()).max().orElseThrow();
        // One node, as that of a multiple of the identity, has no range.
        double range = high > low ? high - low : Math.max(Math.abs(high), 1e-12);
        double[] at = grid(low - 5 * WIDTH * range, high + 5 * WIDTH * range, POINTS);
        double[] heights = density.smoothed(at, WIDTH * range);
        double peak = Arrays.stream(heights).max().orElseThrow();
        double[] shown = Arrays.stream(heights)
                .map(y -> y > VISIBLE * peak ? y : Double.NaN)
                .toArray();
        return Figure.of("Density of eigenvalues: " + name)
                .xAxis("eigenvalue")
                .yLogAxis("density")
                .line(name, at, shown);
    }

    /**
     * {@return the loss along a line}
     *
     * @param name in the title
     * @param slice the loss at points of the line
     */
    public static Figure slice(String name, LossSlice slice) {
        return Figure.of("Loss along a line: " + name)
                .xAxis("steps of the direction")
                .yAxis("loss")
                .line(name, slice.positions(), slice.losses());
    }

    /**
     * {@return the loss over a plane, with θ in the middle if its range is symmetric}
     *
     * @param name in the title
     * @param plane the loss at each point of a grid
     */
    public static Figure plane(String name, LossPlane plane) {
        var at = plane.at();
        return Figure.of("Loss over a plane: " + name)
                .xAxis("first direction")
                .yAxis("second direction")
                .size(560, 500)
                .heatMap("loss", plane.cells())
                .caption("Both directions run from " + at.get(0) + " to " + at.get(at.size() - 1) + ".");
    }

    /**
     * {@return η λ along training, and 2, beyond which gradient descent is unstable on a quadratic}
     *
     * @param name in the title
     * @param sharpness along a run
     */
    public static Figure sharpness(String name, Sharpness sharpness) {
        double[] steps = sharpness.steps();
        return Figure.of("Rate times sharpness: " + name)
                .xAxis("step")
                .yAxis("η λ")
                .line(name, steps, sharpness.stabilities())
                .line(
                        "edge of stability",
                        steps,
                        DoubleStream.generate(() -> 2).limit(steps.length).toArray());
    }

    /**
     * {@return the singular values of each matrix, in descending order} Zeros are gaps, for the axis is logarithmic.
     *
     * @param name in the title
     * @param matrices each a curve, by its own name
     */
    public static Figure singularValues(String name, List<WeightSpectrum> matrices) {
        var figure = Figure.of("Singular values: " + name).xAxis("index").yLogAxis("singular value");
        for (var m : matrices) {
            double[] index = IntStream.rangeClosed(1, m.values().size())
                    .mapToDouble(i -> i)
                    .toArray();
            double[] values =
                    m.values().stream().mapToDouble(s -> s > 0 ? s : Double.NaN).toArray();
            figure = figure.line(m.param().name(), index, values);
        }
        return figure;
    }

    private static double[] grid(double from, double to, int points) {
        return IntStream.range(0, points)
                .mapToDouble(i -> from + (to - from) * i / (points - 1))
                .toArray();
    }
}
