package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.guideddescent.compute.CpuOps;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KroneckerTest {
    private final Random random = new Random(1);

    @Test
    void agreesWithTheDenseMatrix() {
        for (int[] shape : new int[][] {{1, 1}, {1, 4}, {4, 1}, {3, 5}, {5, 3}}) {
            int m = shape[0];
            int n = shape[1];
            var a = gram(n);
            var gamma = gram(m);
            var w = matrix(m, n);
            var expected = new double[m][n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < m; k++) {
                        for (int l = 0; l < n; l++) {
                            // Entry (jm + i, lm + k) of A ⊗ Γ.
                            expected[i][j] += a.getDouble(j, l) * gamma.getDouble(i, k) * w.getDouble(k, l);
                        }
                    }
                }
            }
            var kronecker = new Kronecker(new CpuOps(), m, n, (name, s) -> Nd4j.zeros(DataType.DOUBLE, s));
            kronecker.times(false, gamma, w, true, a, w);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    assertEquals(expected[i][j], w.getDouble(i, j), 1e-10);
                }
            }
        }
    }

    @Test
    void theBalanceMakesTheDampingProportionalToTheMeanEigenvalues() {
        var a = gram(5).mul(100);
        var gamma = gram(3);
        double pi = Kronecker.balance(a, gamma);
        double ofA = pi / (Diagonal.trace(a) / 5);
        double ofGamma = 1 / pi / (Diagonal.trace(gamma) / 3);
        assertEquals(ofA, ofGamma, 1e-12 * ofA);
        assertEquals(1, Kronecker.balance(Nd4j.zeros(DataType.DOUBLE, 2, 2), gamma));
    }

    private INDArray gram(int n) {
        var x = matrix(n, n + 1);
        return x.mmul(x.transpose()).dup('c').reshape('c', n, n);
    }

    private INDArray matrix(int rows, int cols) {
        var a = Nd4j.create(DataType.DOUBLE, rows, cols);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                a.putScalar(i, j, random.nextGaussian());
            }
        }
        return a;
    }
}
