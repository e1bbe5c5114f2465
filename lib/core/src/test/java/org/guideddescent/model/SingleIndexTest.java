package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The generator of single-index learning, its first-step directions, and their theory. */
class SingleIndexTest {
    private static SingleIndex model(long seed, int d, double kappa, Link link, double noise) {
        var random = new SplittableRandom(seed);
        var sigma = SpectralMatrix.rotated(random, Spectra.logSpaced(d, kappa));
        return new SingleIndex(random, sigma, link, noise);
    }

    /** Integrals against the normal density by the trapezoidal rule. */
    @ParameterizedTest
    @EnumSource(Link.class)
    void momentsOfALinkAreItsIntegrals(Link link) {
        double mean = 0;
        double alignment = 0;
        double power = 0;
        double h = 1e-4;
        for (double t = -10; t <= 10; t += h) {
            double weight = h * Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
            mean += weight * link.value(t);
            alignment += weight * t * link.value(t);
            power += weight * link.value(t) * link.value(t);
        }
        assertEquals(0, mean, 1e-7);
        assertEquals(link.alignment(), alignment, 1e-7);
        assertEquals(link.power(), power, 1e-7);
    }

    @Test
    void theIndexHasUnitVarianceAndInputsTheirCovariance() {
        var random = new SplittableRandom(2);
        var sigma = SpectralMatrix.rotated(random, 1, 2, 5);
        var model = new SingleIndex(random, sigma, Link.CENTERED_RELU, 0.3);
        int n = 40_000;
        var batch = model.sample(n, 3, DataType.DOUBLE);
        var found = batch.inputs().transpose().mmul(batch.inputs()).divi(n);
        var expected = sigma.matrix(DataType.DOUBLE);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double s = expected.getDouble(i, i) * expected.getDouble(j, j) + Math.pow(expected.getDouble(i, j), 2);
                assertEquals(expected.getDouble(i, j), found.getDouble(i, j), 3 * Math.sqrt(s / n));
            }
        }
        var index = batch.inputs().mmul(model.direction()).toDoubleVector();
        double variance = 0;
        double noise = 0;
        for (int i = 0; i < n; i++) {
            variance += index[i] * index[i] / n;
            double epsilon = batch.targets().getDouble(i, 0) - (Math.max(index[i], 0) - 1 / Math.sqrt(2 * Math.PI));
            noise += epsilon * epsilon / n;
        }
        assertEquals(1, variance, 3 * Math.sqrt(2.0 / n));
        assertEquals(0.09, noise, 3 * 0.09 * Math.sqrt(2.0 / n));
    }

    /** Stein: E xσ(β*ᵀx) = c₁Σβ*. */
    @Test
    void theGradientsSpikeIsTheCovarianceTimesTheDirection() {
        var random = new SplittableRandom(4);
        var sigma = SpectralMatrix.rotated(random, 1, 4, 9);
        var model = new SingleIndex(random, sigma, Link.CENTERED_RELU, 0.1);
        int n = 200_000;
        var found = SingleIndex.gradientSpike(model.sample(n, 5, DataType.DOUBLE));
        var expected = sigma.matrix(DataType.DOUBLE).mmul(model.direction()).mul(0.5);
        double off = found.sub(expected).norm2Number().doubleValue();
        assertTrue(off < 0.02 * expected.norm2Number().doubleValue());
    }

    @Test
    void kfacFindsTheDirectionAndTheGradientOnlyItsLimit() {
        var model = model(6, 60, 100, Link.CENTERED_RELU, 0.1);
        var batch = model.sample(12_000, 7, DataType.DOUBLE);
        double limit = model.gradientLimit();
        assertTrue(limit < 0.8, "the limit is far from 1: " + limit);
        assertEquals(limit, model.alignment(SingleIndex.gradientSpike(batch)), 0.02);
        assertTrue(model.alignment(SingleIndex.kfacSpike(batch, 1e-3)) > 0.95);
    }

    @Test
    void withoutAnisotropyBothFindIt() {
        var model = model(6, 60, 1, Link.CENTERED_RELU, 0.1);
        var batch = model.sample(12_000, 7, DataType.DOUBLE);
        assertEquals(1, model.gradientLimit(), 1e-12);
        assertTrue(model.alignment(SingleIndex.gradientSpike(batch)) > 0.98);
        assertTrue(model.alignment(SingleIndex.kfacSpike(batch, 1e-3)) > 0.98);
    }

    @Test
    void noSpikeFindsTheDirectionOfAHermiteLinkOfDegreeTwo() {
        var model = model(8, 60, 1, Link.HERMITE_2, 0);
        var batch = model.sample(12_000, 9, DataType.DOUBLE);
        assertTrue(model.alignment(SingleIndex.gradientSpike(batch)) < 0.5);
    }

    @Test
    void theHighDimensionalFormulaHoldsForFiveDampings() {
        int n = 800;
        int d = 400;
        double noise = 0.1;
        double tau2 = Link.CENTERED_RELU.residual() + noise * noise;
        double[] dampings = {0.001, 0.1, 1, 10};
        double[] mean = new double[5];
        int draws = 4;
        for (int seed = 0; seed < draws; seed++) {
            var model = model(20 + seed, d, 1, Link.CENTERED_RELU, noise);
            var batch = model.sample(n, 30 + seed, DataType.DOUBLE);
            for (int i = 0; i < 4; i++) {
                mean[i] += model.alignment(SingleIndex.kfacSpike(batch, dampings[i])) / draws;
            }
            mean[4] += model.alignment(SingleIndex.gradientSpike(batch)) / draws;
        }
        for (int i = 0; i < 4; i++) {
            double predicted = Math.sqrt(SpikeAlignment.kfac(0.5, tau2, 0.5, dampings[i]));
            assertEquals(predicted, mean[i], 0.02, "damping " + dampings[i]);
        }
        assertEquals(Math.sqrt(SpikeAlignment.sgd(0.5, tau2, 0.5)), mean[4], 0.02);
    }

    @Test
    void theFormulaIsThatOfItsEquationsAndHasTheirLimits() {
        for (double ratio : new double[] {0.2, 0.5, 1, 3}) {
            for (double lambda : new double[] {1e-6, 0.1, 1, 10}) {
                double m = SpikeAlignment.stieltjes(ratio, lambda);
                assertEquals(1 / m, lambda + 1 / (1 + ratio * m), 1e-9 / m);
            }
            assertEquals(SpikeAlignment.sgd(0.5, 0.1, ratio), SpikeAlignment.kfac(0.5, 0.1, ratio, 1e5), 1e-4);
        }
        // The best damping lies inside: ridge regression's is τ²γ/c₁².
        double best = 0.1 * 0.5 / 0.25;
        double there = SpikeAlignment.kfac(0.5, 0.1, 0.5, best);
        assertTrue(there > SpikeAlignment.kfac(0.5, 0.1, 0.5, best / 2));
        assertTrue(there > SpikeAlignment.kfac(0.5, 0.1, 0.5, best * 2));
    }

    @Test
    void aSampleIsAFunctionOfItsKey() {
        var model = model(10, 5, 10, Link.CENTERED_RELU, 0.1);
        var one = model.sample(8, 1, DataType.FLOAT);
        assertTrue(one.inputs().equalsWithEps(model.sample(8, 1, DataType.FLOAT).inputs(), 0));
        assertTrue(
                one.targets().equalsWithEps(model.sample(8, 1, DataType.FLOAT).targets(), 0));
        assertTrue(
                !one.inputs().equalsWithEps(model.sample(8, 2, DataType.FLOAT).inputs(), 1e-3));
    }

    @Test
    void theModelsLossAtTheTruthIsThatOfTheNoise() {
        var model = model(11, 5, 10, Link.HERMITE_2, 0);
        var f = model.objective();
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.view("x").assign(model.direction());
        assertEquals(0, f.loss(theta, model.sample(50, 2, DataType.DOUBLE)), 1e-20);
    }

    @Test
    void logisticRegressionIsSoftmaxRegressionWithOneClassAtZero() {
        var random = new SplittableRandom(12);
        var x = Numbers.normal(random, 20, 4, DataType.DOUBLE);
        var y = Nd4j.create(DataType.DOUBLE, 20, 1);
        for (int i = 0; i < 20; i++) {
            y.putScalar(i, 0, i % 2);
        }
        var f = IndexModel.logistic(4);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        Ops.current().copy(Numbers.normal(random, 4, 1, DataType.DOUBLE), theta.view("x"));
        var net = SoftmaxRegression.withoutBias(4, 2);
        var two = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        two.view("w1").getRow(1).assign(theta.view("x").reshape(4));
        var batch = new Batch(x, y);
        assertEquals(net.loss(two, batch), f.loss(theta, batch), 1e-13);
        theta.flat().muli(1e4);
        assertTrue(Double.isFinite(f.loss(theta, batch)));
    }

    @Test
    void refusesInputsOfAnotherWidth() {
        var f = IndexModel.logistic(4);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        assertEquals(
                "inputs must be [n×4] and targets [n×1] for IndexModel[logistic, 4 inputs], got [1×1] and [1×1]",
                assertThrows(IllegalArgumentException.class, () -> f.loss(theta, Batch.NONE))
                        .getMessage());
    }
}
