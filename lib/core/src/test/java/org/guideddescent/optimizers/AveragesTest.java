package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeSgd;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.emas;
import static org.guideddescent.rule.Rules.gpa;
import static org.guideddescent.rule.Rules.lawa;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.polyakAverage;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.guideddescent.rule.Rules.swa;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.guideddescent.rule.ScheduleFree;
import org.guideddescent.rule.Transform;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The weights that averages read out, against sums over the path. */
class AveragesTest {
    private static final int N = Walk.N;

    @Test
    void theExponentialMeanIsTheOracleSumWithItsCorrection() {
        double beta = 0.9;
        follow(ema(heavyBall(0.05, 0.9), beta), (path, t) -> {
            double[] mean = new double[N];
            double weights = 0;
            for (int i = 1; i <= t; i++) {
                double w = (1 - beta) * Math.pow(beta, t - i);
                weights += w;
                add(mean, w, path.get(i));
            }
            return times(mean, 1 / weights);
        });
    }

    @Test
    void theArithmeticMeanTakesEachPointOnce() {
        follow(swa(heavyBall(0.05, 0.9), 5, 3), (path, t) -> {
            double[] mean = new double[N];
            int points = 0;
            for (int i = 5; i <= t; i += 3) {
                add(mean, 1, path.get(i));
                points++;
            }
            return points == 0 ? path.get(t) : times(mean, 1.0 / points);
        });
    }

    @Test
    void polyaksAverageIsTheMeanOfAllWeightsPassedThroughButTheFirst() {
        follow(polyakAverage(heavyBall(0.05, 0.9)), (path, t) -> {
            double[] mean = new double[N];
            for (int i = 1; i <= t; i++) {
                add(mean, 1.0 / t, path.get(i));
            }
            return mean;
        });
    }

    @Test
    void polynomialAveragesWeighPointsByRisingProducts() {
        // Shamir and Zhang's recursion with η = 3 gives point i the weight i (i + 1) (i + 2).
        follow(polyakAverage(heavyBall(0.05, 0.9), 3), (path, t) -> {
            double[] mean = new double[N];
            double weights = 0;
            for (int i = 1; i <= t; i++) {
                double w = i * (i + 1.0) * (i + 2.0);
                weights += w;
                add(mean, w, path.get(i));
            }
            return times(mean, 1 / weights);
        });
    }

    @Test
    void polynomialAverageOfDegreeZeroIsPolyaks() {
        assertArrayEquals(
                new Walk(polyakAverage(sgd(0.1))).steps(20).averaged(),
                new Walk(polyakAverage(sgd(0.1), 0)).steps(20).averaged(),
                1e-15);
    }

