package org.guideddescent.model;

import static org.guideddescent.model.Layers.causalAttention;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.multiplier;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.model.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multipliers of layers, of attention's scores, and which parameters stand in a branch. {@link Nets} has rows with them. */
class MultiplierTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void multipliesWhatComesIn() {
        var net = Network.of(multiplier(-0.25).then(linear(3, 2)), Loss.SQUARED_ERROR);
        var theta = net.initialize(random, DataType.DOUBLE);
        var x = NetRow.matrix(random, 4, 3, DataType.DOUBLE);
        var y = net.predict(theta, x);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 2; j++) {
                double sum = theta.view("b1").getDouble(j, 0);
                for (int k = 0; k < 3; k++) {
                    sum += theta.view("w1").getDouble(j, k) * -0.25 * x.getDouble(i, k);
                }
                assertEquals(sum, y.getDouble(i, j), 1e-12);
            }
        }
        assertEquals("multiplier(-0.25).then(linear(3, 2))", net.layers().toString());
    }

    @Test
    void scoresOfAttentionAreMultipliedBeforeTheirSoftmax() {
        // Two positions and one head of width 2 [q | k | v]; plain loops.
        var core = new Given(Shape.sequence(2, 6))
                .then(causalAttention(1).times(0.3))
                .then(linear(2, 2));
        var net = Network.of(core, Loss.SQUARED_ERROR);
        var theta = net.initialize(random, DataType.DOUBLE);
        theta.view("w1").assign(0);
        theta.view("w1").putScalar(0, 0, 1);
        theta.view("w1").putScalar(1, 1, 1);
        var x = NetRow.matrix(random, 1, 12, DataType.DOUBLE);
        INDArray y = net.predict(theta, x);
        double[] score = new double[2];
        for (int s = 0; s < 2; s++) {
            for (int c = 0; c < 2; c++) {
                score[s] += 0.3 / Math.sqrt(2) * x.getDouble(0, 6 + c) * x.getDouble(0, 6 * s + 2 + c);
            }
        }
        double p = Math.exp(score[0]) / (Math.exp(score[0]) + Math.exp(score[1]));
        for (int c = 0; c < 2; c++) {
            assertEquals(x.getDouble(0, 4 + c), y.getDouble(0, c), 1e-12);
            assertEquals(p * x.getDouble(0, 4 + c) + (1 - p) * x.getDouble(0, 10 + c), y.getDouble(1, c), 1e-12);
        }
        assertEquals(
                "causalAttention(1).times(0.3)", causalAttention(1).times(0.3).toString());
    }

    @Test
    void branchesAreCountedFromOutside() {
        var net = Network.of(
                linear(3, 4)
                        .then(residual(linear(4, 4).then(residual(linear(4, 4).then(tanh())))))
                        .then(residual(tanh()))
                        .then(residual(linear(4, 4)))
                        .then(linear(4, 2)),
                Loss.SQUARED_ERROR);
        assertEquals(3, net.branches());
        var layout = net.layout();
        assertTrue(net.branch(layout.named("w1")).isEmpty());
        assertTrue(net.branch(layout.named("b5")).isEmpty());
        assertEquals(0, net.branch(layout.named("w2")).getAsInt());
        assertEquals(0, net.branch(layout.named("b3")).getAsInt());
        assertEquals(2, net.branch(layout.named("w4")).getAsInt());
    }

    @Test
    void multipliersMustBeFinite() {
        var e = assertThrows(IllegalArgumentException.class, () -> multiplier(Double.NaN));
        assertEquals("a multiplier must be finite, got NaN", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> causalAttention(1).times(Double.POSITIVE_INFINITY));
    }
}
