package org.guideddescent.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.guideddescent.sweep.Experiment;
import org.guideddescent.sweep.LocalPool;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Work;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The engine with Spark inside of this process. */
class SparkEngineTest {
    private static final Work WORK = new Work("s", Experiments::train, 1);
    private static final SparkEngine ENGINE = SparkEngine.local(2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void resultsAreThoseOfThePoolBitByBit() {
        var pool = Experiments.digests(Experiments.results(new LocalPool(2), WORK));
        var spark = Experiments.results(ENGINE, WORK);
        assertEquals(8, pool.size());
        assertEquals(pool, Experiments.digests(spark));
        assertTrue(spark.stream().anyMatch(r -> r.status() == Result.Status.DIVERGED), "one diverged: " + spark);
        assertNotEquals(
                pool,
                Experiments.digests(Experiments.results(ENGINE, new Work("another", Experiments::train, 1))),
                "negative control: another sweep has another digest");
    }

    @Test
    void anExperimentThatThrowsIsAResultAndTheOthersGoOn() {
        Experiment throwing = trial -> {
            if (trial.text("optimizer").equals("soap")) {
                throw new IllegalStateException("no soap today");
            }
            return Experiments.train(trial);
        };
        var results = Experiments.results(ENGINE, new Work("s", throwing, 1));
        var failed =
                results.stream().filter(r -> r.status() == Result.Status.FAILED).toList();
        assertEquals(8, results.size());
        assertEquals(4, failed.size());
        assertTrue(
                failed.get(0).message().contains("no soap today"), failed.get(0).message());
    }

    @Test
    void anInterruptKeepsWhatFinishedAndCancelsTheRest() {
        var results = new ArrayList<Result>();
        var trials = Experiments.PLAN.next(List.of());
        var stopped = assertThrows(
                CancellationException.class,
                () -> ENGINE.run(trials, new Work("s", Experiments::trainSlowly, 1), result -> {
                    results.add(result);
                    Thread.currentThread().interrupt();
                }));
        assertTrue(Thread.interrupted(), "the thread still is interrupted");
        assertTrue(stopped.getMessage().contains("of 8 trials finished, which are kept"), stopped.getMessage());
        assertTrue(results.size() >= 1 && results.size() < 8, results.size() + " finished");
        assertEquals(8, Experiments.results(ENGINE, WORK).size(), "the engine serves the next sweep");
    }

    @Test
    void aStoreThatCannotWriteEndsTheSweep() {
        var trials = Experiments.PLAN.next(List.of());
        var full = assertThrows(
                IllegalStateException.class,
                () -> ENGINE.run(trials, WORK, result -> {
                    throw new IllegalStateException("the disk is full");
                }));
        assertEquals("the disk is full", full.getMessage());
    }

    @Test
    void aLambdaOfACellSweepsWithTheNotebooksVariables() {
        try (var cells = Cells.ofTheJdk()) {
            cells.run(
                    "import org.guideddescent.sweep.*; import org.guideddescent.spark.*;",
                    "int steps = 4;",
                    "Outcome shortened(Trial trial) { return Experiments.train(trial.with(\"steps\", steps)); }",
                    "steps = 7;");
            var experiment = cells.value(Experiment.class, "(Experiment) trial -> shortened(trial)");
            var spark = Experiments.results(ENGINE, new Work("cells", experiment, 1));
            assertEquals(
                    Experiments.digests(Experiments.results(
                            new LocalPool(1),
                            new Work("cells", trial -> Experiments.train(trial.with("steps", 7)), 1))),
                    Experiments.digests(spark));
            assertFalse(spark.stream().anyMatch(r -> r.status() == Result.Status.FAILED));
        }
    }

    @Test
    void whatIsNoMasterIsRefusedWithTheWayOut() {
        for (var master : List.of("yarn", "spark://host", "http://host:7077")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> SparkEngine.at(master));
            assertTrue(refused.getMessage().contains("got '" + master + "'"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> SparkEngine.local(0));
    }

    @Test
    void aMasterThatDoesNotAnswerIsNamed() {
        try (var engine = SparkEngine.at("spark://127.0.0.1:1")) {
            var refused = assertThrows(IllegalStateException.class, () -> Experiments.results(engine, WORK));
            assertTrue(refused.getMessage().contains("no Spark master answers at spark://127.0.0.1:1"));
        }
    }

    @Test
    void aContextWithTooFewCoresATaskIsRefusedWithTheSetting() {
        var given = SparkEngine.of(ENGINE.context(1));
        var refused = assertThrows(
                IllegalArgumentException.class, () -> Experiments.results(given, new Work("s", Experiments::train, 2)));
        assertTrue(refused.getMessage().endsWith("submit with --conf spark.task.cpus=2"), refused.getMessage());
        given.close();
        assertFalse(ENGINE.context(1).sc().isStopped(), "a context that was given is not closed");
    }

    @Test
    void aRunWithTwoThreadsTakesTwoCoresAndHasThePoolsBits() {
        var two = new Work("s", Experiments::train, 2);
        assertEquals(
                Experiments.digests(Experiments.results(new LocalPool(1), two)),
                Experiments.digests(Experiments.results(ENGINE, two)));
        assertEquals("2", ENGINE.context(2).getConf().get("spark.task.cpus"));
    }

    @Test
    void aSecondContextInOneProcessIsRefusedInWords() {
        ENGINE.context(1);
        try (var second = SparkEngine.local(1)) {
            var refused = assertThrows(IllegalStateException.class, () -> Experiments.results(second, WORK));
            assertTrue(refused.getMessage().contains("close the engine that has it"), refused.getMessage());
        }
    }
}
