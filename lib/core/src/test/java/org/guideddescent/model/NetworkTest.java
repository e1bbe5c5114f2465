package org.guideddescent.model;

import static org.guideddescent.model.Layers.gelu;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.mlp;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.model.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Activation;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkTest {
    private static final String EACH = """
            RELU, SOFTMAX_CROSS_ENTROPY
            GELU, SOFTMAX_CROSS_ENTROPY
            TANH, SOFTMAX_CROSS_ENTROPY
            RELU, SQUARED_ERROR
            GELU, SQUARED_ERROR
            TANH, SQUARED_ERROR
            SILU, SOFTMAX_CROSS_ENTROPY
            SIGMOID, SQUARED_ERROR
            QUADRATIC, SQUARED_ERROR
            HERMITE2, SOFTMAX_CROSS_ENTROPY
            HERMITE3, SQUARED_ERROR
            """;

    @Test
    void namesAndRolesFollowThePosition() {
        var net = Mlp.of(6, 5, 4, 3);
        assertEquals(
                "[w2 [4×5], w1 [5×6], w3 [3×4], b1 [5×1], b2 [4×1], b3 [3×1]]",
                net.layout().params().toString());
        assertEquals("HIDDEN", net.layout().named("w2").role().name());
        assertEquals("INPUT", net.layout().named("w1").role().name());
        assertEquals("OUTPUT", net.layout().named("w3").role().name());
        assertEquals("BIAS", net.layout().named("b2").role().name());
        var single = Network.of(linear(4, 2).withoutBias(), Loss.SQUARED_ERROR).layout();
        assertEquals("[w1 [2×4]]", single.params().toString());
        assertEquals("OUTPUT", single.named("w1").role().name());
    }

    @Test
    void compositionIsAssociativeAndPrintsItsCode() {
        var a = linear(4, 3);
        var b = tanh();
        var c = linear(3, 2).withoutBias();
        assertEquals(a.then(b).then(c), a.then(b.then(c)));
        assertEquals(
                "Network.of(linear(4, 3).then(tanh()).then(linear(3, 2).withoutBias()), SQUARED_ERROR).zeroReadout()",
                Network.of(a.then(b).then(c), Loss.SQUARED_ERROR).zeroReadout().toString());
        assertEquals(linear(4, 3).then(relu()).then(linear(3, 2)), mlp(Activation.RELU, 4, 3, 2));
    }

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    void gradientAgreesWithCentralDifferences(Activation f, Loss loss) {
        var random = new SplittableRandom(1);
        var net = Network.of(mlp(f, 7, 6, 5, 4), loss);
        var theta = random(net, random, DataType.DOUBLE);
        var batch = batch(loss, random, 9, 7, 4, DataType.DOUBLE);
        var grad = theta.like();
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
    @CsvSource(textBlock = EACH)
    void gradientIsThatOfLoops(Activation f, Loss loss) {
        var random = new SplittableRandom(2);
        var widths = new int[] {5, 7, 3, 4};
        var net = Network.of(mlp(f, widths), loss);
        var theta = random(net, random, DataType.DOUBLE);
        var grad = theta.like();
        grad.flat().assign(Double.NaN);
        for (int n : new int[] {1, 6}) {
            var batch = batch(loss, random, n, 5, 4, DataType.DOUBLE);
            var dw = new double[3][][];
            var db = new double[3][];
            for (int l = 0; l < 3; l++) {
                dw[l] = new double[widths[l + 1]][widths[l]];
                db[l] = new double[widths[l + 1]];
            }
            double expected = new MlpOracle(f, loss, 3).gradient(theta, batch.inputs(), batch.targets(), dw, db);
            assertEquals(expected, net.gradient(theta, batch, grad), 1e-12);
            assertEquals(expected, net.loss(theta, batch), 1e-12);
            for (int l = 0; l < 3; l++) {
                var found = grad.view("w" + (l + 1)).toDoubleMatrix();
                // A network of cubes has gradients in the hundreds.
                double close = 1e-12 * Math.max(1, Math.abs(expected));
                for (int i = 0; i < found.length; i++) {
                    assertArrayEquals(dw[l][i], found[i], close);
                    assertEquals(db[l][i], grad.view("b" + (l + 1)).getDouble(i, 0), close);
                }
            }
        }
    }

    @Test
    void probabilitiesAndClassesOfOneHotRowsAgree() {
        var random = new SplittableRandom(3);
        var net = Mlp.of(3, 4, 2);
        var theta = random(net, random, DataType.DOUBLE);
        var x = matrix(random, 2, 3, DataType.DOUBLE);
        var classes = new Batch(x, Nd4j.createFromArray(new double[][] {{1}, {0}}));
        var oneHot = new Batch(x, Nd4j.createFromArray(new double[][] {{0, 1}, {1, 0}}));
        assertEquals(net.loss(theta, classes), net.loss(theta, oneHot), 1e-15);
        assertEquals(net.accuracy(theta, x, classes.targets()), net.accuracy(theta, x, oneHot.targets()));
    }

    @Test
    void theGradientOfAMatrixIsOutputGradsTransposedTimesInputs() {
        var random = new SplittableRandom(4);
        var net = Network.of(
                linear(5, 4).then(gelu()).then(linear(4, 4)).then(tanh()).then(linear(4, 3)), Loss.SQUARED_ERROR);
        var theta = random(net, random, DataType.DOUBLE);
        var grad = theta.like();
        var batch = batch(Loss.SQUARED_ERROR, random, 8, 5, 3, DataType.DOUBLE);
        var seen = new ArrayList<String>();
        net.gradient(theta, batch, grad, tape -> {
            seen.add(tape.weight().name());
            var product = tape.outputGrads().transpose().mmul(tape.inputs());
            assertTrue(
                    product.equalsWithEps(grad.view(tape.weight()), 1e-13),
                    tape.weight().name());
        });
        assertEquals("[w3, w2, w1]", seen.toString());
    }

    @Test
    void watchingChangesNoBit() {
        var random = new SplittableRandom(5);
        var net = Mlp.of(5, 4, 3);
        var theta = random(net, random, DataType.FLOAT);
        var batch = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 8, 5, 3, DataType.FLOAT);
        var watched = theta.like();
        var plain = theta.like();
        assertEquals(net.gradient(theta, batch, plain), net.gradient(theta, batch, watched, tape -> {}));
        assertArrayEquals(plain.flat().toFloatVector(), watched.flat().toFloatVector());
    }

    @Test
    void zeroReadoutBeginsAtTheLogarithmOfTheClasses() {
        var net = Mlp.of(20, 16, 10).zeroReadout();
        var random = new SplittableRandom(6);
        var theta = net.initialize(random, DataType.DOUBLE);
        var batch = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 32, 20, 10, DataType.DOUBLE);
        assertEquals(Math.log(10), net.loss(theta, batch), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void initialWeightsHaveTheDocumentedVariance(Activation f) {
        var net = Network.of(mlp(f, 200, 300, 10), Loss.SQUARED_ERROR);
        var theta = net.initialize(new SplittableRandom(7));
        double gain = List.of(Activation.RELU, Activation.GELU, Activation.SILU).contains(f) ? 2 : 1;
        var w = theta.view("w1");
        // 60,000 numbers: the standard deviation of the sample variance is √(2/60000) = 0.6 %; the bound is 4 of them.
        double variance = w.mul(w).meanNumber().doubleValue();
        assertEquals(gain / 200, variance, 0.024 * gain / 200);
        assertEquals(0, w.meanNumber().doubleValue(), 4 * Math.sqrt(gain / 200 / 60_000));
        assertEquals(0, theta.view("b1").norm2Number().doubleValue());
        assertEquals(net.initialize(new SplittableRandom(7)).flat(), theta.flat());
    }

    @Test
    void oneSmallStepLowersTheLossAsTheGradientSays() {
        var random = new SplittableRandom(8);
        var net = Network.of(mlp(Activation.TANH, 6, 8, 3), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = random(net, random, DataType.DOUBLE);
        var batch = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 16, 6, 3, DataType.DOUBLE);
        var grad = theta.like();
        double before = net.gradient(theta, batch, grad);
        double norm = grad.flat().norm2Number().doubleValue();
        theta.flat().subi(grad.flat().mul(1e-4));
        double expected = 1e-4 * norm * norm;
        assertEquals(expected, before - net.loss(theta, batch), 0.01 * expected);
    }

    @Test
    void floatAgreesWithDouble() {
        var random = new SplittableRandom(9);
        var net = Mlp.of(12, 10, 8, 4);
        var theta = random(net, random, DataType.DOUBLE);
        var single = ParamVector.zeros(net.layout(), DataType.FLOAT);
        single.flat().assign(theta.flat().castTo(DataType.FLOAT));
        var batch = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 10, 12, 4, DataType.DOUBLE);
        var cast =
                new Batch(batch.inputs().castTo(DataType.FLOAT), batch.targets().castTo(DataType.FLOAT));
        var grad = theta.like();
        var singleGrad = single.like();
        assertEquals(net.gradient(theta, batch, grad), net.gradient(single, cast, singleGrad), 1e-5);
        assertTrue(singleGrad.flat().castTo(DataType.DOUBLE).equalsWithEps(grad.flat(), 1e-5));
    }

    @Test
    void batchSizesAlternateAndGiveTheSameBits() {
        var random = new SplittableRandom(10);
        var net = Mlp.of(6, 5, 3);
        var theta = random(net, random, DataType.FLOAT);
        var small = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 1, 6, 3, DataType.FLOAT);
        var large = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 64, 6, 3, DataType.FLOAT);
        var third = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 7, 6, 3, DataType.FLOAT);
        var first = theta.like();
        double loss = net.gradient(theta, small, first);
        for (var other : new Batch[] {large, third, large, small}) {
            net.loss(theta, other);
            var again = theta.like();
            assertEquals(loss, net.gradient(theta, small, again));
            assertArrayEquals(first.flat().toFloatVector(), again.flat().toFloatVector());
        }
        assertSame(net.predict(theta, small.inputs()), net.predict(theta, small.inputs()));
    }

    @Test
    void accuracyCountsEveryRowOnce() {
        var random = new SplittableRandom(11);
        var net = Mlp.of(4, 6, 3);
        var theta = random(net, random, DataType.FLOAT);
        for (int n : new int[] {1, 999, 1000, 2345}) {
            var x = matrix(random, n, 4, DataType.FLOAT);
            var classes =
                    Nd4j.argMax(net.predict(theta, x), 1).castTo(DataType.FLOAT).reshape(n, 1);
            assertEquals(1, net.accuracy(theta, x, classes));
            classes.putScalar(n - 1, 0, (classes.getFloat(n - 1, 0) + 1) % 3);
            assertEquals((n - 1) / (double) n, net.accuracy(theta, x, classes));
        }
    }

    @Test
    void nanIsNotRepaired() {
        var random = new SplittableRandom(12);
        var net = Mlp.of(3, 4, 2);
        var theta = random(net, random, DataType.FLOAT);
        var batch = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 2, 3, 2, DataType.FLOAT);
        batch.inputs().putScalar(0, 0, Float.NaN);
        var grad = theta.like();
        assertTrue(Double.isNaN(net.gradient(theta, batch, grad)));
        assertTrue(Double.isNaN(grad.view("w1").getDouble(0, 0))
                || Double.isNaN(grad.view("w2").getDouble(0, 0)));
    }

    @Test
    void allocatesNothingAfterTheFirstStep() {
        var random = new SplittableRandom(13);
        var net = Mlp.of(64, 64, 64, 10);
        var theta = random(net, random, DataType.FLOAT);
        var train = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 32, 64, 10, DataType.FLOAT);
        var test = batch(Loss.SOFTMAX_CROSS_ENTROPY, random, 100, 64, 10, DataType.FLOAT);
        var grad = theta.like();
        BiConsumer<Integer, Boolean> steps = (n, both) -> {
            for (int i = 0; i < n; i++) {
                net.gradient(theta, train, grad);
                if (both) {
                    net.loss(theta, test);
                }
            }
        };
        steps.accept(3000, true);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        steps.accept(1000, true);
        double each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000.0;
        assertTrue(each < 64, each + " bytes a step");
    }

    @Test
    void refusesInSentences() {
        var net = Network.of(linear(4, 3).then(relu()).then(linear(3, 2)), Loss.SQUARED_ERROR);
        var theta = ParamVector.zeros(net.layout(), DataType.FLOAT);
        refuses(
                "inputs must be [n×4] for linear(4, 3).then(relu()).then(linear(3, 2)), got [5×6]",
                () -> net.predict(theta, Nd4j.zeros(DataType.FLOAT, 5, 6)));
        refuses(
                "targets [5×1] do not fit outputs [5×2] under SQUARED_ERROR",
                () -> net.loss(theta, new Batch(Nd4j.zeros(DataType.FLOAT, 5, 4), Nd4j.zeros(DataType.FLOAT, 5, 1))));
        refuses(
                "inputs are DOUBLE but the parameters are FLOAT; use inputs.castTo(DataType.FLOAT)",
                () -> net.predict(theta, Nd4j.zeros(DataType.DOUBLE, 5, 4)));
        refuses(
                "linear(5, 2) needs rows of 5 numbers but is given 3; write linear(3, 2)",
                () -> linear(4, 3).then(relu()).then(linear(5, 2)));
        refuses("widths of a linear layer must be at least 1, got linear(0, 2)", () -> linear(0, 2));
        refuses(
                "a network needs at least one linear layer, got relu(); e.g. linear(784, 10)",
                () -> Network.of(relu(), Loss.SQUARED_ERROR));
        refuses(
                "a multilayer perceptron needs at least an input and an output width, got 1; e.g. mlp(RELU, 784, 256, 10)",
                () -> Mlp.of(3));
    }

    private static void refuses(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    /** Initial weights and random biases. */
    private static ParamVector random(Network net, RandomGenerator random, DataType type) {
        var theta = net.initialize(random, type);
        for (var p : net.layout().params()) {
            if (p.cols() == 1) {
                theta.view(p).assign(matrix(random, p.rows(), 1, type));
            }
        }
        return theta;
    }

    private static Batch batch(Loss loss, RandomGenerator random, int n, int in, int out, DataType type) {
        var x = matrix(random, n, in, type);
        if (loss == Loss.SQUARED_ERROR) {
            return new Batch(x, matrix(random, n, out, type));
        }
        var classes = Nd4j.create(type, n, 1);
        for (int i = 0; i < n; i++) {
            classes.putScalar(i, 0, random.nextInt(out));
        }
        return new Batch(x, classes);
    }

    private static INDArray matrix(RandomGenerator random, int rows, int cols, DataType type) {
        var a = Nd4j.create(type, rows, cols);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                a.putScalar(i, j, Normal.next(random));
            }
        }
        return a;
    }
}
