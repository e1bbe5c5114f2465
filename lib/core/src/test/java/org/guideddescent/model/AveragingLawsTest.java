package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Average;
import org.guideddescent.rule.Averages;
import org.guideddescent.schedule.Cooldown;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What averaging is worth on the noisy quadratic model, in closed form and by exact moments. */
class AveragingLawsTest {
    // ---- averages of a settled path ----

    @Test
    void tailAverageIsTheSumOfItsAutocorrelations() {
        double h = 0.7;
        double noise = 1.3;
        for (double rate : new double[] {0.01, 0.3, 2}) {
            for (int n : new int[] {1, 2, 7, 40}) {
                double rho = 1 - rate * h;
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        sum += Math.pow(rho, Math.abs(i - j));
                    }
                }
                double direct = NoisyQuadraticRisk.sgd(rate, h, noise) * sum / ((double) n * n);
                assertEquals(1, NoisyQuadraticRisk.tailAverage(rate, n, h, noise) / direct, 1e-11, rate + ", " + n);
            }
        }
        assertEquals(NoisyQuadraticRisk.sgd(0.3, h, noise), NoisyQuadraticRisk.tailAverage(0.3, 1, h, noise), 1e-15);
    }

    @Test
    void exponentialAverageIsTheSumOfItsAutocorrelations() {
        double rate = 0.3;
        double gamma = 0.8;
        double rho = 1 - rate;
        double sum = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                sum += Math.pow(1 - gamma, 2) * Math.pow(gamma, i + j) * Math.pow(rho, Math.abs(i - j));
            }
        }
        double direct = NoisyQuadraticRisk.sgd(rate, 1, 1) * sum;
        assertEquals(1, NoisyQuadraticRisk.exponentialAverage(rate, gamma, 1, 1) / direct, 1e-11);
    }

    /** The rules of this library on 20,000 coordinates at once: relative standard error of a mean square 1 %. */
    @Test
    void theAveragesThatRulesKeepHaveTheRisksOfTheClosedForms() {
        int replicas = 20_000;
        int steps = 300;
        var ones = new double[replicas];
        Arrays.fill(ones, 1);
        var f = new NoisyQuadratic(ones, ones, 1, 12);
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        var rule = new Averages(
                Optimizers.sgd(0.1),
                List.of(
                        new Averages.Horizon("exponential", new Average.Exponential(0.9)),
                        new Averages.Horizon("tail", new Average.Equal(steps - 19, 1))));
        var optimizer = new Optimizer(rule, theta);
        for (int t = 1; t <= steps; t++) {
            double loss = f.gradient(theta, f.batches().at(t), optimizer.gradient());
            optimizer.step(optimizer.gradient(), loss);
        }
        double last = f.risk(theta) / replicas;
        double exponential = f.risk(optimizer.evaluationWeights("exponential")) / replicas;
        double tail = f.risk(optimizer.evaluationWeights("tail")) / replicas;
        assertEquals(1, last / NoisyQuadraticRisk.sgd(0.1, 1, 1), 0.03);
        assertEquals(1, exponential / NoisyQuadraticRisk.exponentialAverage(0.1, 0.9, 1, 1), 0.03);
        assertEquals(1, tail / NoisyQuadraticRisk.tailAverage(0.1, 20, 1, 1), 0.03);
        assertTrue(exponential < 0.7 * last && tail < 0.7 * last);
    }

    /** 1/a' = 1/a + 1/δ. The rule is of first order: it is off by a'/2 and terms of second order. */
    @Test
    void timescalesAddToFirstOrder() {
        for (double a : new double[] {0.01, 0.003, 0.001}) {
            for (double delta : new double[] {0.01, 0.003, 0.001}) {
                double shorter = 1 / (1 / a + 1 / delta);
                double off = NoisyQuadraticRisk.exponentialAverage(a, 1 - delta, 1, 1)
                                / NoisyQuadraticRisk.sgd(shorter, 1, 1)
                        - 1;
                assertTrue(Math.abs(off) < 0.01, a + ", " + delta + " off by " + off);
                assertEquals(1, off / (shorter / 2), 0.02, a + ", " + delta);
            }
        }
        // Where both are a tenth, it is off by 3 % and no longer good to one.
        double large = NoisyQuadraticRisk.exponentialAverage(0.1, 0.9, 1, 1) / NoisyQuadraticRisk.sgd(0.05, 1, 1);
        assertEquals(1.029, large, 5e-4);
    }

    @Test
    void momentumAtASmallRateIsDescentAtTheRateOverOneMinusBeta() {
        double h = 0.8;
        for (double beta : new double[] {0.5, 0.9, 0.95}) {
            // Small means far below the rate (1 − √β)²/h, at which heavy ball begins to swing.
            double rate = 0.025 * (1 - beta) * (1 - beta);
            double steady =
                    NoisyQuadraticRisk.heavyBall(rate, beta, h, 1) / NoisyQuadraticRisk.sgd(rate / (1 - beta), h, 1);
            assertEquals(1, steady, 0.05, "risk at β = " + beta);
            // The drift: how fast the mean square falls without noise, once the momentum has its speed.
            assertEquals(1, drift(rate, beta, h) / drift(rate / (1 - beta), 0, h), 0.05, "drift at β = " + beta);
            // The control: at the rate itself, descent is slower by 1 − β.
            assertTrue(drift(rate, beta, h) > 1.9 * drift(rate, 0, h));
        }
    }

    private static double drift(double rate, double beta, double h) {
        var m = new NoisyQuadraticMoments(new double[] {h}, new double[] {0}, 1, 0);
        double at = 0;
        for (int t = 1; t <= 600; t++) {
            m.step(rate, beta, 0);
            at = t == 300 ? m.risk() : at;
        }
        return Math.log(at / m.risk()) / 300;
    }

    // ---- the scaling rule with the batch size ----

    /** One step of batch κB, rate κα and γ^κ for κ steps of batch B, rate α and γ. */
    @Test
    void scaledAveragesHaveTheSameRiskToFirstOrder() {
        double h = 1;
        double before = 0;
        for (double a : new double[] {4e-3, 2e-3, 1e-3}) {
            var gamma = new Average.Exponential(1 - 1.5 * a);
            int kappa = 8;
            double small = NoisyQuadraticRisk.exponentialAverage(a, gamma.decay(), h, 1);
            double large = NoisyQuadraticRisk.exponentialAverage(
                    kappa * a, gamma.forBatches(kappa).decay(), h, 1.0 / kappa);
            double off = Math.abs(large / small - 1);
            assertTrue(off < 4 * kappa * a * 0.25, "off by " + off + " at " + a);
            if (before > 0) {
                assertEquals(2, before / off, 0.1, "half the rate, half the error");
            }
            before = off;
            // The control: without the scaling the average looks back κ times as far, at a fraction of the variance.
            double unscaled = NoisyQuadraticRisk.exponentialAverage(kappa * a, gamma.decay(), h, 1.0 / kappa);
            assertTrue(unscaled < 0.4 * small, unscaled + " against " + small);
        }
    }

    @Test
    void scaledAveragesLagAsManyExamplesBehind() {
        var gamma = Average.halfLife(400);
        int kappa = 8;
        double small = lag(0.002, gamma.decay(), 1600);
        double large = lag(0.002 * kappa, gamma.forBatches(kappa).decay(), 1600 / kappa);
        double unscaled = lag(0.002 * kappa, gamma.decay(), 1600 / kappa);
        assertEquals(1, large / small, 0.05);
        assertTrue(unscaled > 3 * small, unscaled + " against " + small);
    }

    private static double lag(double rate, double gamma, int steps) {
        var m = new NoisyQuadraticMoments(new double[] {1}, new double[] {0}, 1, 0);
        for (int t = 0; t < steps; t++) {
            m.step(rate, 0, gamma);
        }
        return m.averageRisk();
    }

    // ---- averaging against decay, on the whole model ----

    private static final int STEPS = 2000;

    /** The smallest risks over rates, of the last point and of its average, with h = 1/i, c = h, E x² = 1. */
    private record Best(double last, double average) {}

    private static Best best(Schedule shape, int batch, double... gammas) {
        double[] h = Spectra.powerLaw(1000, 1);
        double[] noise = Arrays.stream(h).map(c -> c / batch).toArray();
        double last = Double.MAX_VALUE;
        double average = Double.MAX_VALUE;
        for (double gamma : gammas) {
            for (double rate = 0.01; rate < 1.99; rate *= Math.sqrt(2)) {
                var m = new NoisyQuadraticMoments(h, noise, 1, 0);
                for (int t = 1; t <= STEPS; t++) {
                    m.step(rate * shape.at(t), 0, gamma);
                }
                last = Math.min(last, m.risk());
                average = Math.min(average, m.averageRisk());
            }
        }
        return new Best(last, average);
    }

    @Test
    void aConstantRateWithAnAverageIsWithinATenthOfTheBestSchedule() {
        var wsd = Schedules.wsd(0, STEPS - STEPS / 5, STEPS / 5).with(Cooldown.LINEAR);
        // Of a constant rate, of it with its average, of a line to zero and of a cooldown in the last fifth, on this
        // grid.
        var measured = Map.of(
                1, new double[] {0.498, 0.248, 0.287, 0.345},
                16, new double[] {0.0876, 0.0241, 0.0286, 0.0398},
                256, new double[] {0.01065, 0.00247, 0.00459, 0.0035});
        for (int batch : List.of(1, 16, 256)) {
            var constant = best(Schedules.constant(1), batch, 0.99, 0.995, 0.998, 0.999);
            double linear = best(Schedules.linear(1, 0, STEPS), batch, 0).last();
            double cooled = best(wsd, batch, 0).last();
            double[] before = measured.get(batch);
            assertEquals(1, constant.last() / before[0], 0.01);
            assertEquals(1, constant.average() / before[1], 0.01);
            assertEquals(1, linear / before[2], 0.01);
            assertEquals(1, cooled / before[3], 0.01);
            double schedule = Math.min(linear, cooled);
            assertTrue(constant.average() <= 1.1 * schedule, batch + ": " + constant + " against " + schedule);
            assertTrue(constant.last() >= 2 * constant.average(), batch + ": " + constant);
        }
    }
}
