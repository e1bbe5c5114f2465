package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/** Quadratics and matrix regression in closed form, and the random bases under them. */
class QuadraticTest {
    @Test
    void theSpectrumIsTheOneGiven() {
        double[] lambda = Spectra.logSpaced(6, 100);
        assertEquals(1, lambda[0]);
        assertEquals(100, lambda[5], 1e-12);
        assertEquals(lambda[1] / lambda[0], lambda[5] / lambda[4], 1e-12);
        var a = SpectralMatrix.rotated(new SplittableRandom(1), lambda).matrix(DataType.DOUBLE);
        assertArrayEquals(lambda, sorted(Eigen.symmetricGeneralizedEigenvalues(a.dup())), 1e-9);
        assertTrue(a.equalsWithEps(a.transpose(), 0));
    }

    @Test
    void theRootOfAMatrixTimesItselfIsTheMatrix() {
        var a = SpectralMatrix.rotated(new SplittableRandom(2), Spectra.logSpaced(5, 30));
        var root = a.map(Math::sqrt).matrix(DataType.DOUBLE);
        assertTrue(root.mmul(root).equalsWithEps(a.matrix(DataType.DOUBLE), 1e-12));
    }

    @Test
    void theGradientAtTheMinimizerIsZero() {
        for (var h : new SpectralMatrix[] {
            SpectralMatrix.diagonal(Spectra.logSpaced(5, 30)),
            SpectralMatrix.rotated(new SplittableRandom(3), Spectra.logSpaced(5, 30))
        }) {
            var f = Quadratic.of(h).minus(1, 2, -3, 4, 0.5);
            var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
            var grad = theta.like();
            Numbers.write(f.minimizer(), theta.flat());
            f.gradient(theta, Batch.NONE, grad);
            assertEquals(0, grad.flat().norm2Number().doubleValue(), 1e-13);
        }
    }

    @Test
    void turningTheBasisAndTheStartKeepsTheLoss() {
        var basis = Haar.orthogonal(new SplittableRandom(4), 5);
        double[] lambda = Spectra.logSpaced(5, 1000);
        var x = Nd4j.createFromArray(1.0, -2, 3, 0.5, 1).reshape(5, 1);
        double plain = loss(Quadratic.of(SpectralMatrix.diagonal(lambda)), x);
        double turned = loss(Quadratic.of(SpectralMatrix.inBasis(basis, lambda)), basis.mmul(x));
        assertEquals(plain, turned, 1e-12 * plain);
    }

    @Test
    void matrixRegressionIsTheTraceThatDefinesIt() {
        var random = new SplittableRandom(5);
        var sigma = SpectralMatrix.rotated(random, Spectra.logSpaced(4, 20));
        var target = Numbers.normal(random, 3, 4, DataType.DOUBLE);
        var f = new MatrixRegression(target, sigma);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.view("w").assign(Numbers.normal(random, 3, 4, DataType.DOUBLE));
        double[][] d = theta.view("w").sub(target).toDoubleMatrix();
        double[][] s = sigma.matrix(DataType.DOUBLE).toDoubleMatrix();
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 4; k++) {
                    sum += d[i][j] * s[j][k] * d[i][k] / 2;
                }
            }
        }
        assertEquals(sum, f.loss(theta, Batch.NONE), 1e-12);
        theta.view("w").assign(target);
        assertEquals(0, f.loss(theta, Batch.NONE));
    }

    @Test
    void randomBasesAreOrthogonalAndPreferNoDirection() {
        var random = new SplittableRandom(6);
        int draws = 4000;
        double mean = 0;
        double fourth = 0;
        for (int i = 0; i < draws; i++) {
            var q = Haar.orthogonal(random, 3);
            assertTrue(q.mmul(q.transpose()).equalsWithEps(Nd4j.eye(3).castTo(DataType.DOUBLE), 1e-12));
            mean += q.getDouble(0, 0) / draws;
            fourth += Math.pow(q.getDouble(0, 0), 4) / draws;
        }
        // On the sphere of three dimensions a coordinate is uniform on [−1, 1]: variance 1/3, E q⁴ = 1/5.
        assertEquals(0, mean, 3 * Math.sqrt(1 / 3.0 / draws));
        assertEquals(0.2, fourth, 3 * Math.sqrt((1 / 9.0 - 0.04) / draws));
    }

    @Test
    void equalSeedsGiveEqualBits() {
        var one = Haar.rows(new SplittableRandom(7), 3, 8);
        assertTrue(one.equalsWithEps(Haar.rows(new SplittableRandom(7), 3, 8), 0));
        assertTrue(!one.equalsWithEps(Haar.rows(new SplittableRandom(8), 3, 8), 1e-3));
    }

    @Test
    void refusesWhatCannotBe() {
        var flat = Quadratic.of(SpectralMatrix.diagonal(1, 0));
        assertThrows(IllegalStateException.class, flat::minimizer);
        assertThrows(IllegalArgumentException.class, () -> flat.minus(1));
        assertThrows(IllegalArgumentException.class, () -> Spectra.logSpaced(1, 2));
        assertThrows(IllegalArgumentException.class, () -> SpectralMatrix.inBasis(Nd4j.ones(2, 2), 1, 2));
        assertThrows(IllegalArgumentException.class, () -> SpectralMatrix.diagonal(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Haar.rows(new SplittableRandom(1), 3, 2));
    }

    private static double loss(Quadratic f, INDArray x) {
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.view("x").assign(x);
        return f.loss(theta, Batch.NONE);
    }

    private static double[] sorted(INDArray a) {
        var numbers = a.toDoubleVector();
        Arrays.sort(numbers);
        return numbers;
    }
}
