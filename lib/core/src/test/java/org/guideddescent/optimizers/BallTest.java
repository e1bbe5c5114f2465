package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.MuonTest.random;
import static org.guideddescent.optimizers.MuonTest.step;
import static org.guideddescent.optimizers.MuonTest.take;
import static org.guideddescent.optimizers.MuonTest.trial;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.linalg.Svd;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class BallTest {
    private static final int[][] SHAPES = {{5, 3}, {3, 5}, {4, 4}, {2, 9}};

    /** The norm and its dual, written down from their definitions. */
    record Case(Ball ball, Norm norm, Norm dual) {}

    @FunctionalInterface
    interface Norm {
        double of(double[] x, int out, int in);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        new Ball.Spectral(new Svd(), Muon.Scale.NONE),
                        (x, m, n) -> largest(x, m, n),
                        (x, m, n) -> sum(x, m, n)),
                new Case(
                        new Ball.Spectral(new Svd(), Muon.Scale.SPECTRAL),
                        (x, m, n) -> Math.sqrt((double) n / m) * largest(x, m, n),
                        (x, m, n) -> Math.sqrt((double) m / n) * sum(x, m, n)),
                new Case(
                        new Ball.Spectral(new Svd(), Muon.Scale.JORDAN),
                        (x, m, n) -> largest(x, m, n) / Math.max(1, Math.sqrt((double) m / n)),
                        (x, m, n) -> sum(x, m, n) * Math.max(1, Math.sqrt((double) m / n))),
                new Case(
                        new Ball.Sign(),
                        (x, m, n) -> n * Arrays.stream(x).map(Math::abs).max().orElseThrow(),
                        (x, m, n) -> Arrays.stream(x).map(Math::abs).sum() / n),
                new Case(
                        new Ball.Columns(),
                        (x, m, n) -> Arrays.stream(columns(x, m, n)).max().orElseThrow() / Math.sqrt((double) m),
                        (x, m, n) -> Arrays.stream(columns(x, m, n)).sum() * Math.sqrt((double) m)),
                new Case(
                        new Ball.Rows(),
                        (x, m, n) -> Arrays.stream(columns(Oracle.transpose(x, m, n), n, m))
                                        .max()
                                        .orElseThrow()
                                * Math.sqrt((double) n),
                        (x, m, n) -> Arrays.stream(columns(Oracle.transpose(x, m, n), n, m))
                                        .sum()
                                / Math.sqrt((double) n)),
                new Case(
                        new Ball.Embedding(),
                        (x, m, n) -> Arrays.stream(columns(Oracle.transpose(x, m, n), n, m))
                                        .max()
                                        .orElseThrow()
                                / Math.sqrt((double) n),
                        (x, m, n) -> Arrays.stream(columns(Oracle.transpose(x, m, n), n, m))
                                        .sum()
                                * Math.sqrt((double) n)),
                new Case(
                        new Ball.Rms(),
                        (x, m, n) -> NormOracles.norm(x) / Math.sqrt((double) m * n),
                        (x, m, n) -> NormOracles.norm(x) * Math.sqrt((double) m * n)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnswerLiesOnTheBallAndReachesTheDualNorm(Case c) {
        for (int[] shape : SHAPES) {
            int m = shape[0];
            int n = shape[1];
            double[] g = random(4, m * n);
            double[] d = step(new NormDescent(c.ball, false), g, m, n);
            assertEquals(1, c.norm.of(d, m, n), 1e-12);
            assertEquals(c.dual.of(g, m, n), dot(g, d), 1e-12 * c.dual.of(g, m, n));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingElseOnTheBallReachesFurther(Case c) {
        double[] g = random(4, 15);
        double best = c.dual.of(g, 5, 3);
        for (int seed = 0; seed < 300; seed++) {
            double[] other = random(1000 + seed, 15);
            // Near the gradient too, where a wrong answer would be beaten.
            double near = seed % 3;
            for (int i = 0; i < 15; i++) {
                other[i] = 0.3 * other[i] + near * g[i];
            }
            double length = c.norm.of(other, 5, 3);
            assertTrue(dot(g, other) / length <= best * (1 + 1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void steepestDescentHasTheLengthOfTheDualNorm(Case c) {
        double[] g = random(6, 15);
        double[] d = step(new NormDescent(c.ball, true), g, 5, 3);
        double dual = c.dual.of(g, 5, 3);
        assertEquals(dual, c.norm.of(d, 5, 3), 1e-11 * dual);
        // The minimum of −⟨g, d⟩ + ½‖d‖² is −½‖g‖*².
        assertEquals(-dual * dual / 2, -dot(g, d) + Math.pow(c.norm.of(d, 5, 3), 2) / 2, 1e-10 * dual * dual);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tinyGradientsAreAsGoodAsOthersAndZeroStaysZero(Case c) {
        double[] g = random(8, 15);
        double[] tiny = Arrays.stream(g).map(x -> 0x1p-600 * x).toArray();
        var rule = new NormDescent(c.ball, false);
        assertArrayEquals(step(rule, g, 5, 3), step(rule, tiny, 5, 3), 1e-15);
        assertArrayEquals(new double[15], step(rule, new double[15], 5, 3));
    }

    @Test
    void aRowOrColumnWithoutGradientStaysAndOneOfTinyNumbersDoesNot() {
        double[] g = {1, 2, 0, 3, 4, 0, 0x1p-400, 0x1p-400, 0};
        double[] rows = step(new NormDescent(new Ball.Embedding(), false), g, 3, 3);
        double half = Math.sqrt(1.5);
        assertArrayEquals(
                new double[] {
                    Math.sqrt(3.0 / 5),
                    2 * Math.sqrt(3.0 / 5),
                    0,
                    3 * Math.sqrt(3) / 5,
                    4 * Math.sqrt(3) / 5,
                    0,
                    half,
                    half,
                    0
                },
                rows,
                1e-14);
        double[] columns = step(new NormDescent(new Ball.Columns(), false), g, 3, 3);
        assertEquals(0, columns[2]);
        assertEquals(Math.sqrt(3) * 3 / Math.sqrt(10), columns[3], 1e-14);
    }

    @Test
    void constrainedScionKeepsWeightsInTheBallAndUnconstrainedDoesNot() {
        for (int[] shape : SHAPES) {
            double radius = 0.5;
            var ball = new Ball.Spectral(new Svd(), Muon.Scale.SPECTRAL);
            var inside = trial(new Scion(0.9, ball, radius, true).at(0.2), shape[0], shape[1]);
            var free = trial(new Scion(0.9, ball, radius, false).at(0.2), shape[0], shape[1]);
            inside.weights().flat().assign(0);
            free.weights().flat().assign(0);
            double[] g = random(3, shape[0] * shape[1]);
            for (int t = 1; t <= 40; t++) {
                take(inside, g);
                take(free, g);
                assertTrue(norm(inside, shape) <= radius * (1 + 1e-12));
            }
            // A gradient that never turns drives the weights to the ball's surface, like 1 − 0.8⁴⁰.
            assertEquals(radius, norm(inside, shape), 1e-3);
            assertEquals(40 * 0.2 * radius, norm(free, shape), 1e-9);
        }
    }

    @Test
    void theFacadeGivesEachRoleItsNorm() {
        var layout = Layout.builder()
                .add("hidden", Role.HIDDEN, 6, 4)
                .add("in", Role.INPUT, 4, 6)
                .add("out", Role.OUTPUT, 3, 6)
                .add("table", Role.EMBEDDING, 5, 4)
                .add("b", Role.BIAS, 6, 1)
                .add("gain", Role.NORM, 4, 1)
                .build();
        var theta = ParamVector.zeros(layout, DataType.DOUBLE);
        var optimizer = new Optimizer(Optimizers.scion(0, 2, 10, false).at(1), theta);
        take(optimizer, random(5, (int) layout.size()));
        assertEquals(2 * 3.0 / 3, rms(theta, "b"), 1e-12);
        assertEquals(2, rms(theta, "gain"), 1e-12);
        // Jordan's steps send singular values from 0.7 to 1.2; at full rank the root mean square is that of the scale.
        assertEquals(2 * Math.sqrt(6.0 / 4) / Math.sqrt(6), rms(theta, "hidden"), 0.2);
        assertEquals(2 / Math.sqrt(6), rms(theta, "in"), 0.2);
        for (double x : theta.view("out").ravel().toDoubleVector()) {
            assertEquals(10 / 6.0, Math.abs(x), 1e-12);
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    10,
                    NormOracles.norm(theta.view("table").getRow(i).toDoubleVector()) / 2,
                    1e-12,
                    "a token's vector has root mean square 10");
        }
    }

    @Test
    void ballsOfMatricesRefuseVectors() {
        for (var ball : List.of(Ball.spectral(), new Ball.Columns(), new Ball.Rows(), new Ball.Embedding())) {
            var refused = assertThrows(IllegalArgumentException.class, () -> trial(new NormDescent(ball, false), 5, 1));
            assertTrue(refused.getMessage().contains("needs matrices"), refused.getMessage());
        }
        assertArrayEquals(
                new double[] {1, -1, 1}, step(new NormDescent(new Ball.Sign(), false), new double[] {3, -2, 1}, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> new Scion(0.9, new Ball.Rms(), 0, true));
    }

    private static double norm(Optimizer optimizer, int[] shape) {
        return Math.sqrt((double) shape[1] / shape[0])
                * largest(optimizer.weights().flat().toDoubleVector(), shape[0], shape[1]);
    }

    private static double rms(ParamVector theta, String name) {
        double[] x = Nd4j.toFlattened(theta.view(name)).toDoubleVector();
        return NormOracles.norm(x) / Math.sqrt(x.length);
    }

    private static double largest(double[] x, int m, int n) {
        return Arrays.stream(NormOracles.Svd.of(x, m, n).s).max().orElseThrow();
    }

    private static double sum(double[] x, int m, int n) {
        return Arrays.stream(NormOracles.Svd.of(x, m, n).s).sum();
    }

    /** The length of each column. */
    private static double[] columns(double[] x, int m, int n) {
        double[] lengths = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                lengths[j] += x[i * n + j] * x[i * n + j];
            }
            lengths[j] = Math.sqrt(lengths[j]);
        }
        return lengths;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
