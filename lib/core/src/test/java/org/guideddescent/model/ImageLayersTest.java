package org.guideddescent.model;

import static org.guideddescent.model.Layers.averagePool;
import static org.guideddescent.model.Layers.batchNorm;
import static org.guideddescent.model.Layers.bias;
import static org.guideddescent.model.Layers.convolution;
import static org.guideddescent.model.Layers.dropout;
import static org.guideddescent.model.Layers.flatten;
import static org.guideddescent.model.Layers.globalAveragePool;
import static org.guideddescent.model.Layers.image;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.maxPool;
import static org.guideddescent.model.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

class ImageLayersTest {
    private static final int N = 4;
    private static final int CLASSES = 3;

    private final SplittableRandom random = new SplittableRandom(5);
    private final Network net = Network.of(
            image(8, 6, 2)
                    .then(convolution(2, 3, 3).padding(1))
                    .then(batchNorm(3))
                    .then(relu())
                    .then(maxPool(2))
                    .then(convolution(3, 4, 3).stride(2).padding(2))
                    .then(relu())
                    .then(averagePool(2))
                    .then(flatten())
                    .then(linear(4, CLASSES)),
            Loss.SOFTMAX_CROSS_ENTROPY);
    private final ParamVector theta = random(net);
    private final INDArray x = NetRow.matrix(random, N, 96, DataType.DOUBLE);
    private final int[] classes = {2, 0, 1, 2};
    private final Batch batch = new Batch(x, Nd4j.createFromArray(2.0, 0, 1, 2).reshape(N, 1), 3);

    private ParamVector random(Network network) {
        var made = network.initialize(random, DataType.DOUBLE);
        for (int i = 0; i < made.flat().length(); i++) {
            made.flat().putScalar(i, made.flat().getDouble(i) + Normal.next(random) / 3);
        }
        return made;
    }

    @Test
    void theLossIsThatOfLoops() {
        var y = LiteralConvNet.images(x.toDoubleMatrix(), 8, 6, 2);
        y = LiteralConvNet.convolution(y, theta, 1, 3, 1, 1);
        y = LiteralConvNet.batchNorm(y, theta, 1, 1e-5);
        y = LiteralConvNet.maxPool(LiteralConvNet.relu(y), 2);
        y = LiteralConvNet.relu(LiteralConvNet.convolution(y, theta, 2, 3, 2, 2));
        y = LiteralConvNet.averagePool(y, 2);
        double expected = LiteralConvNet.loss(y, theta, 3, classes);
        assertEquals(expected, net.loss(theta, batch), 1e-10);
        assertEquals(expected, net.gradient(theta, batch, theta.like()), 1e-10);
    }

    @Test
    void theGradientIsThatOfSameDiff() {
        var graph = SameDiff.create();
        for (var p : theta.layout().params()) {
            graph.var(p.name(), theta.view(p).dup('c'));
        }
        var y = graph.constant(x.reshape(N, 8, 6, 2));
        y = convolved(graph, y, "1", 3, 2, 3, 1, 1);
        var mean = y.mean(true, 0, 1, 2);
        var centered = y.sub(mean);
        var deviation =
                graph.math.sqrt(graph.math.square(centered).mean(true, 0, 1, 2).add(1e-5));
        y = centered.div(deviation).mul(vector(graph, "scale1", 3)).add(vector(graph, "shift1", 3));
        y = graph.cnn.maxPooling2d(graph.nn.relu(y, 0), pooling());
        y = graph.nn.relu(convolved(graph, y, "2", 4, 3, 3, 2, 2), 0);
        y = graph.cnn.avgPooling2d(y, pooling()).reshape(N, 4);
        var logits = y.mmul(graph.transpose(graph.getVariable("w3")))
                .add(graph.getVariable("b3").reshape(1, CLASSES));
        var wanted = Nd4j.zeros(DataType.DOUBLE, N, CLASSES);
        for (int n = 0; n < N; n++) {
            wanted.putScalar(n, classes[n], 1);
        }
        var loss = graph.math
                .log(graph.nn.softmax(logits, 1))
                .mul(graph.constant(wanted))
                .sum()
                .div(-N);
        loss.markAsLoss();
        var names = theta.layout().params().stream().map(p -> p.name()).toList();
        var expected = graph.calculateGradients(Map.of(), names);
        var grad = theta.like();
        assertEquals(loss.eval().getDouble(0), net.gradient(theta, batch, grad), 1e-10);
        for (var name : names) {
            assertArrayEquals(
                    expected.get(name).dup('c').ravel().toDoubleVector(),
                    grad.view(name).dup('c').ravel().toDoubleVector(),
                    1e-10,
                    name);
        }
    }

