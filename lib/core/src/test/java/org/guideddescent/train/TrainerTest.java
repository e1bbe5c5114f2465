package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.optimizers.Optimizers;
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
