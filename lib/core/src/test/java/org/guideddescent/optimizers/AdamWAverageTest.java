package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The weights of AdamW are a mean of its updates: w_T = Σᵢ cᵢ (−uᵢ/λ) + Π (1 − ηⱼλ) w₀ with cᵢ = ηᵢλ Π_{j&gt;i} (1 − ηⱼλ). Wang and
 * Aitchison, 2024, arXiv:2405.13698.
 */
class AdamWAverageTest {
    /** c₁ … c_T and, last, the weight of the start. */
    private static double[] coefficients(Schedule eta, double lambda, int steps) {
        double[] c = new double[steps + 1];
        double left = 1;
        for (int i = steps; i >= 1; i--) {
            c[i - 1] = eta.at(i) * lambda * left;
            left *= 1 - eta.at(i) * lambda;
        }
        c[steps] = left;
        return c;
    }

    private static double window(double[] c) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i + 1 < c.length; i++) {
            sum += c[i];
            squares += c[i] * c[i];
        }
        return sum * sum / squares;
    }

    private static double total(double[] c) {
        double sum = 0;
        for (double each : c) {
            sum += each;
        }
        return sum;
    }

    @Test
    void coefficientsAndTheWeightOfTheStartSumToOne() {
        for (var eta : new Schedule[] {
            Schedules.constant(0.05),
            Schedules.linear(0.05, 0, 1000),
            Schedules.cosine(0.05, 0.005, 1000),
            Schedules.wsd(100, 600, 300).withPeak(3),
            Schedules.restarts(2, 0.1, 100, 2, 3)
        }) {
            assertEquals(1, total(coefficients(eta, 0.1, 1000)), 1e-12, eta.toString());
        }
    }

    @Test
    void windowsAreTheNumbersOfTheReference() {
        double[] constant = coefficients(Schedules.constant(0.05), 0.1, 1000);
        double[] linear = coefficients(Schedules.linear(0.05, 0, 1000), 0.1, 1000);
        double[] cosine = coefficients(Schedules.cosine(0.05, 0.005, 1000), 0.1, 1000);
        assertEquals(394, window(constant), 0.5);
        assertEquals(867, window(linear), 0.5);
        assertEquals(878, window(cosine), 0.5);
        assertEquals(0.0067, constant[1000], 5e-5);
        assertEquals(0.0815, linear[1000], 5e-5);
        assertEquals(0.0635, cosine[1000], 5e-5);
        assertTrue(window(linear) > 1.5 * window(constant));
    }

    @Test
    void theWeightsOfAdamWAreThatMeanOfItsUpdates() {
        double lambda = 0.5;
        int steps = 60;
        var eta = Schedules.linear(0.2, 0, steps);
        var walk = new Walk(
                chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(lambda)).schedule(eta));
        double[] start = walk.weights();
        var adam = WrapperOracles.adam(0.9, 0.999, 1e-8, 0, Walk.N);
        double[] c = coefficients(eta, lambda, steps);
        double[] mean = new double[Walk.N];
        for (int t = 1; t <= steps; t++) {
            double[] g = Walk.slope(t);
            double[] x = walk.weights();
            for (int i = 0; i < Walk.N; i++) {
                g[i] += 0.3 * x[i];
            }
            double[] u = adam.of(x, g, t);
            for (int i = 0; i < Walk.N; i++) {
                mean[i] -= c[t - 1] * u[i] / lambda;
            }
            walk.steps(1);
        }
        for (int i = 0; i < Walk.N; i++) {
            mean[i] += c[steps] * start[i];
        }
        assertArrayEquals(mean, walk.weights(), 1e-12);
    }

    /** Updates of root mean square one: RMS(w) settles at √(η / (λ (2 − ηλ))). 4000 weights, five timescales of 1/(ηλ). */
    @Test
    void randomUpdatesSettleAtTheEquilibriumOfDecay() {
        int n = 4000;
        double eta = 0.01;
        double lambda = 0.1;
        var theta = ParamVector.zeros(Layout.vector(n), DataType.DOUBLE);
        var optimizer =
                new Optimizer(chain(new Sgd(), decoupledWeightDecay(lambda)).at(eta), theta);
        var random = new SplittableRandom(17);
        double[] signs = new double[n];
        for (int t = 0; t < 5000; t++) {
            for (int i = 0; i < n; i++) {
                signs[i] = random.nextLong() < 0 ? -1 : 1;
            }
            optimizer.gradient().flat().data().setData(signs);
            optimizer.step(optimizer.gradient(), 0);
        }
        double rms = theta.flat().norm2Number().doubleValue() / Math.sqrt(n);
        double expected = Math.sqrt(eta / (lambda * (2 - eta * lambda)));
        assertEquals(0.2237, expected, 5e-5);
        assertEquals(1, rms / expected, 0.03);
    }
}
