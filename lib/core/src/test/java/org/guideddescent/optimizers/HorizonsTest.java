package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.emas;
import static org.guideddescent.rule.Rules.lawa;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.skipNonFinite;
import static org.guideddescent.rule.Rules.swa;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.guideddescent.rule.Average;
import org.guideddescent.rule.Averages;
import org.guideddescent.rule.Averages.Horizon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Half-lives, several averages of one run, and the mean of the last checkpoints. */
class HorizonsTest {
    private static final int N = Walk.N;

    // ---- half-lives ----

    @Test
    void aHalfLifeIsWhereAPointCountsHalf() {
        for (double steps : new double[] {0.5, 1, 10, 1000}) {
            var mean = Average.halfLife(steps);
            assertEquals(0.5, Math.pow(mean.decay(), steps), 1e-12);
            assertEquals(steps, mean.halfLife(), 1e-9 * steps);
        }
        assertEquals(0, new Average.Exponential(0).halfLife());
        assertThrows(IllegalArgumentException.class, () -> Average.halfLife(0));
    }

    @Test
    void largerBatchesShortenTheHalfLifeByTheirRatio() {
        var mean = Average.halfLife(80);
        assertEquals(20, mean.forBatches(4).halfLife(), 1e-10);
        assertEquals(160, mean.forBatches(0.5).halfLife(), 1e-10);
        assertEquals(Math.pow(mean.decay(), 8), mean.forBatches(8).decay(), 1e-15);
        assertEquals(mean, mean.forBatches(1));
        assertThrows(IllegalArgumentException.class, () -> mean.forBatches(-1));
    }

    // ---- several horizons ----

