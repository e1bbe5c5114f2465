package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NewtonSchulzTest {
    private final Ops ops = Ops.current();

    @Test
    void fiveJordanStepsSendSingularValuesIntoTheKnownInterval() {
        // chapters.md, E3.4: from 0.003 up into [0.682, 1.202], from 0.01 up into [0.682, 1.134].
        for (double s = 0.003; s <= 1; s *= 1.002) {
            double y = s;
            for (var c : NewtonSchulz.JORDAN.steps()) {
                y = c.map(y);
            }
            assertTrue(y > 0.677 && y < 1.207, s + " goes to " + y);
        }
    }

    @Test
    void convergentStepsGiveTheOrthogonalFactor() {
        for (int[] shape : new int[][] {{1, 1}, {1, 6}, {6, 1}, {4, 9}, {9, 4}, {7, 7}}) {
            var g = random(shape[0], shape[1]);
            var u = run(g, NewtonSchulz.CONVERGENT);
            // U is the polar factor of G exactly if U has orthonormal rows or columns and the small product of U and G
            // is symmetric positive semidefinite.
            boolean tall = shape[0] > shape[1];
            var gram = tall ? u.transpose().mmul(u) : u.mmul(u.transpose());
            int k = Math.min(shape[0], shape[1]);
            assertEquals(
                    0,
                    gram.sub(Nd4j.eye(k).castTo(DataType.DOUBLE)).norm2Number().doubleValue(),
                    1e-9);
            var p = tall ? u.transpose().mmul(g) : g.mmul(u.transpose());
            assertEquals(0, p.sub(p.transpose()).norm2Number().doubleValue(), 1e-9);
            for (int i = 0; i < k; i++) {
                assertTrue(p.getDouble(i, i) > 0);
            }
        }
    }

    @Test
    void aTransposedMatrixHasTheTransposedFactor() {
        var g = random(5, 8);
        var u = run(g, NewtonSchulz.JORDAN);
        var v = run(g.transpose().dup('c'), NewtonSchulz.JORDAN);
        assertEquals(0, u.sub(v.transpose()).norm2Number().doubleValue(), 1e-12);
    }

    @Test
    void tinyAndZeroMatricesAreFine() {
        var g = random(4, 6);
        var u = run(g, NewtonSchulz.JORDAN);
        var tiny = run(g.mul(1e-200), NewtonSchulz.JORDAN);
        assertEquals(0, u.sub(tiny).norm2Number().doubleValue(), 1e-9);
        assertEquals(0, run(g.mul(0), NewtonSchulz.JORDAN).norm2Number().doubleValue());
    }

    private INDArray run(INDArray g, NewtonSchulz steps) {
        int rows = (int) g.size(0);
        int cols = (int) g.size(1);
        var out = Nd4j.zeros(DataType.DOUBLE, rows, cols);
        steps.bind(ops, rows, cols, (name, shape) -> Nd4j.zeros(DataType.DOUBLE, shape))
                .orthogonalize(g, out);
        return out;
    }

    private static INDArray random(int rows, int cols) {
        return Nd4j.createFromArray(new Random(3)
                        .doubles((long) rows * cols)
                        .map(x -> x - 0.4)
                        .toArray())
                .reshape(rows, cols);
    }
}
