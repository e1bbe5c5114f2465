package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;
import org.guideddescent.rule.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {
    private static final Seed SEED = new Seed(3);

    private final Network net =
            Network.of(Layers.linear(4, 8).then(Layers.tanh()).then(Layers.linear(8, 2)), Loss.SQUARED_ERROR);

    /** A batch that is a function of the step alone. */
    private final Batches batches = t -> {
        var random = new Random(t);
        var x = Nd4j.createFromArray(floats(random, 16 * 4)).reshape(16, 4);
        return new Batch(x, x.getColumns(0, 1).dup('c'));
    };

    @Test
    void theCurveHasOnePointAStepAndTheLossFalls() {
        var seen = new ArrayList<Long>();
        var run = new Trainer(net, batches, SEED)
                .showing((step, of, loss) -> {
                    assertEquals(200, of);
                    seen.add(step);
                })
                .train(optimizer(Optimizers.adam(0.01)), 200);
        assertEquals(200, run.curve().size());
        assertEquals(200, seen.size());
        assertEquals(200, run.steps());
        assertFalse(run.diverged());
        assertTrue(run.finalLoss(20) < 0.1 * run.losses()[0], run.finalLoss(20) + " after " + run.losses()[0]);
        assertTrue(run.environment().containsKey("ops"));
    }

    @Test
    void theSameSeedGivesBitwiseTheSameCurve() {
        var trainer = new Trainer(net, batches, SEED);
        assertArrayEquals(
                trainer.train(optimizer(Optimizers.adamW(0.01)), 50).losses(),
                trainer.train(optimizer(Optimizers.adamW(0.01)), 50).losses());
    }

    @Test
    void aRunContinuesBitwiseFromItsCheckpoint(@TempDir java.nio.file.Path folder) {
        var trainer = new Trainer(net, batches, SEED);
        var whole = optimizer(Optimizers.adamW(0.01));
        trainer.train(whole, 40);
        var first = optimizer(Optimizers.adamW(0.01));
        trainer.train(first, 25);
        trainer.save(first, folder.resolve("run.zip"));
        var second = optimizer(Optimizers.adamW(0.01));
        trainer.load(second, folder.resolve("run.zip"));
        trainer.train(second, 40);
        assertArrayEquals(
                whole.weights().flat().toFloatVector(), second.weights().flat().toFloatVector());
    }

    @Test
    void aCheckpointOfAnotherSeedIsRefused(@TempDir java.nio.file.Path folder) {
        var optimizer = optimizer(Optimizers.adamW(0.01));
        new Trainer(net, batches, SEED).save(optimizer, folder.resolve("run.zip"));
        var other = new Trainer(net, batches, new Seed(4));
        var e = assertThrows(IllegalArgumentException.class, () -> other.load(optimizer, folder.resolve("run.zip")));
        assertTrue(e.getMessage().endsWith("its seed is 3 but here it is 4"), e.getMessage());
    }

    @Test
    void describeCountsTheBytesOfState() {
        var optimizer = optimizer(Optimizers.adamW(0.01));
        long n = net.layout().size();
        assertTrue(
                optimizer.describe().contains(n + " parameters, " + 8 * n + " bytes of state"), optimizer.describe());
    }

    @Test
    void aDivergingRunIsAResultThatSaysWhyAndKeepsTheLastWeights() {
        var optimizer = optimizer(Optimizers.sgd(1e6));
        var run = new Trainer(net, batches, SEED).train(optimizer, 500);
        assertTrue(run.diverged());
        assertEquals(Double.POSITIVE_INFINITY, run.finalLoss(5));
        var why = run.stopped().orElseThrow();
        assertTrue(
                why.matches("(loss is (NaN|Infinity)|the gradient is not finite) at step \\d+ \\(rule Sgd.*are kept"),
                why);
        assertEquals(run.steps(), optimizer.steps());
        assertTrue(run.steps() < 500);
    }

    @Test
    void aLimitStopsARunEarlier() {
        var run = new Trainer(net, batches, SEED).stoppingAbove(50).train(optimizer(Optimizers.sgd(10)), 500);
        assertTrue(
                run.stopped().orElseThrow().contains("is above the limit 50.0"),
                run.stopped().toString());
    }

    @Test
    void measuresAreOfTheWeightsToJudgeByEverySoManyStepsAndAtTheEnd() {
        var optimizer = optimizer(Rules.ema(Optimizers.adam(0.01), 0.9));
        var seen = new ArrayList<Double>();
        var run = new Trainer(net, batches, SEED)
                .evaluating("first weight", 7, theta -> theta.flat().getDouble(0))
                .evaluating("always", 1, theta -> {
                    assertTrue(theta != optimizer.weights(), "an average is a copy");
                    seen.add(theta.flat().getDouble(0));
                    return 1;
                })
                .train(optimizer, 25);
        var weights = run.evaluations("first weight");
        assertEquals(
                List.of(7L, 14L, 21L, 25L),
                weights.stream().map(Run.Evaluation::step).toList());
        assertEquals(seen.get(13), weights.get(1).value());
        assertEquals(
                optimizer.evaluationWeights().flat().getDouble(0),
                weights.get(3).value());
        assertEquals(25 + 4, run.evaluations().size());
    }

    @Test
    void timeSpentLookingIsNotTraining() {
        long begin = System.nanoTime();
        var run = new Trainer(net, batches, SEED)
                .evaluating("slow", 1, theta -> pause())
                .showing((step, of, loss) -> pause())
                .calling(moment -> Optional.of("").filter(x -> pause() > 0))
                .train(optimizer(Optimizers.sgd(0.01)), 3);
        double wall = (System.nanoTime() - begin) * 1e-9;
        // Nine pauses, which are no part of it, and the rest of the time, of which it is a part.
        assertTrue(run.curve().get(2).seconds() <= wall - 9 * 0.05);
        assertEquals(run.curve().get(2).seconds(), run.evaluations().get(2).seconds());
    }

    private static double pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 0;
    }

    @Test
    void callbacksSeeEachStepAndTheFirstReasonStopsTheRun() {
        var seen = new ArrayList<Long>();
        var optimizer = optimizer(Optimizers.adam(0.01));
        var run = new Trainer(net, batches, SEED)
                .evaluating("accuracy", 100, theta -> 0.5)
                .calling(moment -> {
                    seen.add(moment.step());
                    assertEquals(moment.step(), moment.optimizer().steps());
                    assertEquals(50, moment.of());
                    return moment.step() < 9 ? Callback.GO_ON : Optional.of("nine is enough");
                })
                .calling(moment -> Optional.of("later").filter(x -> moment.step() == 9))
                .train(optimizer, 50);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), seen);
        assertEquals(new Run.End(Run.Kind.STOPPED, "nine is enough", 9, 9), run.end());
        assertFalse(run.diverged());
        assertEquals(9, run.steps());
        assertEquals(9, run.evaluations("accuracy").get(0).step());
    }

    @Test
    void aCallbackThatThrowsEndsTheRunWithItsExceptionAndProgressIsDone() {
        var done = new ArrayList<String>();
        var progress = new Trainer.Progress() {
            @Override
            public void begin(long taken, long of) {
                done.add("begin " + taken + " of " + of);
            }

            @Override
            public void at(long step, long of, double loss) {
                done.add("at " + step);
            }

            @Override
            public void done() {
                done.add("done");
            }
        };
        var trainer = new Trainer(net, batches, SEED).showing(progress);
        var optimizer = optimizer(Optimizers.adam(0.01));
        var e = assertThrows(ArithmeticException.class, () -> trainer.calling(
                        moment -> Optional.of("" + 1 / (2 - moment.step())).filter(x -> false))
                .train(optimizer, 5));
        assertEquals("/ by zero", e.getMessage());
        assertEquals(2, optimizer.steps());
        assertEquals(List.of("begin 0 of 5", "at 1", "at 2", "done"), done);
        done.clear();
        trainer.train(optimizer, 3);
        assertEquals(List.of("begin 2 of 3", "at 3", "done"), done);
    }

    @Test
    void aRunStopsWhenAMeasureIsNoLongerBetter() {
        double[] values = {1, 3, 2, 2, 4, 4, 3, Double.NaN, 9};
        var i = new int[1];
        var trainer = new Trainer(net, batches, SEED).evaluating("score", 2, theta -> values[i[0]++]);
        var run = trainer.calling(Stop.whenNoBetter("score", 3)).train(optimizer(Optimizers.adam(0.01)), 18);
        assertEquals(16, run.end().at());
        assertEquals(
                "score is no better than 4.0 of step 10 for 3 evaluations",
                run.end().reason());
        i[0] = 0;
        run = trainer.calling(Stop.whenNoBetter("score", 3, Stop.Better.LOWER))
                .train(optimizer(Optimizers.adam(0.01)), 18);
        assertEquals(8, run.end().at());
        i[0] = 0;
        assertEquals(
                Run.Kind.FINISHED,
                trainer.calling(Stop.whenNoBetter("score", 4))
                        .train(optimizer(Optimizers.adam(0.01)), 18)
                        .end()
                        .kind());
        assertThrows(IllegalArgumentException.class, () -> Stop.whenNoBetter("score", 0));
    }

    @Test
    void aStepAllocatesItsRecordAndNothingAsLargeAsTheParameters() {
        var wide = Network.of(Layers.linear(64, 256).then(Layers.linear(256, 64)), Loss.SQUARED_ERROR);
        var x = Nd4j.create(org.nd4j.linalg.api.buffer.DataType.FLOAT, 8, 64);
        var batch = new Batch(x, x);
        var optimizer = new Optimizer(Optimizers.adamW(1e-3), wide.initialize(SEED.stream("weights")));
        var trainer = new Trainer(wide, t -> batch, SEED)
                .accumulating(3)
                .reading(1, Gauge.noiseScale(0.9), Gauge.gradientNorm(), Gauge.updateRatio())
                .stoppingOn(Divergence.whenWorse(2, 10));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long each = Long.MAX_VALUE;
        // Until the compiler has removed the short-lived objects; what a run makes once is 131 kB a vector.
        for (int round = 0; round < 10 && each > 3000; round++) {
            long once = allocated(threads, () -> trainer.train(optimizer, optimizer.steps() + 100));
            long twice = allocated(threads, () -> trainer.train(optimizer, optimizer.steps() + 200));
            each = (twice - once) / 100;
        }
        assertTrue(each <= 3000, each + " bytes a step");
    }

    private static long allocated(com.sun.management.ThreadMXBean threads, Runnable work) {
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void stepsThatWereTakenCannotBeAskedForAgain() {
        var optimizer = optimizer(Optimizers.sgd(0.01));
        var trainer = new Trainer(net, batches, SEED);
        trainer.train(optimizer, 5);
        var e = assertThrows(IllegalArgumentException.class, () -> trainer.train(optimizer, 3));
        assertEquals("asked to train up to step 3 but 5 steps were taken already", e.getMessage());
    }

    /** A rule that counts the layers it is shown, and writes that count into the direction. */
    record Watching() implements Whole {
        @Override
        public Stepper bind(Scope scope, Slots slots) {
            var seen = new int[1];
            return new Stepper() {
                @Override
                public void apply(Step step) {
                    scope.ops().fill(seen[0], scope.direction().flat());
                }

                @Override
                public List<LayerObserver> observers() {
                    return List.of(tape -> seen[0]++);
                }
            };
        }
    }

    @Test
    void aWatcherShowsLayersToTheRuleThatStepsWhicheverGradientIsPassed() {
        var optimizer = optimizer(new Watching().at(1));
        var watcher = optimizer.watcher();
        double before = optimizer.weights().flat().getDouble(0);
        var grad = optimizer.weights().like();
        // The step binds the rule anew, since this is not the optimizer's own vector.
        optimizer.step(grad, net.gradient(optimizer.weights(), batches.at(1), grad, watcher));
        optimizer.step(grad, net.gradient(optimizer.weights(), batches.at(2), grad, watcher));
        assertEquals(before - 2, optimizer.weights().flat().getDouble(0), 1e-5);
    }

    @Test
    void aTrainerUsesTheVectorThatTheOptimizerIsBoundTo() {
        var optimizer = optimizer(new Watching().at(1));
        double before = optimizer.weights().flat().getDouble(0);
        new Trainer(net, batches, SEED).train(optimizer, 2);
        assertEquals(before - 2 - 4, optimizer.weights().flat().getDouble(0), 1e-5);
    }

    @Test
    void anInterruptEndsTrainingBetweenTwoStepsAndNothingIsLost() {
        var undisturbed = optimizer(Optimizers.adam(0.01));
        new Trainer(net, batches, SEED).train(undisturbed, 8);
        var stopped = optimizer(Optimizers.adam(0.01));
        var trainer = new Trainer(net, batches, SEED).showing((step, of, loss) -> {
            if (step == 3) {
                Thread.currentThread().interrupt();
            }
        });
        var thrown = assertThrows(java.util.concurrent.CancellationException.class, () -> trainer.train(stopped, 8));
        assertTrue(Thread.interrupted());
        assertEquals("training was interrupted after step 3 of 8; the optimizer holds that step", thrown.getMessage());
        assertEquals(3, stopped.steps());
        new Trainer(net, batches, SEED).train(stopped, 8);
        assertArrayEquals(
                undisturbed.weights().flat().toFloatVector(),
                stopped.weights().flat().toFloatVector());
    }

    @Test
    void aSmoothedCurveIsARunningMean() {
        var run = new Run("r", "o", SEED, 3, java.util.Map.of(), points(1, 3, 8), java.util.Optional.empty());
        assertArrayEquals(new double[] {1, 2, 5.5}, run.smoothedLosses(2));
        assertEquals(5.5, run.finalLoss(2));
    }

    private static List<Run.Point> points(double... losses) {
        var points = new ArrayList<Run.Point>();
        for (double loss : losses) {
            points.add(new Run.Point(points.size() + 1, loss, 0));
        }
        return points;
    }

    private Optimizer optimizer(Transform rule) {
        return new Optimizer(rule, net.initialize(SEED.stream("weights")));
    }

    private static float[] floats(Random random, int n) {
        var f = new float[n];
        for (int i = 0; i < n; i++) {
            f[i] = (float) random.nextGaussian();
        }
        return f;
    }
}
