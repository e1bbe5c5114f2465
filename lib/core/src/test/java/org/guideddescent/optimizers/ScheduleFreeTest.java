package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.gpa;
import static org.guideddescent.rule.Rules.polyakAverage;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.rule.ScheduleFree;
import org.guideddescent.rule.Transform;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The two ends of schedule-free, what it averages, and how it fares against schedules that know the horizon. */
class ScheduleFreeTest {
    private static final int N = Walk.N;

    @Test
    void withBetaZeroItIsDescentWithAUniformAverage() {
        var free = new Walk(scheduleFree(new Sgd(), 0, 0).at(0.1));
        var plain = new Walk(polyakAverage(sgd(0.1)));
        for (int t = 1; t <= 100; t++) {
            free.steps(1);
            plain.steps(1);
            assertArrayEquals(plain.weights(), free.weights(), 1e-13, "z at step " + t);
            assertArrayEquals(plain.averaged(), free.averaged(), 1e-13, "x at step " + t);
        }
        assertTrue(Trial.distance(free.weights(), free.averaged()) > 1e-2);
    }

    @Test
    void withBetaZeroItsThreeSequencesAreThoseOfTheReference() {
        var walk = new Walk(scheduleFree(new HeavyBall(0.5), 0, 8).at(0.05));
        var oracle = new WrapperOracles.ScheduleFree(0.05, 0, 8, WrapperOracles.momentum(0.5, N), N);
        double[] y = walk.weights();
        for (int t = 1; t <= 50; t++) {
            oracle.step(y, Walk.gradient(y, t), t);
            walk.steps(1);
            assertArrayEquals(y, walk.weights(), 1e-12);
            assertArrayEquals(oracle.x, walk.averaged(), 1e-12);
        }
    }

    @Test
    void primalAveragingOfItsOwnSpeedWithGradientsAtTheIterateIsAnExponentialMean() {
        // With μ_y = 0 the mean has no influence; it is the mean of ema, but begins with the start and has no
        // correction.
        var walk = new Walk(gpa(new Sgd(), 0.9, 0).at(0.1));
        double[] x = walk.weights();
        for (int t = 1; t <= 30; t++) {
            walk.steps(1);
            for (int i = 0; i < N; i++) {
                x[i] = 0.9 * x[i] + 0.1 * walk.weights()[i];
            }
            assertArrayEquals(x, walk.averaged(), 1e-14);
        }
        assertArrayEquals(new Walk(ema(sgd(0.1), 0.9)).steps(30).weights(), walk.weights(), 1e-14);
    }

    @Test
    void withBetaOneItIsPrimalAveraging() {
        var walk = new Walk(scheduleFree(new Sgd(), 1, 0).at(0.2));
        double[] x = walk.weights();
        double[] z = x.clone();
        for (int t = 1; t <= 100; t++) {
            double[] g = Walk.gradient(x, t); // At the average itself.
            for (int i = 0; i < N; i++) {
                z[i] -= 0.2 * g[i];
                x[i] += (z[i] - x[i]) / t;
            }
            walk.steps(1);
            assertArrayEquals(x, walk.weights(), 1e-12, "step " + t);
            assertArrayEquals(x, walk.averaged(), 1e-12, "step " + t);
        }
    }

    @Test
    void theNamedRuleIsTheWrapperAroundAdamWithoutMomentum() {
        for (double decay : new double[] {0, 0.01}) {
            var named = new Walk(scheduleFreeAdamW(0.02, decay, 10)).steps(100);
            var direction = chain(new Adam(0, 0.999, 1e-8), decoupledWeightDecay(decay));
            var wrapped = new Walk(scheduleFree(direction, 0.9, 10).at(0.02)).steps(100);
            assertArrayEquals(named.weights(), wrapped.weights(), 1e-12);
            assertArrayEquals(named.averaged(), wrapped.averaged(), 1e-12);
        }
    }

    /** Weights wᵢ/Σw, positive and with sum one, make x of the z's; every entry of x is within the range of theirs. */
    @Test
    void itsAverageIsAConvexCombinationOfTheBaseSequence() {
        var walk = new Walk(new ScheduleFree(new Sgd(), 0.9, 5, 1, 2).at(0.1));
        var base = new ArrayList<double[]>();
        for (int t = 1; t <= 40; t++) {
            walk.steps(1);
            base.add(walk.z());
            double[] x = walk.averaged();
            double[] combined = new double[N];
            double all = 0;
            for (int i = 1; i <= t; i++) {
                all += i * Math.pow(Math.min(1, i / 5.0), 2);
            }
            double sum = 0;
            for (int i = 1; i <= t; i++) {
                double c = i * Math.pow(Math.min(1, i / 5.0), 2) / all;
                sum += c;
                for (int j = 0; j < N; j++) {
                    combined[j] += c * base.get(i - 1)[j];
                }
            }
            assertEquals(1, sum, 1e-12);
            assertArrayEquals(combined, x, 1e-12);
            for (int j = 0; j < N; j++) {
                int at = j;
                double low = base.stream().mapToDouble(p -> p[at]).min().orElseThrow();
                double high = base.stream().mapToDouble(p -> p[at]).max().orElseThrow();
                assertTrue(x[j] >= low - 1e-12 && x[j] <= high + 1e-12, "entry " + j + " at step " + t);
            }
        }
    }

