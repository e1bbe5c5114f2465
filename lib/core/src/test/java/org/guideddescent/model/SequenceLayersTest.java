package org.guideddescent.model;

import static org.guideddescent.model.Layers.attention;
import static org.guideddescent.model.Layers.causalAttention;
import static org.guideddescent.model.Layers.embedding;
import static org.guideddescent.model.Layers.layerNorm;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.positionEmbedding;
import static org.guideddescent.model.Layers.rmsNorm;
import static org.guideddescent.model.Layers.tokens;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SequenceLayersTest {
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void anEmbeddingsGradientIsTheSumOfItsTokensRowsAndExactlyZeroElsewhere() {
        var net = Network.of(tokens(3).then(embedding(5, 2)).then(linear(2, 2)), Loss.SQUARED_ERROR);
        var theta = net.initialize(random, DataType.DOUBLE);
        var inputs = Nd4j.createFromArray(new double[][] {{1, 3, 1}, {3, 3, 1}});
        var targets = NetRow.matrix(random, 2, 6, DataType.DOUBLE);
        var grad = theta.like();
        // What an earlier step left must not stay.
        grad.flat().assign(9);
        net.gradient(theta, new Batch(inputs, targets), grad, LayerObserver.NONE);
        var logits = net.predict(theta, inputs).dup();
        var expected = new double[5][2];
        for (int row = 0; row < 6; row++) {
            int token = inputs.getInt(row / 3, row % 3);
            for (int c = 0; c < 2; c++) {
                for (int o = 0; o < 2; o++) {
                    double difference = logits.getDouble(row, o) - targets.getDouble(row / 3, row % 3 * 2 + o);
                    expected[token][c] += difference / 6 * theta.view("w1").getDouble(o, c);
                }
            }
        }
        for (int token = 0; token < 5; token++) {
            for (int c = 0; c < 2; c++) {
                double tolerance = token == 1 || token == 3 ? 1e-14 : 0;
                assertEquals(expected[token][c], grad.view("e1").getDouble(token, c), tolerance);
            }
        }
    }

    @Test
    void aLayerNormForgetsShiftAndScaleAndAnRmsNormTheScaleOnly() {
        var x = NetRow.matrix(random, 4, 6, DataType.DOUBLE);
        var moved = x.mul(3).add(2);
        var scaled = x.mul(3);
        var layer = Network.of(layerNorm(6).withEpsilon(0).then(linear(6, 2)), Loss.SQUARED_ERROR);
        var rms = Network.of(rmsNorm(6).withEpsilon(0).then(linear(6, 2)), Loss.SQUARED_ERROR);
        var a = layer.initialize(random, DataType.DOUBLE);
        var b = rms.initialize(random, DataType.DOUBLE);
        var expected = layer.predict(a, x).dup();
        assertEquals(0, expected.distance2(layer.predict(a, moved)), 1e-12);
        expected = rms.predict(b, x).dup();
        assertEquals(0, expected.distance2(rms.predict(b, scaled)), 1e-12);
        assertEquals(true, expected.distance2(rms.predict(b, moved)) > 0.1);
    }

    @Test
    void firstValuesAreWhatTheRecipesSay() {
        var net = Network.of(
                tokens(4)
                        .then(embedding(50, 40).withDeviation(0.02))
                        .then(positionEmbedding(4, 40).withDeviation(0))
                        .then(layerNorm(40))
                        .then(linear(40, 50)),
                Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = net.initialize(random, DataType.DOUBLE);
        assertEquals(0.02, theta.view("e1").norm2Number().doubleValue() / Math.sqrt(2000), 0.002);
        assertEquals(0, theta.view("e2").norm2Number().doubleValue());
        assertEquals(40, theta.view("scale1").sumNumber().doubleValue());
        assertEquals(0, theta.view("shift1").norm2Number().doubleValue());
        assertEquals(Role.NORM, net.layout().named("shift1").role());
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        refused("layerNorm(4) needs 4 channels but is given 3; norm 3", () -> linear(2, 3)
                .then(layerNorm(4)));
        refused("rmsNorm(4) needs 4 channels but is given 3; norm 3", () -> linear(2, 3)
                .then(rmsNorm(4)));
        refused(
                "the width of a norm must be at least 1 and its epsilon not negative, got layerNorm(0) with 1.0E-5",
                () -> layerNorm(0));
        refused(
                "embedding(5, 2) reads one token for each position but is given 3; begin with tokens(3)",
                () -> linear(2, 3).then(embedding(5, 2)));
        refused(
                "positionEmbedding(5, 2) is given 3×2; write positionEmbedding(3, 2)",
                () -> tokens(3).then(embedding(5, 2)).then(positionEmbedding(5, 2)));
        refused(
                "causalAttention(2) reads queries, keys and values side by side, three times 2 heads, but is given 8; "
                        + "write linear(d, 3 * d) before it with d a multiple of 2",
                () -> linear(4, 8).then(causalAttention(2)));
        refused("attention needs at least one head, got causalAttention(0)", () -> causalAttention(0));
        refused("the width of attention must be a multiple of its heads, got attention(4, 3)", () -> attention(4, 3));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
