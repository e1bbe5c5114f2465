package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The noise of the model, its closed forms against sampling, and its moments against both. */
class NoisyQuadraticTest {
    private static final int REPLICAS = 20_000;

    @Test
    void theNoiseHasTheVarianceOfTheBatch() {
        double[] h = {1, 2, 3};
        double[] c = {4, 1, 0};
        int size = 4;
        var f = new NoisyQuadratic(h, c, size, 5);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.flat().addi(1);
        var grad = theta.like();
        int draws = 20_000;
        var mean = new double[3];
        var square = new double[3];
        for (int t = 1; t <= draws; t++) {
            f.gradient(theta, f.batches().at(t), grad);
            for (int i = 0; i < 3; i++) {
                double epsilon = grad.flat().getDouble(i) - h[i];
                mean[i] += epsilon / draws;
                square[i] += epsilon * epsilon / draws;
            }
        }
        for (int i = 0; i < 3; i++) {
            double variance = c[i] / size;
            assertEquals(0, mean[i], 3 * Math.sqrt(variance / draws) + 1e-12);
            assertEquals(variance, square[i], 3 * variance * Math.sqrt(2.0 / draws) + 1e-12);
        }
        assertEquals(3, f.risk(theta), 1e-12);
    }

    @Test
    void equalSeedsAndKeysGiveEqualNoiseAndOthersDoNot() {
        assertArrayEquals(gradient(1, 7), gradient(1, 7), 0);
        assertNotEquals(gradient(1, 7)[0], gradient(1, 8)[0]);
        assertNotEquals(gradient(1, 7)[0], gradient(2, 7)[0]);
    }

    private static double[] gradient(long seed, long key) {
        var f = NoisyQuadratic.harmonic(5, 2, seed);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        var grad = theta.like();
        f.gradient(theta, Batch.NONE.withKey(key), grad);
        return Differences.values(grad);
    }

    /** One coordinate with h = 1 in many replicas: each coordinate of the model is one. */
    private static double sampled(double rate, double beta, double gamma, int tail, double h, double noise) {
        double[] curvatures = new double[REPLICAS];
        double[] variances = new double[REPLICAS];
        Arrays.fill(curvatures, h);
        Arrays.fill(variances, noise);
        var f = new NoisyQuadratic(curvatures, variances, 1, 11);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        var grad = theta.like();
        var v = theta.like();
        var average = theta.like();
        int steps = 300;
        for (int t = 1; t <= steps; t++) {
            f.gradient(theta, f.batches().at(t), grad);
            v.flat().muli(beta).addi(grad.flat());
            theta.flat().subi(v.flat().mul(rate));
            if (tail == 0) {
                average.flat().muli(gamma).addi(theta.flat().mul(1 - gamma));
            } else if (t > steps - tail) {
                average.flat().addi(theta.flat().div(tail));
            }
        }
        return f.risk(average) / REPLICAS;
    }

    @Test
    void theClosedFormsAreTheRisksThatSamplingFinds() {
        assertClose(NoisyQuadraticRisk.sgd(0.1, 1, 1), sampled(0.1, 0, 0, 0, 1, 1), 0.03);
        assertClose(NoisyQuadraticRisk.heavyBall(0.05, 0.8, 1, 1), sampled(0.05, 0.8, 0, 0, 1, 1), 0.03);
        assertClose(NoisyQuadraticRisk.exponentialAverage(0.1, 0.9, 1, 1), sampled(0.1, 0, 0.9, 0, 1, 1), 0.03);
        assertClose(NoisyQuadraticRisk.tailAverage(0.1, 20, 1, 1), sampled(0.1, 0, 0, 20, 1, 1), 0.03);
        double h = 0.5;
        double p = 0.75;
        assertClose(
                NoisyQuadraticRisk.preconditioned(0.1, p, h, 2), sampled(0.1 * Math.pow(h, -p), 0, 0, 0, h, 2), 0.03);
    }

    @Test
    void theMomentsSettleAtTheClosedForms() {
        var plain = settled(0.1, 0, 0, 0, 0.7, 1.3);
        assertEquals(NoisyQuadraticRisk.sgd(0.1, 0.7, 1.3), plain.risk(), 1e-12);
        assertEquals(plain.risk(), plain.averageRisk(), 1e-12);
        var heavy = settled(0.05, 0.8, 0, 0, 0.7, 1.3);
        assertEquals(NoisyQuadraticRisk.heavyBall(0.05, 0.8, 0.7, 1.3), heavy.risk(), 1e-12);
        var average = settled(0.1, 0, 0.95, 0, 0.7, 1.3);
        assertEquals(NoisyQuadraticRisk.exponentialAverage(0.1, 0.95, 0.7, 1.3), average.averageRisk(), 1e-12);
        var scaled = settled(0.1, 0, 0, 0.75, 0.7, 1.3);
        assertEquals(NoisyQuadraticRisk.preconditioned(0.1, 0.75, 0.7, 1.3), scaled.risk(), 1e-12);
    }

