package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.guideddescent.model.Quadratic;
import org.guideddescent.model.SpectralMatrix;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.Objective;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What gauges read, against closed forms. */
class GaugeTest {
    private static final int D = 10;
    private static final int B = 8;
    private static final int K = 4;
    private static final Seed SEED = new Seed(2);

    /** The mean of the examples' dot products with x: their gradients are the examples themselves, whatever x is. */
    private record Slope(Layout layout) implements Objective {
        Slope() {
            this(Layout.vector(D));
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            grad.flat().assign(batch.inputs().mean(0));
            return 1;
        }
    }

    /** B examples from the normal distribution with mean (g, …, g) and covariance diag(i² / 4), i = 1 … D. */
    private static Batches normal(double g) {
        return t -> {
            var random = new Random(1000 + t);
            double[][] x = new double[B][D];
            for (double[] row : x) {
                for (int i = 0; i < D; i++) {
                    row[i] = g + (i + 1) / 2.0 * random.nextGaussian();
                }
            }
            return new Batch(Nd4j.createFromArray(x), Nd4j.zeros(DataType.DOUBLE, B, 1));
        };
    }

    private static double[] meanOfNormals(Random random, double g) {
        var sum = new double[D];
        for (int b = 0; b < B; b++) {
            for (int i = 0; i < D; i++) {
                sum[i] += (g + (i + 1) / 2.0 * random.nextGaussian()) / B;
            }
        }
        return sum;
    }

    private static final double TRACE =
            IntStream.rangeClosed(1, D).mapToDouble(i -> i * i / 4.0).sum();

    /** One estimate for each of n steps: |G|², tr Σ, their quotient, and |mean gradient|². */
    private static double[][] estimates(double g, int n) {
        var theta = ParamVector.zeros(Layout.vector(D), DataType.DOUBLE);
        var slots = new Slots(DataType.DOUBLE);
        var meter = Gauge.noiseScale(0).bind(theta, slots);
        var batch = new Batch(Nd4j.zeros(DataType.DOUBLE, B, 1), Nd4j.zeros(DataType.DOUBLE, B, 1));
        var random = new Random(7);
        var out = new double[4][n];
        var part = theta.like();
        var mean = theta.like();
        for (int t = 0; t < n; t++) {
            var sum = new double[D];
            for (int j = 0; j < K; j++) {
                double[] gradient = meanOfNormals(random, g);
                part.flat().assign(Nd4j.createFromArray(gradient));
                meter.part(batch, part);
                Arrays.setAll(sum, i -> sum[i] + gradient[i] / K);
            }
            mean.flat().assign(Nd4j.createFromArray(sum));
            meter.before(mean);
            out[2][t] = meter.after();
            out[0][t] = slots.state().get("gradient squared").getDouble(0);
            out[1][t] = slots.state().get("trace").getDouble(0);
            out[3][t] = Arrays.stream(sum).map(x -> x * x).sum();
        }
        return out;
    }