    @Test
    void theAverageOfAConstantIsTheConstantBitwise() {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (var rule : List.of(
                    ema(sgd(0), 0.99),
                    swa(sgd(0), 3, 2),
                    polyakAverage(sgd(0)),
                    polyakAverage(sgd(0), 2),
                    emas(sgd(0), 3, 30),
                    lawa(sgd(0), 4, 2),
                    lookahead(sgd(0), 3, 0.3))) {
                var walk = new Walk(rule, type);
                double[] start = walk.weights();
                walk.steps(50);
                assertArrayEquals(start, walk.averaged(), rule.toString());
                assertArrayEquals(start, walk.weights(), rule.toString());
            }
        }
    }

    @Test
    void readingAnAverageDoesNotDisturbTraining() {
        for (var rule : averages()) {
            var alone = new Walk(rule, DataType.FLOAT).steps(12);
            var read = new Walk(rule, DataType.FLOAT);
            for (int t = 0; t < 12; t++) {
                double[] before = read.weights();
                double[] first = read.averaged();
                assertArrayEquals(first, read.averaged(), rule.toString());
                assertArrayEquals(before, read.weights(), rule.toString());
                read.steps(1);
            }
            assertArrayEquals(alone.weights(), read.weights(), rule.toString());
            assertArrayEquals(alone.averaged(), read.averaged(), rule.toString());
        }
    }

    @Test
    void beforeTheFirstStepAverageAndWeightsAreTheSame() {
        for (var rule : averages()) {
            var walk = new Walk(rule);
            assertArrayEquals(walk.weights(), walk.averaged(), rule.toString());
        }
        var plain = new Walk(accumulate(2, adamW(0.01))).steps(3);
        assertSame(plain.theta, plain.optimizer.evaluationWeights());
    }

    private static List<Transform> averages() {
        return List.of(
                ema(adamW(0.01), 0.9),
                swa(adamW(0.01), 3, 2),
                polyakAverage(sgd(0.1)),
                emas(adamW(0.01), 2, 20),
                lawa(adamW(0.01), 3, 2),
                lookahead(adamW(0.01)),
                scheduleFreeAdamW(0.01, 0.1, 5),
                gpa(new Adam(0.9, 0.999, 1e-8)).at(0.01));
    }

    @Test
    void anAverageInsideARouteIsReadOutForItsParametersOnly() {
        var walk = new Walk(route(matrices(), ema(sgd(0.1), 0.9)).otherwise(sgd(0.1))).steps(5);
        var all = new Walk(ema(sgd(0.1), 0.9)).steps(5);
        double[] read = walk.averaged();
        var hidden = Walk.LAYOUT.named("w2");
        for (int i = 0; i < N; i++) {
            boolean averaged = i >= hidden.offset() && i < hidden.end();
            assertEquals(averaged ? all.averaged()[i] : walk.weights()[i], read[i], "entry " + i);
        }
    }

    @Test
    void theOutermostAverageIsTheOneReadOut() {
        var walk = new Walk(ema(ema(sgd(0.1), 0.5), 0.9)).steps(6);
        assertArrayEquals(new Walk(ema(sgd(0.1), 0.9)).steps(6).averaged(), walk.averaged());
    }

    // ---- schedule-free ----

    @Test
    void scheduleFreeIsTheThreeSequenceReferenceForAHundredSteps() {
        for (double decay : new double[] {0, 0.01}) {
            var walk = new Walk(scheduleFreeAdamW(0.02, decay, 10));
            var oracle =
                    new WrapperOracles.ScheduleFree(0.02, 0.9, 10, WrapperOracles.adam(0, 0.999, 1e-8, decay, N), N);
            threeSequences(walk, oracle, oracle.x, oracle.z);
        }
        var walk = new Walk(scheduleFreeSgd(0.3, 0));
        var oracle = new WrapperOracles.ScheduleFree(0.3, 0.9, 0, WrapperOracles.gradient(), N);
        threeSequences(walk, oracle, oracle.x, oracle.z);
    }

    private static void threeSequences(Walk walk, Oracle oracle, double[] x, double[] z) {
        double[] y = walk.weights();
        for (int t = 1; t <= 100; t++) {
            double[] g = Walk.gradient(y, t);
            oracle.step(y, g, t);
            walk.steps(1);
            assertArrayEquals(y, walk.weights(), 1e-12, "y at step " + t);
            assertArrayEquals(x, walk.averaged(), 1e-12, "x at step " + t);
            assertArrayEquals(z, walk.z(), 1e-12, "z at step " + t);
        }
    }

    @Test
    void whatScheduleFreeReadsOutIsTheWeightedMeanOfTheBaseSequence() {
        var walk = new Walk(new ScheduleFree(new Sgd(), 0.8, 7, 1, 2).at(0.1));
        double[] sum = new double[N];
        double weights = 0;
        for (int t = 1; t <= 40; t++) {
            walk.steps(1);
            double w = t * Math.pow(0.1 * Math.min(1, t / 7.0), 2);
            weights += w;
            add(sum, w, walk.z());
            assertArrayEquals(times(sum, 1 / weights), walk.averaged(), 1e-13);
        }
    }

    @Test
    void warmingUpInsideOrByAScheduleIsTheSame() {
        var inside = scheduleFree(new HeavyBall(0.5), 0.9, 8).at(0.1);
        var outside = scheduleFree(new HeavyBall(0.5), 0.9, 0).schedule(t -> Math.min(1, t / 8.0) * 0.1);
        assertArrayEquals(
                new Walk(inside).steps(20).averaged(),
                new Walk(outside).steps(20).averaged(),
                1e-14);
    }

    @Test
    void scheduleFreeAveragesEveryParameterAtItsOwnRate() {
        // Parameters with different rates have different weights in their means; each is as if it were alone.
        var rule =
                scheduleFree(route(matrices(), new Sgd().schedule(t -> 0.1 * t)).otherwise(new Sgd().at(0.01)), 0.9, 0);
        double[] both = new Walk(rule).steps(9).averaged();
        double[] fast = new Walk(scheduleFree(new Sgd().schedule(t -> 0.1 * t), 0.9, 0))
                .steps(9)
                .averaged();
        double[] slow =
                new Walk(scheduleFree(new Sgd().at(0.01), 0.9, 0)).steps(9).averaged();
        var hidden = Walk.LAYOUT.named("w2");
        for (int i = 0; i < N; i++) {
            assertEquals(i >= hidden.offset() && i < hidden.end() ? fast[i] : slow[i], both[i], 1e-14);
        }
    }

    @Test
    void scheduleFreeDescendsAQuadraticFurtherInItsAverageThanInItsLastPoint() {
        // Noise of the slope keeps the last point away from the minimum of the mean loss, which is near zero.
        var walk = new Walk(scheduleFreeSgd(1, 0)).steps(2000);
        assertTrue(norm(walk.averaged()) < 0.3 * norm(walk.z()), norm(walk.averaged()) + " against " + norm(walk.z()));
    }

    // ---- generalized primal averaging ----

    @Test
    void primalAveragingWithoutMemoryIsTheRuleInside() {
        for (double decay : new double[] {0, 0.01}) {
            for (double muY : new double[] {0.3, 0.9, 1}) {
                var rule = chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(decay));
                var walk = new Walk(gpa(rule, 0, muY).at(0.01)).steps(100);
                assertArrayEquals(new Walk(adamW(0.01, decay)).steps(100).weights(), walk.weights(), 1e-12);
                assertArrayEquals(walk.weights(), walk.averaged(), 1e-12);
            }
        }
    }

    @Test
    void primalAveragingAtTheAverageIsHeavyBall() {
        var walk = new Walk(gpa(new Sgd(), 0.9, 1).at(0.2 / (1 - 0.9))).steps(100);
        assertArrayEquals(new Walk(heavyBall(0.2, 0.9)).steps(100).weights(), walk.weights(), 1e-12);
        assertArrayEquals(walk.weights(), walk.averaged(), 1e-12);
    }

    @Test
    void primalAveragingWithBothEqualIsNesterov() {
        var walk = new Walk(gpa(new Sgd(), 0.9, 0.9).at(0.1 / (1 - 0.9))).steps(100);
        assertArrayEquals(new Walk(nesterov(0.1, 0.9)).steps(100).weights(), walk.weights(), 1e-12);
    }

    @Test
    void primalAveragingIsItsThreeSequenceReference() {
        var walk = new Walk(gpa(new Adam(0.9, 0.999, 1e-8)).at(0.02));
        var oracle =
                new WrapperOracles.PrimalAverage(0.02, 0.9967, 0.7, WrapperOracles.adam(0.9, 0.999, 1e-8, 0, N), N);
        threeSequences(walk, oracle, oracle.x, oracle.z);
    }

    // ---- the path and its sums ----

    @FunctionalInterface
    private interface Mean {
        /** path: the weights after each step, the start at 0. */
        double[] of(List<double[]> path, int t);
    }

    private static void follow(Transform rule, Mean mean) {
        var walk = new Walk(rule);
        var path = new ArrayList<double[]>();
        path.add(walk.weights());
        for (int t = 1; t <= 50; t++) {
            walk.steps(1);
            path.add(walk.weights());
            assertArrayEquals(mean.of(path, t), walk.averaged(), 1e-13, "step " + t);
        }
        assertFalse(Arrays.equals(walk.weights(), walk.averaged()));
    }

    private static void add(double[] sum, double w, double[] x) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += w * x[i];
        }
    }

    private static double[] times(double[] x, double c) {
        return Arrays.stream(x).map(v -> c * v).toArray();
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }
}