    private static SDVariable vector(SameDiff graph, String name, int channels) {
        return graph.getVariable(name).reshape(1, 1, 1, channels);
    }

    private static SDVariable convolved(
            SameDiff graph, SDVariable in, String index, int out, int channels, int kernel, int stride, int padding) {
        var weight = graph.getVariable("w" + index).reshape(out, kernel, kernel, channels);
        var config = Conv2DConfig.builder()
                .kH(kernel)
                .kW(kernel)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .dataFormat("NHWC")
                .build();
        return graph.cnn.conv2d(in, graph.permute(weight, 1, 2, 3, 0), config).add(vector(graph, "b" + index, out));
    }

    private static Pooling2DConfig pooling() {
        return Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(true).build();
    }

    @Test
    void patchesAreShownToAnObserverAndMakeTheGradient() {
        var grad = theta.like();
        var positions = new ArrayList<Integer>();
        net.gradient(theta, batch, grad, tape -> {
            positions.add(tape.positions());
            assertEquals(N * (long) tape.positions(), tape.inputs().size(0));
            var product = tape.outputGrads().transpose().mmul(tape.inputs());
            assertTrue(
                    product.equalsWithEps(grad.view(tape.weight()), 1e-12),
                    tape.weight().name());
            var sums = tape.outputGrads().sum(0).reshape(-1, 1);
            assertTrue(sums.equalsWithEps(grad.view(tape.bias().orElseThrow()), 1e-12));
        });
        assertEquals(List.of(1, 9, 48), positions);
    }

    @Test
    void poolAndReluCommute() {
        var first = image(6, 6, 2).then(maxPool(2)).then(relu()).then(flatten()).then(linear(18, 2));
        var second =
                image(6, 6, 2).then(relu()).then(maxPool(2)).then(flatten()).then(linear(18, 2));
        var a = Network.of(first, Loss.SQUARED_ERROR);
        var b = Network.of(second, Loss.SQUARED_ERROR);
        var weights = random(a);
        var images = NetRow.matrix(random, N, 72, DataType.DOUBLE);
        assertEquals(a.predict(weights, images), b.predict(weights, images));
    }

    @Test
    void anEvaluatedBatchNormKeepsTheStatisticsOfItsExamples() {
        var evaluated = net.evaluated(theta, x);
        assertEquals(net.layout(), evaluated.layout());
        assertTrue(net.predict(theta, x).equalsWithEps(evaluated.predict(theta, x), 1e-12));
        // Other examples do not change what one gives, which they do in training.
        var alone = x.getRow(1, true).dup('c');
        var apart = evaluated.predict(theta, alone).dup('c');
        assertArrayEquals(
                evaluated.predict(theta, x).getRow(1).toDoubleVector(),
                apart.ravel().toDoubleVector(),
                1e-12);
        assertNotEquals(net.predict(theta, alone).getDouble(0), apart.getDouble(0), 1e-3);
        // And other weights have other statistics.
        var other = random(net);
        assertNotEquals(
                net.evaluated(other, x).predict(other, x).getDouble(0),
                evaluated.predict(other, x).getDouble(0),
                1e-3);
    }

    @Test
    void dropoutIsAFunctionOfTheKeyAndOfWhereItStands() {
        var drops = Network.of(linear(5, 40).then(dropout(0.5)).then(linear(40, 2)), Loss.SQUARED_ERROR);
        var weights = random(drops);
        var in = NetRow.matrix(random, N, 5, DataType.DOUBLE);
        var one = drops.predict(weights, in, 1).dup('c');
        assertEquals(one, drops.predict(weights, in, 1));
        assertNotEquals(one, drops.predict(weights, in, 2));
        var evaluated = drops.evaluated(weights, in);
        var without = Network.of(linear(5, 40).then(linear(40, 2)), Loss.SQUARED_ERROR);
        assertEquals(without.predict(weights, in), evaluated.predict(weights, in));
        // Two layers that dropped the same places would keep as many as one.
        var ones = Nd4j.ones(DataType.DOUBLE, 1, 4000);
        var pass = dropout(0.5)
                .then(dropout(0.5))
                .pass(new Setting(Ops.current(), DataType.DOUBLE, 1, Shape.flat(4000), List.of()));
        pass.begin(9);
        double kept = pass.forward(new INDArray[0], ones)
                .gt(0)
                .castTo(DataType.DOUBLE)
                .meanNumber()
                .doubleValue();
        // Binomial: the standard deviation is √(3/16 / 4000) = 0.0068; the bound is 4 of them.
        assertEquals(0.25, kept, 0.028);
    }