    @Test
    void eachAverageIsBitwiseTheOneThatARunOfItsOwnKeeps() {
        var types = List.of(
                new Horizon("short", Average.halfLife(3)),
                new Horizon("long", Average.halfLife(30)),
                new Horizon("tail", new Average.Equal(10, 2)),
                new Horizon("growing", new Average.Polynomial(3)));
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var all = new Walk(new Averages(adamW(0.01), types), type).steps(25);
            assertEquals(List.of("short", "long", "tail", "growing"), all.optimizer.averages());
            for (var horizon : types) {
                var alone =
                        new Walk(new org.guideddescent.rule.Averaged(adamW(0.01), horizon.average()), type).steps(25);
                assertArrayEquals(alone.averaged(), read(all, horizon.name()), horizon.name());
                assertArrayEquals(alone.weights(), all.weights());
            }
            assertArrayEquals(read(all, "short"), all.averaged(), "the first one is the one to judge by");
        }
    }

    private static double[] read(Walk walk, String name) {
        return Walk.doubles(walk.optimizer.evaluationWeights(name).flat());
    }

    @Test
    void horizonsAreNamedAfterTheirHalfLives() {
        var walk = new Walk(emas(sgd(0.1), 10, 2.5));
        assertEquals(List.of("half-life 10", "half-life 2.5"), walk.optimizer.averages());
        assertTrue(
                walk.state().keySet().contains("Averages/half-life 10/average"),
                walk.state().keySet() + "");
    }

    @Test
    void twoAveragesCanBeHeldSideBySide() {
        var walk = new Walk(emas(sgd(0.1), 1, 100)).steps(20);
        var near = walk.optimizer.evaluationWeights("half-life 1");
        var far = walk.optimizer.evaluationWeights("half-life 100");
        assertNotSame(near, far);
        double gap = near.flat().distance2(far.flat());
        assertTrue(gap > 1e-3, "gap " + gap);
        double[] before = Walk.doubles(near.flat());
        walk.optimizer.evaluationWeights();
        walk.optimizer.evaluationWeights("half-life 100");
        assertArrayEquals(before, Walk.doubles(near.flat()));
    }

    @Test
    void readingByNameDoesNotDisturbTraining() {
        var alone = new Walk(emas(adamW(0.01), 2, 20)).steps(12);
        var watched = new Walk(emas(adamW(0.01), 2, 20));
        for (int t = 0; t < 12; t++) {
            read(watched, "half-life 20");
            watched.averaged();
            watched.steps(1);
        }
        assertArrayEquals(alone.weights(), watched.weights());
        assertArrayEquals(read(alone, "half-life 20"), read(watched, "half-life 20"));
    }

    @Test
    void beforeTheFirstPointAnAverageIsTheTrainingWeights() {
        var walk = new Walk(new Averages(sgd(0.1), List.of(new Horizon("late", new Average.Equal(5, 1)))));
        for (int t = 0; t < 5; t++) {
            assertArrayEquals(walk.weights(), read(walk, "late"));
            walk.steps(1);
        }
        walk.steps(1);
        assertTrue(Trial.distance(walk.weights(), read(walk, "late")) > 0);
    }

    @Test
    void anAverageInsideARouteIsReadForItsParametersOnly() {
        var walk = new Walk(route(matrices(), emas(sgd(0.1), 5, 50)).otherwise(sgd(0.1))).steps(5);
        double[] whole = read(new Walk(emas(sgd(0.1), 5, 50)).steps(5), "half-life 50");
        double[] found = read(walk, "half-life 50");
        var hidden = Walk.LAYOUT.named("w2");
        for (int i = 0; i < N; i++) {
            boolean averaged = i >= hidden.offset() && i < hidden.end();
            assertEquals(averaged ? whole[i] : walk.weights()[i], found[i], "entry " + i);
        }
    }

    @Test
    void namesReachThroughWhateverStandsAround() {
        var inner = emas(sgd(0.1), 5, 50);
        var walk = new Walk(skipNonFinite(accumulate(2, lookahead(inner)), 3)).steps(10);
        assertEquals(List.of("half-life 5", "half-life 50"), walk.optimizer.averages());
        assertTrue(Trial.distance(read(walk, "half-life 5"), read(walk, "half-life 50")) > 1e-3);
    }

    @Test
    void averagesOnBothSidesOfARouteHaveOneName() {
        var walk = new Walk(route(matrices(), emas(sgd(0.1), 5)).otherwise(emas(sgd(0.1), 5))).steps(9);
        assertEquals(List.of("half-life 5"), walk.optimizer.averages());
        assertArrayEquals(
                new Walk(ema(sgd(0.1), Average.halfLife(5).decay())).steps(9).averaged(), read(walk, "half-life 5"));
    }

    @Test
    void averagesOutliveACheckpoint(@TempDir Path folder) {
        var whole = new Walk(emas(adamW(0.01), 2, 20)).steps(17);
        var first = new Walk(emas(adamW(0.01), 2, 20)).steps(8);
        first.optimizer.save(folder.resolve("c.zip"));
        var second = new Walk(emas(adamW(0.01), 2, 20)).steps(1);
        second.optimizer.load(folder.resolve("c.zip"));
        second.steps(9);
        assertArrayEquals(read(whole, "half-life 2"), read(second, "half-life 2"));
        assertArrayEquals(read(whole, "half-life 20"), read(second, "half-life 20"));
    }

    @Test
    void refusesNamesThatAreNotThereOrTwice() {
        var walk = new Walk(emas(sgd(0.1), 10));
        refuses(
                "no average named 'half-life 9'; have [half-life 10]",
                () -> walk.optimizer.evaluationWeights("half-life 9"));
        refuses("no average named 'x'; have []", () -> new Walk(ema(sgd(0.1), 0.9)).optimizer.evaluationWeights("x"));
        refuses("each average needs a name of its own, got [half-life 10, half-life 10]", () -> emas(sgd(0.1), 10, 10));
        refuses("averages need one or more, e.g. Average.halfLife(100)", () -> emas(sgd(0.1)));
        refuses("an average needs a name, to be asked for by", () -> new Horizon(" ", Average.halfLife(1)));
    }

    // ---- the last checkpoints ----

    @Test
    void latestWeightsAreTheArithmeticMeanOfTheLastCheckpoints() {
        int k = 4;
        int every = 3;
        var walk = new Walk(lawa(heavyBall(0.05, 0.9), k, every));
        var taken = new ArrayList<double[]>();
        for (int t = 1; t <= 60; t++) {
            walk.steps(1);
            if (t % every == 0) {
                taken.add(walk.weights());
            }
            double[] mean = new double[N];
            int n = Math.min(k, taken.size());
            for (double[] each : taken.subList(taken.size() - n, taken.size())) {
                for (int i = 0; i < N; i++) {
                    mean[i] += each[i] / n;
                }
            }
            assertArrayEquals(n == 0 ? walk.weights() : mean, walk.averaged(), 1e-14, "step " + t);
        }
    }

    @Test
    void oneLatestCheckpointOfEveryStepIsTraining() {
        var walk = new Walk(lawa(adamW(0.01), 1, 1)).steps(7);
        assertArrayEquals(walk.weights(), walk.averaged());
    }

    @Test
    void asManyLatestCheckpointsAsStepsAreTheMeanOfAll() {
        assertArrayEquals(
                new Walk(swa(sgd(0.1), 2, 2)).steps(20).averaged(),
                new Walk(lawa(sgd(0.1), 10, 2)).steps(20).averaged(),
                1e-14);
    }

    @Test
    void theRingForgetsWhatIsOld() {
        // The same checkpoints at the end, whatever came before: the start is far away and must not show through.
        var walk = new Walk(lawa(sgd(1), 3, 1));
        walk.step(filled(-1e6), 0);
        for (int t = 0; t < 3; t++) {
            walk.step(filled(0), 0);
        }
        assertArrayEquals(walk.weights(), walk.averaged(), 1e-9);
        walk.step(filled(3), 0);
        for (int i = 0; i < N; i++) {
            assertEquals(walk.weights()[i] + 2, walk.averaged()[i], 1e-9);
        }
    }

    private static double[] filled(double value) {
        double[] g = new double[N];
        java.util.Arrays.fill(g, value);
        return g;
    }

    private static void refuses(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