    // ---- against schedules ----

    private static final int STEPS = 2000;
    private static final int SEEDS = 8;

    /** f(x) = E|aᵀ(x − x*) + ½ n|, a normal, n of Student's t with two degrees of freedom; x* = 0, one example a step. */
    private static final class Absolute implements Objective {
        static final int D = 20;
        private final Layout layout = Layout.vector(D);
        private final double[] a = new double[D];
        private final Random random;

        Absolute(long seed) {
            random = new Random(seed);
        }

        double[] start() {
            return IntStream.range(0, D).mapToDouble(i -> random.nextGaussian()).toArray();
        }

        static double student(Random random) {
            double chi = (Math.pow(random.nextGaussian(), 2) + Math.pow(random.nextGaussian(), 2)) / 2;
            return random.nextGaussian() / Math.sqrt(chi);
        }

        @Override
        public Layout layout() {
            return layout;
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            double r = 0.5 * student(random);
            var data = theta.flat().data();
            for (int i = 0; i < D; i++) {
                a[i] = random.nextGaussian();
                r += a[i] * data.getDouble(i);
            }
            var g = grad.flat().data();
            for (int i = 0; i < D; i++) {
                g.put(i, Math.signum(r) * a[i]);
            }
            return Math.abs(r);
        }
    }

    /** Mean distance to x* over eight seeds at a quarter and at the end, at the rate that is best at the end. */
    private record Result(double quarter, double end) {}

    private static Result tuned(DoubleFunction<Transform> rule, double... rates) {
        var all = each(rule, rates);
        var best = Collections.min(all, Comparator.comparingDouble(Result::end));
        int at = all.indexOf(best);
        assertTrue(at > 0 && at + 1 < rates.length, "the best rate is at the edge of " + Arrays.toString(rates));
        return best;
    }

    private static List<Result> each(DoubleFunction<Transform> rule, double... rates) {
        return Arrays.stream(rates).mapToObj(r -> mean(rule.apply(r))).toList();
    }

    private static Result mean(Transform rule) {
        double quarter = 0;
        double end = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var f = new Absolute(seed);
            var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
            theta.flat().assign(Nd4j.createFromArray(f.start()));
            var optimizer = new Optimizer(rule, theta);
            for (int t = 1; t <= STEPS; t++) {
                double loss = f.gradient(theta, Batch.NONE, optimizer.gradient());
                optimizer.step(optimizer.gradient(), loss);
                quarter += t == STEPS / 4 ? distance(optimizer) / SEEDS : 0;
            }
            end += distance(optimizer) / SEEDS;
        }
        return new Result(quarter, end);
    }

    private static double distance(Optimizer optimizer) {
        return optimizer.evaluationWeights().flat().norm2Number().doubleValue();
    }

    /** Rates a quarter of a decade apart. */
    private static double[] quarters(double from, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> from * Math.pow(10, i / 4.0))
                .toArray();
    }

    /** Rates are tuned for the end. Schedule-free may take any rate with which it ends no worse than the best schedule does. */
    @Test
    void itEndsAsWellAsTheBestScheduleAndIsAheadAtAQuarter() {
        var cosine = tuned(r -> new Sgd().schedule(Schedules.cosine(r, 0, STEPS)), quarters(0.00562, 3));
        var linear = tuned(r -> new Sgd().schedule(Schedules.linear(r, 0, STEPS)), quarters(0.00562, 3));
        var constant = tuned(r -> sgd(r), quarters(0.00316, 3));
        double best = Math.min(cosine.end(), linear.end());
        var free = each(r -> scheduleFree(new Sgd(), 0.5, 0).at(r), quarters(0.01, 4)).stream()
                .filter(r -> r.end() <= best)
                .min(Comparator.comparingDouble(Result::quarter))
                .orElseThrow();
        var all = "cosine " + cosine + ", linear " + linear + ", constant " + constant + ", free " + free;
        assertTrue(free.quarter() < 0.6 * cosine.quarter(), all);
        assertTrue(constant.end() >= 1.3 * best, all);
        // A control that keeps one honest: β is a number to tune, and on this loss the usual 0.9 is not it.
        var usual = tuned(r -> scheduleFree(new Sgd(), 0.9, 0).at(r), quarters(0.0178, 4));
        assertTrue(usual.end() > 1.3 * best, all + ", with β = 0.9 " + usual);
    }
}
