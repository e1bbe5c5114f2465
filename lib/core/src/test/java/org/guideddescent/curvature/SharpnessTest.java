package org.guideddescent.curvature;

import static org.guideddescent.model.Layers.mlp;
import static org.guideddescent.model.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.guideddescent.compute.Activation;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Largest eigenvalues, the edge of stability and the gradient's place among eigenvectors. */
class SharpnessTest {
    private static double[] times(double[][] a, double[] v) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < v.length; j++) {
                out[i] += a[i][j] * v[j];
            }
        }
        return out;
    }

    /** λmax of a symmetric matrix by the power method on A + shift I. */
    private static double largest(double[][] a) {
        double shift = Dense.norm(a);
        double[] v = new double[a.length];
        Arrays.setAll(v, i -> Math.cos(i * 1.7 + 0.3));
        double lambda = 0;
        for (int k = 0; k < 20_000; k++) {
            double[] w = times(a, v);
            double length = 0;
            for (int i = 0; i < v.length; i++) {
                w[i] += shift * v[i];
                length += w[i] * w[i];
            }
            lambda = Math.sqrt(length);
            for (int i = 0; i < v.length; i++) {
                v[i] = w[i] / lambda;
            }
        }
        return lambda - shift;
    }

    @Test
    void isTheLargestEigenvalueOfTheHessian() {
        for (var loss : new Loss[] {SQUARED_ERROR, SOFTMAX_CROSS_ENTROPY}) {
            var s = Scene.of(true, loss, 9, 5, 4, 3);
            double expected = largest(Dense.of(s.here().hessian()));
            assertEquals(expected, s.here().sharpness(), 1e-9 * expected);
            var part = s.here().only(named("w1"));
            assertEquals(largest(Dense.of(part.hessian())), part.sharpness(), 1e-9 * expected);
        }
    }

    @Test
    void topPairsAreEigenvectors() {
        var s = Scene.of(true, SQUARED_ERROR, 9, 5, 4, 3);
        var dense = Dense.of(s.here().gaussNewton());
        var pairs = s.here().top(s.here().gaussNewton(), 3, 39, 2);
        for (int k = 0; k < 3; k++) {
            double[] v = pairs.get(k).vector().toDoubleVector();
            double[] av = times(dense, v);
            for (int i = 0; i < v.length; i++) {
                assertEquals(pairs.get(k).value() * v[i], av[i], 1e-9);
            }
            assertTrue(k == 0 || pairs.get(k).value() < pairs.get(k - 1).value());
        }
        assertEquals(largest(dense), pairs.get(0).value(), 1e-9);
    }

    @Test
    void aVectorLiesWhereItIsPut() {
        var s = Scene.of(true, SQUARED_ERROR, 9, 5, 4, 3);
        var pairs = s.here().top(s.here().hessian(), 3, 39, 2);
        var g = pairs.get(1).vector().mul(3).add(pairs.get(2).vector().mul(4));
        var alignment = Alignment.of(g, pairs.subList(0, 2));
        assertEquals(0, alignment.cosines().get(0), 1e-9);
        assertEquals(0.6, alignment.cosines().get(1), 1e-9);
        assertEquals(0.36, alignment.fraction(), 1e-9);
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < s.loops().size(); i++) {
            double mean = 0;
            for (int n = 0; n < 9; n++) {
                mean += s.loops().gradient(n)[i] / 9;
            }
            dot += mean * pairs.get(0).vector().getDouble(i);
            squares += mean * mean;
        }
        assertEquals(
                dot / Math.sqrt(squares), s.here().alignment(pairs).cosines().get(0), 1e-10);
        assertEquals(
                "a vector of length 0.0 has no direction",
                LandscapeTest.message(() -> Alignment.of(Nd4j.zeros(DataType.DOUBLE, g.length()), pairs)));
    }

    /** With the matrix of a quadratic the gradient turns into the top eigenvectors, as gradient descent leaves nothing else. */
    @Test
    void aBowlLeavesTheGradientInTheFlatDirections() {
        var s = Scene.of(false, SQUARED_ERROR, 30, 4, 1);
        var theta = s.here().theta();
        double eta = 1 / s.here().sharpness();
        var pairs = s.here().top(s.here().hessian(), 1, 5, 2);
        double before = s.here().alignment(pairs).fraction();
        for (int t = 0; t < 5; t++) {
            Ops.current().axpy(-eta, s.here().gradient(), theta.flat());
        }
        assertTrue(before > 1e-3);
        assertTrue(s.here().alignment(pairs).fraction() < 1e-20);
    }

    private static Batch wave() {
        var x = Scene.normal(11, 50, 5);
        var w = Scene.normal(12, 5, 1);
        var y = Nd4j.create(DataType.DOUBLE, 50, 1);
        for (int i = 0; i < 50; i++) {
            double dot = 0;
            for (int j = 0; j < 5; j++) {
                dot += x.getDouble(i, j) * w.getDouble(j, 0);
            }
            y.putScalar(i, 0, Math.sin(dot));
        }
        return new Batch(x, y);
    }

    /** Of 4000 steps on 50 points, measured at the first and every 2000. */
    private static List<Sharpness.Point> descend(double eta) {
        var net = Network.of(mlp(Activation.TANH, 5, 20, 20, 1), SQUARED_ERROR);
        var theta = net.initialize(new SplittableRandom(1), DataType.DOUBLE);
        var batch = wave();
        var sharpness = new Sharpness(net, batch, 2000, 40);
        var grad = theta.like();
        for (long t = 1; t <= 4000; t++) {
            sharpness.see(t, theta, eta);
            net.gradient(theta, batch, grad);
            Ops.current().axpy(-eta, grad.flat(), theta.flat());
        }
        return sharpness.points();
    }

    /** An empirical law: it is seen on small networks, and no theorem. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.4, 0.8})
    void gradientDescentEndsAtTheEdgeOfStability(double eta) {
        var points = descend(eta);
        assertEquals(
                List.of(1L, 2000L, 4000L),
                points.stream().map(Sharpness.Point::step).toList());
        assertEquals(2, points.get(2).stability(), 0.1);
        assertTrue(points.get(2).loss() < points.get(1).loss());
        assertTrue(Math.abs(points.get(0).stability() - 2) > 0.4, "it began elsewhere: " + points.get(0));
    }

    @Test
    void aSmallRateHasFittedThePointsBeforeItMeetsTheEdge() {
        var points = descend(0.05);
        assertTrue(points.get(2).stability() < 0.5);
        assertTrue(points.get(2).sharpness() > 2 * points.get(0).sharpness(), "though sharpness rises");
    }

    @Test
    void ofWeightsThatAreNoNumbersItIsNone() {
        var s = Scene.of(true, SQUARED_ERROR, 9, 5, 4, 3);
        var sharpness = new Sharpness(s.net(), s.here().batch(), 1, 5);
        s.here().theta().flat().assign(Double.NaN);
        sharpness.see(1, s.here().theta(), 1);
        assertTrue(Double.isNaN(sharpness.points().get(0).stability()));
    }

    @Test
    void measuresWhenItIsTimeAndFollowsTheWeights() {
        var s = Scene.of(true, SQUARED_ERROR, 9, 5, 4, 3);
        var sharpness = new Sharpness(s.net(), s.here().batch(), 3, 39);
        for (long t = 1; t <= 7; t++) {
            sharpness.see(t, s.here().theta(), 0.5);
            s.here().theta().flat().muli(1.1);
        }
        assertEquals(3, sharpness.points().size());
        s.here().theta().flat().divi(1.1);
        assertEquals(0.5 * sharpness.values()[2], sharpness.stabilities()[2], 0);
        assertEquals(6, sharpness.steps()[2]);
        s.here().theta().flat().divi(1.1);
        ParamVector copy = s.here().theta().copy();
        double expected =
                largest(Dense.of(Landscape.of(s.net(), copy, s.here().batch()).hessian()));
        assertEquals(expected, sharpness.values()[2], 1e-9 * expected);
        sharpness.see(9, copy, 0.5);
        assertEquals(expected, sharpness.values()[3], 1e-9 * expected, "another vector of weights");
        LinearOperator h = s.here().hessian();
        assertEquals(
                "every and steps must be at least 1, got 0 and 5",
                LandscapeTest.message(() -> new Sharpness(s.net(), s.here().batch(), 0, 5)));
        assertTrue(LandscapeTest.message(() -> s.here().top(h, 50, 39, 1)).startsWith("count must be in [1, 39]"));
    }

    @Test
    void theMeasurementsAreATableWithTheirStability() {
        var s = Scene.of(true, SQUARED_ERROR, 9, 5, 4, 3);
        var sharpness = new Sharpness(s.net(), s.here().batch(), 2, 5);
        assertEquals(0, sharpness.table().rowCount());
        sharpness.see(1, s.here().theta(), 0.5);
        sharpness.see(2, s.here().theta(), 0.25);
        var table = sharpness.table();
        assertEquals(List.of("step", "loss", "rate", "sharpness", "stability"), table.columnNames());
        assertEquals(List.of(1L, 2L), table.longColumn("step").asList());
        assertEquals(List.of(0.5, 0.25), table.doubleColumn("rate").asList());
        for (int i = 0; i < 2; i++) {
            var point = sharpness.points().get(i);
            assertEquals(point.loss(), table.doubleColumn("loss").getDouble(i));
            assertEquals(point.sharpness(), table.doubleColumn("sharpness").getDouble(i));
            assertEquals(point.stability(), table.doubleColumn("stability").getDouble(i));
        }
    }
}