    private static double mean(double... x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double standardError(double... x) {
        double m = mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - m) * (v - m)).sum() / (x.length - 1) / x.length);
    }

    /** 2000 steps of 4 micro-batches of 8 examples; three standard errors. */
    @Test
    void bothEstimatesOfTheNoiseScaleAreUnbiasedAndTheNaiveOnesAreNot() {
        double g = 1.5;
        double square = D * g * g;
        var e = estimates(g, 2000);
        assertEquals(square, mean(e[0]), 3 * standardError(e[0]));
        assertEquals(TRACE, mean(e[1]), 3 * standardError(e[1]));
        // The squared mean gradient is too long by tr Σ / (k b).
        assertTrue(mean(e[3]) - square > 5 * standardError(e[3]), "a naive |G|² passes too");
        assertEquals(square + TRACE / (K * B), mean(e[3]), 3 * standardError(e[3]));
        // A mean of quotients is not the quotient of the means.
        assertTrue(mean(e[2]) - TRACE / square > 5 * standardError(e[2]), "a mean of quotients passes too");
        double error = TRACE / square * (standardError(e[0]) / square + standardError(e[1]) / TRACE);
        assertEquals(TRACE / square, mean(e[1]) / mean(e[0]), 3 * error);
    }

    @Test
    void aTrainerRecordsTheSmoothedNoiseScale() {
        var run = new Trainer(new Slope(), normal(3), SEED)
                .accumulating(K)
                .reading(2, Gauge.noiseScale(0.99))
                .train(optimizer(Optimizers.sgd(0.01), Layout.vector(D)), 1200);
        var readings = run.readings("noise scale");
        assertEquals(600, readings.size());
        assertEquals(2, readings.get(0).step());
        // The running means are over some 200 readings: a relative error of 13 % / √200, four times.
        assertEquals(TRACE / 90, readings.get(599).value(), 0.04 * TRACE / 90);
    }

    @Test
    void theNoiseScaleFollowsTheFormulaOfThePaper() {
        var theta = ParamVector.zeros(Layout.vector(1), DataType.DOUBLE);
        var meter = Gauge.noiseScale(0.5).bind(theta, new Slots(DataType.DOUBLE));
        double squared = 0;
        double trace = 0;
        for (double[] pair : new double[][] {{3, 1}, {2, 4}, {5, 1}}) {
            double m = (pair[0] + pair[1]) / 2;
            double small = (pair[0] * pair[0] + pair[1] * pair[1]) / 2;
            squared = 0.5 * squared + 0.5 * (2 * B * m * m - B * small) / B;
            trace = 0.5 * trace + 0.5 * (small - m * m) / (1.0 / B - 1.0 / (2 * B));
            meter.part(normal(0).at(1), number(pair[0]));
            meter.part(normal(0).at(1), number(pair[1]));
            meter.before(number(m));
            assertEquals(trace / squared, meter.after(), 1e-12);
        }
    }

    private static ParamVector number(double x) {
        var v = ParamVector.zeros(Layout.vector(1), DataType.DOUBLE);
        v.flat().assign(x);
        return v;
    }

    @Test
    void aStepOfOneMicroBatchHasNoNoiseScaleAndOneOfMoreHas() {
        var run = new Trainer(new Slope(), normal(3), SEED)
                .accumulating(t -> t > 5 ? 2 : 1)
                .reading(1, Gauge.noiseScale(0.9), Gauge.batchSize())
                .train(optimizer(Optimizers.sgd(0.01), Layout.vector(D)), 8);
        assertEquals(6, run.readings("noise scale").get(0).step());
        assertEquals(3, run.readings("noise scale").size());
        assertEquals(B, run.readings("batch size").get(4).value());
        assertEquals(2 * B, run.readings("batch size").get(5).value());
    }

    @Test
    void theNoiseScaleOfSingleBatchesIsRefusedWithTheWayOut() {
        var trainer = new Trainer(new Slope(), normal(3), SEED).reading(1, Gauge.noiseScale(0.9));
        var optimizer = optimizer(Optimizers.sgd(0.01), Layout.vector(D));
        var e = assertThrows(IllegalArgumentException.class, () -> trainer.train(optimizer, 8));
        assertTrue(e.getMessage().contains("accumulating(2)"), e.getMessage());
        assertEquals(0, optimizer.steps());
    }

    @Test
    void gradientNormAndUpdateRatioOfADescentOnAQuadratic() {
        var f = Quadratic.of(SpectralMatrix.diagonal(1, 3));
        var run = new Trainer(f, t -> Batch.NONE, SEED)
                .reading(1, Gauge.gradientNorm(), Gauge.updateRatio())
                .train(optimizer(Optimizers.sgd(0.1), f.layout()), 6);
        double x = 1;
        double y = 1;
        for (int t = 0; t < 6; t++) {
            double g = Math.hypot(x, 3 * y);
            assertEquals(g, run.readings("gradient norm").get(t).value(), 1e-14);
            assertEquals(
                    0.1 * g / Math.hypot(x, y),
                    run.readings("update ratio").get(t).value(),
                    1e-14);
            x -= 0.1 * x;
            y -= 0.3 * y;
        }
        assertEquals(12, run.readings().size());
    }

    @Test
    void namesAreUsedOnceAndDecaysAreFractions() {
        var trainer = new Trainer(new Slope(), normal(1), SEED).reading(1, Gauge.gradientNorm());
        var e = assertThrows(IllegalArgumentException.class, () -> trainer.reading(5, Gauge.gradientNorm()));
        assertEquals("two measures or gauges are named 'gradient norm'; give each its own", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> trainer.evaluating("gradient norm", 5, theta -> 0));
        assertThrows(IllegalArgumentException.class, () -> trainer.evaluating("a\nb", 5, theta -> 0));
        assertThrows(IllegalArgumentException.class, () -> trainer.evaluating("a", 0, theta -> 0));
        e = assertThrows(IllegalArgumentException.class, () -> Gauge.noiseScale(1));
        assertEquals("the decay of the noise scale must be in [0, 1), got 1.0", e.getMessage());
    }

    private static Optimizer optimizer(org.guideddescent.rule.Transform rule, Layout layout) {
        var theta = ParamVector.zeros(layout, DataType.DOUBLE);
        theta.flat().assign(1);
        return new Optimizer(rule, theta);
    }
}