    @Test
    void memoryIsThatOfTheFormulas() {
        int first = N * 48 * 3;
        int pooled = N * 12 * 3;
        int second = N * 9 * 4;
        int convolutions = first + second + pooled;
        int norm = 4 * first + 3;
        int relus = first + second;
        int pools = 2 * pooled + first + N * 4 + second;
        int head = N * CLASSES + N * 4 + N * CLASSES;
        net.gradient(theta, batch, theta.like());
        assertEquals(8L * (convolutions + norm + relus + pools + head), net.activationBytes());
    }

    @Test
    void aStepAllocatesNothingAfterTheFirst() {
        var drops = Network.of(
                image(8, 6, 2)
                        .then(convolution(2, 3, 3).withoutBias())
                        .then(bias(3))
                        .then(batchNorm(3))
                        .then(dropout(0.3))
                        .then(maxPool(2))
                        .then(convolution(3, 4, 1))
                        .then(globalAveragePool())
                        .then(linear(4, CLASSES)),
                Loss.SOFTMAX_CROSS_ENTROPY);
        var weights = random(drops);
        var grad = weights.like();
        var v = random(drops);
        for (int i = 0; i < 50; i++) {
            step(drops, weights, grad, v);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int trial = 0; trial < 5; trial++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10; i++) {
                step(drops, weights, grad, v);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= 500, "10 steps allocated " + least + " bytes");
    }

    private void step(Network network, ParamVector weights, ParamVector grad, ParamVector v) {
        network.gradient(weights, batch, grad, LayerObserver.NONE);
        network.hessianTimes(weights, batch, v, grad);
    }

    @Test
    void aConvNetIsOneLine() {
        assertEquals(
                "Network.of(image(28, 28, 1).then(convolution(1, 16, 5).padding(2)).then(maxPool(2)).then(relu())"
                        + ".then(convolution(16, 32, 5).padding(2)).then(maxPool(2)).then(relu()).then(flatten())"
                        + ".then(linear(1568, 10)), SOFTMAX_CROSS_ENTROPY)",
                ConvNet.of(new Shape(28, 28, 1), 10, 16, 32).toString());
        assertEquals(
                "convolution(2, 3, 4).stride(2).padding(1).withoutBias()",
                convolution(2, 3, 4).stride(2).padding(1).withoutBias().toString());
        assertEquals(
                "averagePool(3).stride(2).padding(1)",
                averagePool(3).stride(2).padding(1).toString());
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        refused(
                "convolution(3, 4, 5) needs images of 3 channels but is given 28×28×1; write convolution(1, 4, 5)",
                () -> image(28, 28, 1).then(convolution(3, 4, 5)));
        refused("a window of 5×5 does not fit into an image of 4×4 with padding 0", () -> image(4, 4, 1)
                .then(convolution(1, 4, 5)));
        refused(
                "a convolution needs positive channels, kernel and stride and a padding below the kernel, got "
                        + "convolution(1, 4, 3).padding(3)",
                () -> convolution(1, 4, 3).padding(3));
        refused(
                "a pool needs a positive kernel and stride and a padding below the kernel, got maxPool(2).stride(0)",
                () -> maxPool(2).stride(0));
        refused("bias(3) needs 3 channels but is given 2; write bias(2)", () -> linear(4, 2)
                .then(bias(3)));
        refused("the probability of dropping must be in [0, 1), got 1.0", () -> dropout(1));
        refused("a Hermite activation has degree 2 or 3, got 4", () -> Layers.hermite(4));
        refused(
                "a convolutional network needs at least one number of channels, got none; e.g. ConvNet.of(new "
                        + "Shape(28, 28, 1), 10, 16, 32)",
                () -> ConvNet.of(new Shape(8, 8, 1), 10));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
