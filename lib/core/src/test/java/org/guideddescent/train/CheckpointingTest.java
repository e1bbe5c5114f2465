package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Objective;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Runs that save themselves and go on by themselves. */
class CheckpointingTest {
    private static final Seed SEED = new Seed(3);

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    private static final Network NET =
            Network.of(Layers.linear(4, 8).then(Layers.tanh()).then(Layers.linear(8, 2)), Loss.SQUARED_ERROR);

    private static final Batches BATCHES = t -> {
        var random = new Random(t);
        var x = Nd4j.createFromArray(random.doubles(64).map(u -> 2 * u - 1).toArray())
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(16, 4);
        return new Batch(x, x.getColumns(0, 1).dup('c'));
    };

    private static Trainer trainer() {
        return trainer(NET, SEED);
    }

    private static Trainer trainer(Network net, Seed seed) {
        return new Trainer(net, BATCHES, seed)
                .accumulating(2)
                .evaluating("loss", 7, theta -> NET.loss(theta, BATCHES.at(1_000_000)))
                .reading(2, Gauge.noiseScale(0.8), Gauge.updateRatio());
    }

    private Checkpoints where(Every every) {
        return new Checkpoints(folder, every).telling(notices::add);
    }

    private static Optimizer optimizer(Transform rule) {
        return new Optimizer(rule, NET.initialize(SEED.stream("weights")));
    }

    private static Optimizer optimizer() {
        return optimizer(Optimizers.adamW(0.01));
    }

    /** Goes on until step n, and falls there. */
    private static Callback fallAt(long n) {
        return moment -> {
            if (moment.step() == n) {
                throw new IllegalStateException("fell at " + n);
            }
            return Callback.GO_ON;
        };
    }

