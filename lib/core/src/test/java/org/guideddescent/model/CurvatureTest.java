package org.guideddescent.model;

import static org.guideddescent.model.Layers.gelu;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Curvature products, roots and drawn targets of a network, against dense matrices made by differences. */
class CurvatureTest {
    private static final int IN = 3;
    private static final int OUT = 4;
    private static final int ROWS = 6;

    /** classes: whether targets are class indices. */
    private record Case(NetRow row, Loss loss, boolean classes) {
        Network network() {
            return Network.of(row.layers(), loss);
        }
    }

    static Stream<Case> cases() {
        return Nets.all()
                .flatMap(row -> Stream.of(
                        new Case(row, Loss.SQUARED_ERROR, false),
                        new Case(row, Loss.SOFTMAX_CROSS_ENTROPY, true),
                        new Case(row, Loss.SOFTMAX_CROSS_ENTROPY, false)));
    }

    /** Those whose examples do not act on each other. */
    static Stream<Case> uncoupled() {
        return cases().filter(c -> !c.row().coupled());
    }

    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @MethodSource("cases")
    void theGradientIsTheDifferenceOfLosses(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        var grad = theta.like();
        grad.flat().assign(Double.NaN);
        net.gradient(theta, batch, grad);
        double scale = grad.flat().norm2Number().doubleValue()
                / Math.sqrt((double) grad.flat().length());
        double h = 1e-5;
        for (int k = 0; k < 50; k++) {
            int i = random.nextInt((int) theta.flat().length());
            double at = theta.flat().getDouble(i);
            theta.flat().putScalar(i, at + h);
            double up = net.loss(theta, batch);
            theta.flat().putScalar(i, at - h);
            double down = net.loss(theta, batch);
            theta.flat().putScalar(i, at);
            double g = grad.flat().getDouble(i);
            assertEquals((up - down) / (2 * h), g, 1e-6 * Math.max(Math.abs(g), scale), "coordinate " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theHessianIsTheDifferenceOfGradients(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        var dense = hessianByDifferences(net, theta, batch);
        assertClose(dense, matrix(theta, batch, net::hessianTimes), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGaussNewtonMatrixIsTheMeanOfJacobiansAroundTheLossesHessian(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        var dense = gaussNewtonByDifferences(net, theta, batch, c.loss());
        assertClose(dense, matrix(theta, batch, net::gaussNewtonTimes), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothAreSymmetricAndGaussNewtonHasNoNegativeCurvature(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        for (int i = 0; i < 10; i++) {
            var u = direction(theta);
            var v = direction(theta);
            var product = theta.like();
            for (Times times : List.<Times>of(net::hessianTimes, net::gaussNewtonTimes)) {
                times.apply(theta, batch, u, product);
                double one = dot(v, product);
                times.apply(theta, batch, v, product);
                assertEquals(one, dot(u, product), 1e-10 * (1 + Math.abs(one)));
            }
            assertTrue(dot(v, product) >= 0);
        }
    }

    @ParameterizedTest
    @MethodSource("uncoupled")
    void outerProductsOfTheRootsColumnsAreTheGaussNewtonMatrix(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var whole = batch(c, ROWS, DataType.DOUBLE);
        int size = (int) theta.flat().length();
        var sum = new double[size][size];
        var grad = theta.like();
        for (int r = 0; r < ROWS; r++) {
            var one = row(whole, r);
            for (int column = 0; column < net.rootColumns(); column++) {
                net.rootGradient(theta, one, column, grad, LayerObserver.NONE);
                addOuter(sum, grad.flat().toDoubleVector(), 1.0 / ROWS);
            }
        }
        assertClose(matrix(theta, whole, net::gaussNewtonTimes), sum, 1e-12);
    }

    @Test
    void aColumnsTapesHaveTheScaleOfTheMeanLoss() {
        for (var c : uncoupled().toList()) {
            var net = c.network();
            var theta = random(net, DataType.DOUBLE);
            var batch = batch(c, ROWS, DataType.DOUBLE);
            var grad = theta.like();
            var single = theta.like();
            for (int column = 0; column < net.rootColumns(); column++) {
                var sum = theta.like();
                for (int r = 0; r < ROWS; r++) {
                    net.rootGradient(theta, row(batch, r), column, single, LayerObserver.NONE);
                    sum.flat().addi(single.flat().div(ROWS));
                }
                net.rootGradient(theta, batch, column, grad, tape -> {
                    var product = tape.outputGrads().transpose().mmul(tape.inputs());
                    assertTrue(product.equalsWithEps(grad.view(tape.weight()), 1e-13));
                    assertEquals((long) ROWS * tape.positions(), tape.inputs().size(0));
                });
                assertArrayEquals(sum.flat().toDoubleVector(), grad.flat().toDoubleVector(), 1e-13, c.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jacobianProductsAreDifferencesOfOutputsAndAdjointToEachOther(Case c) {
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        var v = direction(theta);
        int outputs = (int) net.outputs(batch);
        var moved = Nd4j.zeros(DataType.DOUBLE, outputs);
        net.jacobianTimes(theta, batch, v, moved);
        double h = 1e-5;
        var up = theta.copy();
        up.flat().addi(v.flat().mul(h));
        var down = theta.copy();
        down.flat().subi(v.flat().mul(h));
        var difference = net.predict(up, batch.inputs(), batch.key()).dup();
        difference.subi(net.predict(down, batch.inputs(), batch.key())).divi(2 * h);
        assertArrayEquals(difference.dup().reshape(outputs).toDoubleVector(), moved.toDoubleVector(), 1e-6);
        var u = NetRow.matrix(random, outputs, 1, DataType.DOUBLE).reshape('c', true, outputs);
        var kept = u.dup();
        var pulled = theta.like();
        net.jacobianAdjointTimes(theta, batch, u, pulled);
        assertEquals(kept, u);
        double one = u.mul(moved).sumNumber().doubleValue();
        assertEquals(one, dot(v, pulled), 1e-10 * (1 + Math.abs(one)));
    }

    @Test
    void forALinearModelBothAreTheSame() {
        for (var loss : Loss.values()) {
            var c = new Case(NetRow.of(linear(IN, OUT)), loss, false);
            var net = c.network();
            var theta = random(net, DataType.DOUBLE);
            var batch = batch(c, ROWS, DataType.DOUBLE);
            assertClose(matrix(theta, batch, net::hessianTimes), matrix(theta, batch, net::gaussNewtonTimes), 1e-13);
        }
    }

    @Test
    void inADeepNetBothDiffer() {
        var c = cases().findFirst().orElseThrow();
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(c, ROWS, DataType.DOUBLE);
        assertTrue(
                distance(matrix(theta, batch, net::hessianTimes), matrix(theta, batch, net::gaussNewtonTimes)) > 1e-2);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsDoNotDisturbTheGradient(Case c) {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var net = c.network();
            var theta = random(net, type);
            var batch = batch(c, ROWS, type);
            var before = theta.like();
            var after = theta.like();
            var kept = theta.copy();
            double loss = net.gradient(theta, batch, before);
            var v = theta.copy();
            var out = theta.like();
            net.hessianTimes(theta, batch, v, out);
            net.gaussNewtonTimes(theta, batch, v, out);
            net.sampledGradient(theta, batch, 5, out, LayerObserver.NONE);
            net.rootGradient(theta, batch, 1, out, LayerObserver.NONE);
            assertEquals(loss, net.gradient(theta, batch, after));
            assertArrayEquals(before.flat().toDoubleVector(), after.flat().toDoubleVector(), 0);
            assertArrayEquals(kept.flat().toDoubleVector(), theta.flat().toDoubleVector(), 0);
            assertArrayEquals(kept.flat().toDoubleVector(), v.flat().toDoubleVector(), 0);
        }
    }

    @Test
    void floatAgreesWithDouble() {
        for (var c : cases().toList()) {
            var net = c.network();
            var theta = random(net, DataType.DOUBLE);
            var batch = batch(c, ROWS, DataType.DOUBLE);
            var v = direction(theta);
            var single = cast(net, theta);
            var singleV = cast(net, v);
            var cast = new Batch(
                    batch.inputs().castTo(DataType.FLOAT), batch.targets().castTo(DataType.FLOAT), batch.key());
            var exact = theta.like();
            var rounded = single.like();
            net.hessianTimes(theta, batch, v, exact);
            net.hessianTimes(single, cast, singleV, rounded);
            assertArrayEquals(exact.flat().toDoubleVector(), rounded.flat().toDoubleVector(), 2e-5, c.toString());
            net.gaussNewtonTimes(theta, batch, v, exact);
            net.gaussNewtonTimes(single, cast, singleV, rounded);
            assertArrayEquals(exact.flat().toDoubleVector(), rounded.flat().toDoubleVector(), 2e-5, c.toString());
        }
    }

    /** With targets drawn from the model, gradients have mean 0 and, times n, covariance G: that G is the Fisher matrix. */
    @Test
    void sampledGradientsHaveMeanZeroAndCovarianceGaussNewton() {
        for (var loss : Loss.values()) {
            var c = new Case(
                    NetRow.of(linear(IN, 2).then(tanh()).then(linear(2, OUT))),
                    loss,
                    loss == Loss.SOFTMAX_CROSS_ENTROPY);
            var net = c.network();
            var theta = random(net, DataType.DOUBLE);
            var batch = batch(c, ROWS, DataType.DOUBLE);
            int size = (int) theta.flat().length();
            int draws = 20_000;
            var mean = new double[size];
            var second = new double[size][size];
            var grad = theta.like();
            for (int key = 0; key < draws; key++) {
                net.sampledGradient(theta, batch, key, grad, LayerObserver.NONE);
                var g = grad.flat().toDoubleVector();
                addOuter(second, g, (double) ROWS / draws);
                for (int i = 0; i < size; i++) {
                    mean[i] += g[i] / draws;
                }
            }
            var fisher = matrix(theta, batch, net::gaussNewtonTimes);
            for (int i = 0; i < size; i++) {
                // Five standard errors of a mean with variance F_ii / n, six of a product of nearly normal numbers.
                assertEquals(0, mean[i], 5 * Math.sqrt(fisher[i][i] / ROWS / draws) + 1e-15);
                for (int j = 0; j < size; j++) {
                    double variance = fisher[i][i] * fisher[j][j] + fisher[i][j] * fisher[i][j];
                    assertEquals(fisher[i][j], second[i][j], 6 * Math.sqrt(variance / draws) + 1e-15);
                }
            }
        }
    }

    @Test
    void equalKeysGiveEqualTargetsAndOthersDoNot() {
        for (var c : cases().toList()) {
            var net = c.network();
            var theta = random(net, DataType.DOUBLE);
            var batch = batch(c, 32, DataType.DOUBLE);
            var one = theta.like();
            var two = theta.like();
            double loss = net.sampledGradient(theta, batch, 7, one, LayerObserver.NONE);
            net.sampledGradient(theta, batch, 8, two, LayerObserver.NONE);
            assertTrue(distance(one, two) > 1e-6, c.toString());
            assertEquals(loss, c.network().sampledGradient(theta, batch, 7, two, LayerObserver.NONE));
            assertArrayEquals(one.flat().toDoubleVector(), two.flat().toDoubleVector(), 0);
        }
    }

    @Test
    void aCertainModelDrawsTheClassThatItIsCertainOf() {
        var net = Network.of(linear(1, OUT), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        theta.view("b1").putScalar(2, 0, 1000);
        var batch = new Batch(Nd4j.zeros(DataType.DOUBLE, 9, 1), Nd4j.zeros(DataType.DOUBLE, 9, 1));
        assertEquals(0, net.sampledGradient(theta, batch, 3, theta.like(), LayerObserver.NONE), 1e-15);
    }

    @Test
    void batchSizesAlternate() {
        var c = cases().findFirst().orElseThrow();
        var net = c.network();
        var theta = random(net, DataType.DOUBLE);
        var v = direction(theta);
        var first = batch(c, 3, DataType.DOUBLE);
        var one = theta.like();
        var again = theta.like();
        net.hessianTimes(theta, first, v, one);
        for (int n : new int[] {8, 1, 5}) {
            net.hessianTimes(theta, batch(c, n, DataType.DOUBLE), v, again);
            net.hessianTimes(theta, first, v, again);
            assertArrayEquals(one.flat().toDoubleVector(), again.flat().toDoubleVector(), 0);
        }
    }

    @Test
    void allocatesNothingAfterTheFirstCalls() {
        for (var loss : Loss.values()) {
            var net = Network.of(
                    linear(16, 16)
                            .then(gelu())
                            .then(linear(16, 16))
                            .then(tanh())
                            .then(linear(16, 10)),
                    loss);
            int width = loss == Loss.SQUARED_ERROR ? 10 : 1;
            var batch = new Batch(Nd4j.zeros(DataType.FLOAT, 16, 16), Nd4j.zeros(DataType.FLOAT, 16, width));
            allocatesNothing(net, random(net, DataType.FLOAT), batch);
        }
    }

    private static void allocatesNothing(Network net, ParamVector theta, Batch batch) {
        var v = theta.copy();
        var out = theta.like();
        Runnable hundred = () -> {
            for (int i = 0; i < 100; i++) {
                net.hessianTimes(theta, batch, v, out);
                net.gaussNewtonTimes(theta, batch, v, out);
                net.sampledGradient(theta, batch, i, out, LayerObserver.NONE);
                net.rootGradient(theta, batch, i % 10, out, LayerObserver.NONE);
            }
        };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double each = Double.MAX_VALUE;
        // Until the compiler has removed the short-lived objects, which takes it longer the more it has seen before.
        for (int round = 0; round < 40 && each > 128; round++) {
            hundred.run();
            long before = threads.getCurrentThreadAllocatedBytes();
            hundred.run();
            each = Math.min(each, (threads.getCurrentThreadAllocatedBytes() - before) / 100.0);
        }
        assertTrue(each < 128, each + " bytes for four products");
    }

    @Test
    void refusesAColumnThatTheRootHasNot() {
        var net = Network.of(linear(IN, OUT), Loss.SQUARED_ERROR);
        var theta = random(net, DataType.DOUBLE);
        var batch = batch(new Case(NetRow.of(linear(IN, OUT)), Loss.SQUARED_ERROR, false), 2, DataType.DOUBLE);
        assertEquals(
                "the root's columns are 0 to 3, got 4",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> net.rootGradient(theta, batch, 4, theta.like(), LayerObserver.NONE))
                        .getMessage());
        assertTrue(Stream.of(Need.values()).allMatch(need -> need.metBy(net)));
    }

    @FunctionalInterface
    private interface Times {
        void apply(ParamVector theta, Batch batch, ParamVector v, ParamVector out);
    }

    private static double[][] matrix(ParamVector theta, Batch batch, Times times) {
        int size = (int) theta.flat().length();
        var dense = new double[size][size];
        var v = theta.like();
        var out = theta.like();
        for (int j = 0; j < size; j++) {
            v.flat().assign(0);
            v.flat().putScalar(j, 1);
            out.flat().assign(Double.NaN);
            times.apply(theta, batch, v, out);
            for (int i = 0; i < size; i++) {
                dense[i][j] = out.flat().getDouble(i);
            }
        }
        return dense;
    }

    private static double[][] hessianByDifferences(Network net, ParamVector theta, Batch batch) {
        int size = (int) theta.flat().length();
        var dense = new double[size][size];
        double h = 1e-5;
        var moved = theta.copy();
        var up = theta.like();
        var down = theta.like();
        for (int j = 0; j < size; j++) {
            double at = theta.flat().getDouble(j);
            moved.flat().putScalar(j, at + h);
            net.gradient(moved, batch, up);
            moved.flat().putScalar(j, at - h);
            net.gradient(moved, batch, down);
            moved.flat().putScalar(j, at);
            for (int i = 0; i < size; i++) {
                dense[i][j] = (up.flat().getDouble(i) - down.flat().getDouble(i)) / (2 * h);
            }
        }
        return dense;
    }

    private static double[][] gaussNewtonByDifferences(Network net, ParamVector theta, Batch batch, Loss loss) {
        int size = (int) theta.flat().length();
        // A row is a position of an example.
        int n = batch.size() * net.outputShape().positions();
        int outputs = net.outputShape().channels();
        double h = 1e-5;
        var jacobian = new double[n][outputs][size];
        var moved = theta.copy();
        for (int j = 0; j < size; j++) {
            double at = theta.flat().getDouble(j);
            moved.flat().putScalar(j, at + h);
            var up = outputs(net, moved, batch);
            moved.flat().putScalar(j, at - h);
            var down = outputs(net, moved, batch);
            moved.flat().putScalar(j, at);
            for (int r = 0; r < n; r++) {
                for (int o = 0; o < outputs; o++) {
                    jacobian[r][o][j] = (up[r][o] - down[r][o]) / (2 * h);
                }
            }
        }
        var z = outputs(net, theta, batch);
        var targets = batch.targets().dup().reshape('c', n, batch.targets().length() / n);
        var dense = new double[size][size];
        for (int r = 0; r < n; r++) {
            var target = targets.getRow(r).toDoubleVector();
            var inner = loss == Loss.SQUARED_ERROR ? identity(outputs) : categorical(z[r], target);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    for (int a = 0; a < outputs; a++) {
                        for (int b = 0; b < outputs; b++) {
                            dense[i][j] += jacobian[r][a][i] * inner[a][b] * jacobian[r][b][j] / n;
                        }
                    }
                }
            }
        }
        return dense;
    }

    /** The outputs where the chance is that of the batch. */
    private static double[][] outputs(Network net, ParamVector theta, Batch batch) {
        return net.predict(theta, batch.inputs(), batch.key()).toDoubleMatrix();
    }

    private static double[][] identity(int outputs) {
        var inner = new double[outputs][outputs];
        for (int a = 0; a < outputs; a++) {
            inner[a][a] = 1;
        }
        return inner;
    }

    private static double[][] categorical(double[] z, double[] target) {
        double sum = 0;
        double mass = target.length == 1 ? 1 : 0;
        for (int a = 0; a < z.length; a++) {
            sum += Math.exp(z[a]);
            mass += target.length == 1 ? 0 : target[a];
        }
        var inner = new double[z.length][z.length];
        for (int a = 0; a < z.length; a++) {
            for (int b = 0; b < z.length; b++) {
                double p = Math.exp(z[a]) / sum;
                inner[a][b] = mass * ((a == b ? p : 0) - p * Math.exp(z[b]) / sum);
            }
        }
        return inner;
    }

    private static void addOuter(double[][] sum, double[] g, double weight) {
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                sum[i][j] += weight * g[i] * g[j];
            }
        }
    }

    private static void assertClose(double[][] expected, double[][] found, double tolerance) {
        double scale = 0;
        for (var row : expected) {
            for (double x : row) {
                scale = Math.max(scale, Math.abs(x));
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], tolerance * scale, "row " + i);
        }
    }

    private static double distance(double[][] a, double[][] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                most = Math.max(most, Math.abs(a[i][j] - b[i][j]));
            }
        }
        return most;
    }

    private static double distance(ParamVector a, ParamVector b) {
        return a.flat().sub(b.flat()).norm2Number().doubleValue();
    }

    private static double dot(ParamVector a, ParamVector b) {
        return a.flat().mul(b.flat()).sumNumber().doubleValue();
    }

    private ParamVector random(Network net, DataType type) {
        var theta = net.initialize(random, type);
        for (var p : net.layout().params()) {
            if (p.cols() == 1) {
                theta.view(p).assign(NetRow.matrix(random, p.rows(), 1, type));
            }
        }
        return theta;
    }

    private ParamVector direction(ParamVector like) {
        var v = like.like();
        for (int i = 0; i < v.flat().length(); i++) {
            v.flat().putScalar(i, Normal.next(random));
        }
        return v;
    }

    private static ParamVector cast(Network net, ParamVector from) {
        var to = ParamVector.zeros(net.layout(), DataType.FLOAT);
        to.flat().assign(from.flat().castTo(DataType.FLOAT));
        return to;
    }

    private static Batch row(Batch all, int r) {
        return new Batch(
                all.inputs().getRow(r).dup().reshape('c', 1, all.inputs().size(1)),
                all.targets().getRow(r).dup().reshape('c', 1, all.targets().size(1)));
    }

    private Batch batch(Case c, int n, DataType type) {
        return c.row().batch(random, c.loss(), c.classes(), n, type);
    }
}