    private static NoisyQuadraticMoments settled(
            double rate, double beta, double gamma, double power, double h, double noise) {
        var moments = new NoisyQuadraticMoments(new double[] {h}, new double[] {noise}, 1, power);
        for (int t = 0; t < 3000; t++) {
            moments.step(rate, beta, gamma);
        }
        return moments;
    }

    @Test
    void theTransientOfGradientDescentIsExact() {
        double h = 0.3;
        double noise = 0.8;
        var moments = new NoisyQuadraticMoments(new double[] {h}, new double[] {noise}, 2, 0);
        for (int t = 1; t <= 50; t++) {
            moments.step(0.4, 0, 0);
            assertEquals(NoisyQuadraticRisk.sgdAfter(t, h, 0.4, h, noise), moments.risk(), 1e-13);
        }
    }

    /** Heavy ball with an average, rates that change: the moments of many plain paths, within three standard errors. */
    @Test
    void theMomentsAreThoseOfPathsBeforeTheySettleToo() {
        double h = 0.6;
        double noise = 0.5;
        int paths = 50_000;
        var moments = new NoisyQuadraticMoments(new double[] {h}, new double[] {noise}, 1, 0.5);
        var random = new SplittableRandom(4);
        double[] x = new double[paths];
        double[] v = new double[paths];
        double[] a = new double[paths];
        for (int i = 0; i < paths; i++) {
            x[i] = Normal.next(random);
            a[i] = x[i];
        }
        for (int t = 1; t <= 12; t++) {
            double rate = 0.3 / t;
            moments.step(rate, 0.7, 0.8);
            double risk = 0;
            double averaged = 0;
            for (int i = 0; i < paths; i++) {
                v[i] = 0.7 * v[i] + h * x[i] + Math.sqrt(noise) * Normal.next(random);
                x[i] -= rate / Math.sqrt(h) * v[i];
                a[i] = 0.8 * a[i] + 0.2 * x[i];
                risk += h * x[i] * x[i] / 2 / paths;
                averaged += h * a[i] * a[i] / 2 / paths;
            }
            // Squares of Gaussian numbers: relative standard error √(2/paths).
            assertClose(moments.risk(), risk, 3 * Math.sqrt(2.0 / paths));
            assertClose(moments.averageRisk(), averaged, 3 * Math.sqrt(2.0 / paths));
        }
    }

    @Test
    void anAverageIsWorthASmallerRateWhoseTimescalesAdd() {
        for (double a : new double[] {0.01, 0.02, 0.1}) {
            for (double delta : new double[] {0.01, 0.02, 0.1}) {
                double averaged = NoisyQuadraticRisk.exponentialAverage(a, 1 - delta, 1, 1);
                double smaller = NoisyQuadraticRisk.sgd(1 / (1 / a + 1 / delta), 1, 1);
                // To first order in both, so worse where both are large.
                assertClose(averaged, smaller, a + delta < 0.15 ? 0.01 : 0.03);
            }
        }
    }

    /** Best risk after 2000 steps at batch size 16, with a constant rate and with an average. */
    @Test
    void anAverageBeatsAConstantRateTwice() {
        double[] h = Spectra.powerLaw(1000, 1);
        double[] noise = Arrays.stream(h).map(c -> c / 16).toArray();
        double constant = Double.MAX_VALUE;
        double averaged = Double.MAX_VALUE;
        for (double rate = 0.02; rate < 2; rate *= Math.sqrt(2)) {
            var moments = new NoisyQuadraticMoments(h, noise, 1, 0);
            for (int t = 0; t < 2000; t++) {
                moments.step(rate, 0, 0.998);
            }
            constant = Math.min(constant, moments.risk());
            averaged = Math.min(averaged, moments.averageRisk());
        }
        assertEquals(0.0865, constant, 0.003);
        assertEquals(0.0245, averaged, 0.001);
    }

    @Test
    void refusesWhatCannotSettle() {
        assertEquals(
                "rate times curvature must be below 2.0 for the risk to settle, got 2.0 times 1.0",
                assertThrows(IllegalArgumentException.class, () -> NoisyQuadraticRisk.sgd(2, 1, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> NoisyQuadraticRisk.heavyBall(0.1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new NoisyQuadratic(new double[] {1}, new double[] {1}, 0, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new NoisyQuadratic(new double[] {-1}, new double[] {1}, 1, 1));
    }

    private static void assertClose(double expected, double found, double relative) {
        assertTrue(Math.abs(found / expected - 1) < relative, "expected " + expected + ", found " + found);
    }
}