    private void trainAndFall(Trainer trainer, long n, long steps) {
        var e = assertThrows(
                IllegalStateException.class, () -> trainer.calling(fallAt(n)).train(optimizer(), steps));
        assertEquals("fell at " + n, e.getMessage());
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> !f.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(long step) {
        return String.format("step-%012d.zip", step);
    }

    private static void assertSame(Optimizer a, Optimizer b) {
        var theirs = b.arrays();
        a.arrays()
                .forEach((name, x) -> assertArrayEquals(
                        x.data().asDouble(), theirs.get(name).data().asDouble(), name));
        assertEquals(a.steps(), b.steps());
    }

    @Test
    void aRunThatFellGoesOnByItselfAndItsRecordIsThatOfAnUndisturbedOne() throws IOException {
        var whole = optimizer();
        var undisturbed = trainer().train(whole, 60);
        var saving = trainer().checkpointing(where(Every.steps(10)));
        trainAndFall(saving, 25, 60);
        assertEquals(List.of(name(10), name(20)), files());
        trainAndFall(saving, 47, 60);
        var second = optimizer();
        var run = saving.train(second, 60);
        assertTrue(undisturbed.sameNumbers(run));
        assertEquals(60, run.curve().size());
        assertSame(whole, second);
        assertEquals(List.of(name(40), name(50), name(60)), files());
        // An optimizer reads them too.
        var third = optimizer();
        third.load(folder.resolve(name(60)));
        assertSame(whole, third);
        for (int t = 1; t < 60; t++) {
            assertTrue(run.curve().get(t).seconds() >= run.curve().get(t - 1).seconds(), "seconds go on too");
        }
    }

    @Test
    void aFinishedRunIsNotRunAgainAndCanGoOnToMore() {
        var saving = trainer().checkpointing(where(Every.steps(50)));
        var run = saving.train(optimizer(), 60);
        var steps = new ArrayList<Long>();
        var again = optimizer();
        assertEquals(
                run.curve(),
                saving.showing((t, of, loss) -> steps.add(t)).train(again, 60).curve());
        assertEquals(List.of(), steps);
        assertEquals(60, again.steps());
        assertTrue(trainer().train(optimizer(), 80).losses()[79]
                == saving.train(again, 80).losses()[79]);
    }

    @Test
    void theClockDoesNotChangeTheNumbers() throws IOException {
        var undisturbed = trainer().train(optimizer(), 40);
        // After every step, since each takes longer than that.
        var saving = trainer().checkpointing(where(Every.minutes(1e-9)).keeping(100));
        trainAndFall(saving, 23, 40);
        assertEquals(22, files().size());
        assertTrue(undisturbed.sameNumbers(saving.train(optimizer(), 40)));
        // Never before the end.
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        assertTrue(undisturbed.sameNumbers(
                trainer().checkpointing(where(Every.minutes(1000))).train(optimizer(), 40)));
        assertEquals(List.of(name(40)), files());
    }

    @Test
    void aDamagedFileIsNamedAndTheOneBeforeIsUsed() throws IOException {
        var undisturbed = trainer().train(optimizer(), 60);
        var saving = trainer().checkpointing(where(Every.steps(10)));
        for (var damage : List.of("cut", "bit", "empty", "record")) {
            trainAndFall(saving, 35, 60);
            var newest = folder.resolve(name(30));
            byte[] bytes = Files.readAllBytes(newest);
            switch (damage) {
                case "cut" -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
                case "bit" ->
                    bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("NUMPY") + 140] ^= 1;
                case "empty" -> bytes = new byte[0];
                default ->
                    bytes[
                            new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("run/curve.npy")
                                    + 160] ^= 1;
            }
            Files.write(newest, bytes);
            notices.clear();
            var run = saving.train(optimizer(), 60);
            assertTrue(undisturbed.sameNumbers(run), damage);
            assertEquals(1, notices.size(), damage);
            assertTrue(notices.get(0).startsWith("checkpoint " + newest + " is damaged: "), notices.get(0));
            assertTrue(notices.get(0).contains(name(30) + ".damaged"), notices.get(0));
            assertTrue(Files.exists(folder.resolve(name(30) + ".damaged")));
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void whereAllAreDamagedTheRunBeginsAnew() throws IOException {
        var undisturbed = trainer().train(optimizer(), 30);
        var saving = trainer().checkpointing(where(Every.steps(10)));
        trainAndFall(saving, 25, 30);
        Files.write(folder.resolve(name(10)), new byte[] {1});
        Files.write(folder.resolve(name(20)), new byte[] {2});
        assertTrue(undisturbed.sameNumbers(saving.train(optimizer(), 30)));
        assertEquals(2, notices.size());
    }

    @Test
    void halfWrittenFilesAreRemovedAndOthersAreNot() throws IOException {
        Files.writeString(folder.resolve(name(90) + ".123.part"), "half");
        Files.writeString(folder.resolve("notes.part"), "mine");
        Files.writeString(folder.resolve("step-7.zip"), "mine too");
        var run = trainer().checkpointing(where(Every.steps(10))).train(optimizer(), 10);
        assertEquals(10, run.curve().size());
        assertEquals(List.of("notes.part", name(10), "step-7.zip"), files());
        assertEquals(List.of(), notices);
    }

    @Test
    void checkpointsOfAnotherRunAreRefusedInWordsAndNothingIsChanged() throws IOException {
        var saving = trainer().checkpointing(where(Every.steps(10)));
        trainAndFall(saving, 15, 60);
        assertRefused("it was written by ", saving, optimizer(Optimizers.sgd(0.1)));
        assertRefused("its objective is ", trainer(NET.zeroReadout(), SEED), optimizer());
        assertRefused("its seed is 3 but here it is 4", trainer(NET, new Seed(4)), optimizer());
        assertRefused("its accumulation is ", trainer().accumulating(3), optimizer());
        assertRefused("its divergence is ", trainer().stoppingAbove(9), optimizer());
        assertRefused("its list of measures is ", trainer().evaluating("more", 5, theta -> 0), optimizer());
        assertRefused("its list of gauges is ", trainer().reading(5, Gauge.gradientNorm()), optimizer());
        assertEquals(List.of(name(10)), files());
        assertEquals(List.of(), notices);
    }

    private void assertRefused(String why, Trainer other, Optimizer optimizer) {
        double[] before = optimizer.weights().flat().toDoubleVector();
        var e = assertThrows(IllegalArgumentException.class, () -> other.checkpointing(where(Every.steps(10)))
                .train(optimizer, 60));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertArrayEquals(before, optimizer.weights().flat().toDoubleVector());
        assertEquals(0, optimizer.steps());
    }

    @Test
    void stepsThatDoNotFitTheFolderAreRefused() {
        var saving = trainer().checkpointing(where(Every.steps(10)));
        saving.train(optimizer(), 20);
        var e = assertThrows(IllegalArgumentException.class, () -> saving.train(optimizer(), 15));
        assertTrue(e.getMessage().startsWith("asked to train up to step 15 but "), e.getMessage());
        var ahead = optimizer();
        trainer().train(ahead, 25);
        e = assertThrows(IllegalArgumentException.class, () -> saving.train(ahead, 30));
        assertTrue(e.getMessage().startsWith("the optimizer has taken 25 steps, but "), e.getMessage());
    }

    @Test
    void aFolderServesOneRunAtATime() throws IOException {
        try (var channel = FileChannel.open(
                        folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
            var e = assertThrows(
                    IllegalStateException.class,
                    () -> trainer().checkpointing(where(Every.steps(10))).train(optimizer(), 60));
            assertTrue(e.getMessage().contains("give each run a folder of its own"), e.getMessage());
        }
        trainer().checkpointing(where(Every.steps(10))).train(optimizer(), 10);
    }

    /** Turns bad at micro-batch 35, after a checkpoint in mid-decline. */
    private record TurnsBad(Objective.Layered inside) implements Objective.Layered {
        @Override
        public Layout layout() {
            return inside.layout();
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch) {
            double loss = inside.gradient(theta, batch, grad, watch);
            return batch.key() > 35 ? loss + 10 : loss;
        }

        @Override
        public String toString() {
            return "TurnsBad";
        }
    }

    @Test
    void theStateToGoBackToSurvivesToo() {
        var bad = new TurnsBad(NET);
        var trainer = new Trainer(bad, t -> BATCHES.at(t).withKey(t), SEED)
                .stoppingOn(Divergence.whenWorse(3, 12).smoothedOver(2).keepingEvery(9));
        var whole = optimizer();
        var undisturbed = trainer.train(whole, 100);
        assertTrue(undisturbed.diverged());
        assertEquals(27, undisturbed.end().backTo());
        var saving = trainer.checkpointing(where(Every.steps(10)));
        // The newest checkpoint, of step 40, is one of a bad state.
        trainAndFall(saving, 44, 100);
        var second = optimizer();
        assertTrue(undisturbed.sameNumbers(saving.train(second, 100)));
        assertSame(whole, second);
    }

    @Test
    void anEarlyStopIsTheSameAfterAFall() {
        var trainer = trainer().calling(Stop.whenNoBetter("loss", 2));
        var undisturbed = trainer.train(optimizer(), 100);
        // A loss that falls is never better in the sense of more: evaluations at 7, 14, 21.
        assertEquals(Run.Kind.STOPPED, undisturbed.end().kind());
        assertEquals(21, undisturbed.end().at());
        var saving = trainer.checkpointing(where(Every.steps(3)));
        trainAndFall(saving, 17, 100);
        assertTrue(undisturbed.sameNumbers(saving.train(optimizer(), 100)));
        assertTrue(undisturbed.sameNumbers(saving.train(optimizer(), 100)), "and once more");
    }

    @Test
    void anObjectiveWithoutATextIsKnownByItsClass() {
        Objective lambda = new Objective() {
            @Override
            public Layout layout() {
                return Layout.vector(3);
            }

            @Override
            public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
                grad.flat().assign(1);
                return 1;
            }
        };
        var text = new Trainer(lambda, t -> Batch.NONE, SEED)
                .train(
                        new Optimizer(
                                Optimizers.sgd(0.1),
                                ParamVector.zeros(Layout.vector(3), org.nd4j.linalg.api.buffer.DataType.DOUBLE)),
                        1)
                .objective();
        assertEquals(lambda.getClass().getName(), text);
        assertFalse(text.contains("@"));
        assertEquals(Optional.empty(), trainer().checkpoints());
    }
}
