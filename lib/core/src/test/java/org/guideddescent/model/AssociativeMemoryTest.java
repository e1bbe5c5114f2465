package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The memory's frequencies, its loss and recall, and what two rules make of its tail. */
class AssociativeMemoryTest {
    @Test
    void frequenciesFollowThePowerLaw() {
        var memory = AssociativeMemory.orthonormal(new SplittableRandom(1), 64, 1.5);
        double[] p = memory.frequencies();
        assertEquals(1, Arrays.stream(p).sum(), 1e-12);
        assertEquals(Math.pow(8, 1.5), p[0] / p[7], 1e-9);
    }

    @Test
    void nothingIsRememberedAtZero() {
        var memory = AssociativeMemory.gaussian(new SplittableRandom(2), 16, 5, 1);
        var theta = ParamVector.zeros(memory.layout(), DataType.DOUBLE);
        assertEquals(Math.log(16), memory.loss(theta, Batch.NONE), 1e-12);
        assertEquals(1 / 16.0, memory.headRecall(theta), 1e-12);
        assertEquals(1 / 16.0, memory.tailRecall(theta), 1e-12);
    }

    /** With orthonormal embeddings W = c Uᵀ E gives every item the logit c, and the others 0. */
    @Test
    void theLossAndTheRecallAreThoseOfTheDefinition() {
        int items = 16;
        var random = new SplittableRandom(3);
        var e = Haar.orthogonal(random, items);
        var u = Haar.orthogonal(random, items);
        var memory = AssociativeMemory.orthonormal(new SplittableRandom(3), items, 1);
        double[] c = new double[items];
        Arrays.setAll(c, i -> 0.3 * i);
        var scaled = e.dup();
        for (int i = 0; i < items; i++) {
            scaled.getRow(i).muli(c[i]);
        }
        var theta = ParamVector.zeros(memory.layout(), DataType.DOUBLE);
        theta.view("w").assign(u.transpose().mmul(scaled));
        double loss = 0;
        double head = 0;
        double tail = 0;
        for (int i = 0; i < items; i++) {
            double p = Math.exp(c[i]) / (Math.exp(c[i]) + items - 1);
            loss -= memory.frequencies()[i] * Math.log(p);
            head += i < items / 8 ? p / (items / 8.0) : 0;
            tail += i >= items / 2 ? p / (items / 2.0) : 0;
        }
        assertEquals(loss, memory.loss(theta, Batch.NONE), 1e-12);
        assertEquals(head, memory.headRecall(theta), 1e-12);
        assertEquals(tail, memory.tailRecall(theta), 1e-12);
    }

    /** Steps until the tail is remembered, the rate chosen so that the head is at step 20. */
    private static int tailSteps(AssociativeMemory memory, boolean spectral) {
        double low = Math.log(0.1);
        double high = Math.log(1e3);
        for (int i = 0; i < 12; i++) {
            double middle = (low + high) / 2;
            boolean reached = steps(memory, spectral, Math.exp(middle), true, 20) <= 20;
            high = reached ? middle : high;
            low = reached ? low : middle;
        }
        return steps(memory, spectral, Math.exp(high), false, 400);
    }

    private static int steps(AssociativeMemory memory, boolean spectral, double rate, boolean head, int most) {
        var theta = ParamVector.zeros(memory.layout(), DataType.DOUBLE);
        var grad = theta.like();
        var w = theta.view("w");
        var u = w.dup('c');
        var s = Nd4j.create(DataType.DOUBLE, 1, w.size(0));
        var v = w.dup('c');
        for (int t = 1; t <= most; t++) {
            memory.gradient(theta, Batch.NONE, grad);
            var d = grad.view("w");
            if (spectral) {
                Ops.current().svd(d, u, s, v);
                d = u.mmul(v.transpose());
            }
            w.subi(d.mul(rate));
            if ((head ? memory.headRecall(theta) : memory.tailRecall(theta)) > 0.9) {
                return t;
            }
        }
        return most + 1;
    }

    @Test
    void gradientDescentLearnsTheTailLateAndTheSpectralDirectionAtOnce() {
        var memory = AssociativeMemory.orthonormal(new SplittableRandom(4), 64, 1);
        int gradient = tailSteps(memory, false);
        int spectral = tailSteps(memory, true);
        assertTrue(gradient > 8 * 20, "gradient descent: " + gradient);
        assertTrue(spectral < 1.2 * 20, "spectral: " + spectral);
    }

    @Test
    void equalSeedsGiveEqualBits() {
        assertArrayEquals(gradient(5), gradient(5), 0);
        assertTrue(!Arrays.equals(gradient(5), gradient(6)));
    }

    private static double[] gradient(long seed) {
        var memory = AssociativeMemory.gaussian(new SplittableRandom(seed), 12, 4, 1);
        var theta = ParamVector.zeros(memory.layout(), DataType.DOUBLE);
        var grad = theta.like();
        memory.gradient(theta, Batch.NONE, grad);
        return Differences.values(grad);
    }

    @Test
    void refusesASingleItem() {
        assertThrows(
                IllegalArgumentException.class, () -> AssociativeMemory.orthonormal(new SplittableRandom(1), 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> AssociativeMemory.gaussian(new SplittableRandom(1), 4, 0, 1));
    }
}
