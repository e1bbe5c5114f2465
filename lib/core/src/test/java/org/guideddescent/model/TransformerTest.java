package org.guideddescent.model;

import static org.guideddescent.model.Layers.transformer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TransformerTest {
    private static final int VOCABULARY = 7;
    private static final int WIDTH = 6;
    private static final int DEPTH = 2;
    private static final int HEADS = 2;
    private static final int CONTEXT = 5;
    private static final int EXAMPLES = 3;

    private final SplittableRandom random = new SplittableRandom(5);
    private final int[][] tokens = draw();
    private final int[][] targets = draw();

    private int[][] draw() {
        var out = new int[EXAMPLES][CONTEXT];
        for (var row : out) {
            for (int t = 0; t < CONTEXT; t++) {
                row[t] = random.nextInt(VOCABULARY);
            }
        }
        return out;
    }

    private static INDArray array(int[][] x, DataType type) {
        return Nd4j.createFromArray(x).castTo(type);
    }

    private Batch batch(DataType type) {
        return new Batch(array(tokens, type), array(targets, type));
    }

    private ParamVector disturbed(Network net, DataType type) {
        var theta = net.initialize(random, type);
        // Gains of 1 and biases of 0 would hide what they multiply and add.
        for (long i = 0; i < theta.flat().length(); i++) {
            theta.flat().putScalar(i, theta.flat().getDouble(i) + 0.3 * Normal.next(random));
        }
        return theta;
    }

    private static final Network NET =
            Network.of(transformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT), Loss.SOFTMAX_CROSS_ENTROPY);
    private static final LiteralTransformer LITERAL =
            new LiteralTransformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT, LayerNorm.EPSILON);

    @Test
    void theForwardPassIsTheLiteralOneToTenPlaces() {
        var theta = disturbed(NET, DataType.DOUBLE);
        var logits = NET.predict(theta, array(tokens, DataType.DOUBLE));
        for (int e = 0; e < EXAMPLES; e++) {
            var expected = LITERAL.logits(theta, tokens[e]);
            for (int t = 0; t < CONTEXT; t++) {
                for (int c = 0; c < VOCABULARY; c++) {
                    assertEquals(expected[t][c], logits.getDouble(e * CONTEXT + t, c), 1e-10);
                }
            }
        }
        assertEquals(LITERAL.loss(theta, tokens, targets), NET.loss(theta, batch(DataType.DOUBLE)), 1e-10);
    }

    @Test
    void theGradientMatchesCentralDifferencesOfTheLiteralLoss() {
        var theta = disturbed(NET, DataType.DOUBLE);
        var grad = theta.like();
        NET.gradient(theta, batch(DataType.DOUBLE), grad, LayerObserver.NONE);
        for (int i = 0; i < 200; i++) {
            long at = random.nextLong(theta.flat().length());
            double was = theta.flat().getDouble(at);
            theta.flat().putScalar(at, was + 1e-5);
            double up = LITERAL.loss(theta, tokens, targets);
            theta.flat().putScalar(at, was - 1e-5);
            double down = LITERAL.loss(theta, tokens, targets);
            theta.flat().putScalar(at, was);
            assertEquals((up - down) / 2e-5, grad.flat().getDouble(at), 1e-8);
        }
    }

    @Test
    void lossAndGradientAreThoseOfSameDiffToTenPlaces() {
        var layers = new java.util.ArrayList<Layer>();
        for (var layer : transformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT).layers()) {
            layers.add(withoutEpsilon(layer));
        }
        var net = Network.of(new Stack(layers), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = disturbed(net, DataType.DOUBLE);
        var graph = new GraphTransformer(LITERAL, theta, tokens, targets);
        var grad = theta.like();
        double loss = net.gradient(theta, batch(DataType.DOUBLE), grad, LayerObserver.NONE);
        assertEquals(graph.loss(), loss, 1e-10);
        var expected = graph.gradients();
        for (var p : theta.layout().params()) {
            var e = expected.get(p.name()).reshape('c', p.rows(), p.cols());
            for (int i = 0; i < p.rows(); i++) {
                for (int j = 0; j < p.cols(); j++) {
                    assertEquals(e.getDouble(i, j), grad.view(p).getDouble(i, j), 1e-10, p.name());
                }
            }
        }
    }

    private static Layer withoutEpsilon(Layer layer) {
        if (layer instanceof LayerNorm norm) {
            return norm.withEpsilon(0);
        }
        if (layer instanceof Residual residual) {
            return new Residual(
                    new Stack(residual.inner().layers().stream()
                            .map(TransformerTest::withoutEpsilon)
                            .toList()),
                    residual.multiplier());
        }
        return layer;
    }

    @Test
    void aPositionDoesNotSeeTheFuture() {
        var theta = disturbed(NET, DataType.DOUBLE);
        var before = NET.predict(theta, array(tokens, DataType.DOUBLE)).dup();
        int changed = 3;
        tokens[1][changed] = (tokens[1][changed] + 1) % VOCABULARY;
        var after = NET.predict(theta, array(tokens, DataType.DOUBLE));
        for (int row = 0; row < EXAMPLES * CONTEXT; row++) {
            boolean moved = !before.getRow(row).equalsWithEps(after.getRow(row), 0);
            assertEquals(row / CONTEXT == 1 && row % CONTEXT >= changed, moved, "row " + row);
        }
    }

    @Test
    void floatsAgreeWithDoublesToFivePlaces() {
        var theta = disturbed(NET, DataType.DOUBLE);
        var single = ParamVector.zeros(NET.layout(), DataType.FLOAT);
        single.flat().assign(theta.flat().castTo(DataType.FLOAT));
        var grad = theta.like();
        var gradSingle = single.like();
        double loss = NET.gradient(theta, batch(DataType.DOUBLE), grad, LayerObserver.NONE);
        double lossSingle = NET.gradient(single, batch(DataType.FLOAT), gradSingle, LayerObserver.NONE);
        assertEquals(loss, lossSingle, 1e-5);
        double largest = grad.flat().amaxNumber().doubleValue();
        for (long i = 0; i < theta.flat().length(); i++) {
            assertEquals(grad.flat().getDouble(i), gradSingle.flat().getDouble(i), 2e-5 * largest);
        }
    }

    @Test
    void namesRolesAndTextAreThoseOfTheRecipe() {
        var layout = NET.layout();
        assertEquals(Role.EMBEDDING, layout.named("e1").role());
        assertEquals(Role.EMBEDDING, layout.named("e2").role());
        assertEquals(Role.HIDDEN, layout.named("w1").role());
        assertEquals(3 * WIDTH, layout.named("w1").rows());
        assertEquals(Role.OUTPUT, layout.named("w9").role());
        assertEquals(Role.NORM, layout.named("scale5").role());
        var block = "residual(layerNorm(6).then(linear(6, 18)).then(causalAttention(2)).then(linear(6, 6)))"
                + ").then(residual(layerNorm(6).then(linear(6, 24)).then(gelu()).then(linear(24, 6)))).then(";
        assertEquals(
                "tokens(5).then(embedding(7, 6)).then(positionEmbedding(5, 6)).then(" + block + block
                        + "layerNorm(6)).then(linear(6, 7).withoutBias())",
                transformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT).toString());
    }

    @Test
    void memoryIsTheSumOfTheLayersFormulas() {
        var net = Network.of(transformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = net.initialize(random, DataType.FLOAT);
        net.gradient(theta, batch(DataType.FLOAT), theta.like(), LayerObserver.NONE);
        long n = EXAMPLES * CONTEXT;
        long d = WIDTH;
        long norm = n * (2 * d + 1);
        long core = n * (4 * d + 2L * HEADS * CONTEXT);
        long attention = n * (3 * d + d) + core + n * (d + d);
        long mlp = n * (4 * d + d) + n * 4 * d + n * (d + 4 * d);
        long block = 2 * norm + attention + mlp + 2 * (2 * n * d);
        long head = n * (VOCABULARY + d);
        long numbers = 2 * n * d + DEPTH * block + norm + head + n * VOCABULARY;
        assertEquals(4 * numbers, net.activationBytes());
    }

    @Test
    void nothingIsAllocatedAfterTheFirstSteps() {
        var net = Network.of(transformer(VOCABULARY, WIDTH, DEPTH, HEADS, CONTEXT), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = net.initialize(random, DataType.FLOAT);
        var grad = theta.like();
        var v = theta.copy();
        var batch = batch(DataType.FLOAT);
        for (int i = 0; i < 300; i++) {
            net.gradient(theta, batch, grad, LayerObserver.NONE);
            net.hessianTimes(theta, batch, v, grad);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            net.gradient(theta, batch, grad, LayerObserver.NONE);
            net.hessianTimes(theta, batch, v, grad);
        }
        double each = (threads.getCurrentThreadAllocatedBytes() - before) / 100.0;
        assertTrue(each <= 500, "a step allocated " + each + " bytes");
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        refused(
                "the width of attention must be a multiple of its heads, got attention(6, 4)",
                () -> transformer(7, 6, 2, 4, 5));
        refused("a transformer needs at least one block, got depth 0", () -> transformer(7, 6, 0, 2, 5));
        var theta = NET.initialize(random, DataType.FLOAT);
        tokens[0][2] = VOCABULARY;
        refused(
                "gatherRows: the index of row 2 must be a whole number from 0 to 6, got 7.0",
                () -> NET.loss(theta, batch(DataType.FLOAT)));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
