package org.guideddescent.sweep;

import static org.guideddescent.sweep.Domain.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final Plan PLAN =
            Plan.grid().scientific("width", 1, 2).nuisance("rate", range(1, 3)).seeds(2);

    @TempDir
    private Path folder;

    private final AtomicInteger ran = new AtomicInteger();

    private final Experiment counted = trial -> {
        ran.incrementAndGet();
        return Sweeps.scored(t -> t.number("width") + 0.1 * t.number("rate")).run(trial);
    };

    @Test
    void resultsComeInTheOrderOfThePlanWhateverTheOrderTheyCameIn() {
        var expected = PLAN.next(List.of());
        assertEquals(expected, trials(Sweep.of("s", PLAN, counted).run(backwards())));
        assertEquals(expected, trials(Sweep.of("s", PLAN, counted).run()));
    }

    @Test
    void whatIsInTheStoreIsNotRunAgain() {
        var first = Sweep.of("s", PLAN, counted).into(ResultStore.open(folder)).run();
        assertEquals(12, ran.get());
        var second = Sweep.of("s", PLAN, counted).into(ResultStore.open(folder)).run();
        assertEquals(12, ran.get());
        assertEquals(first, second);
        var wider = Plan.grid()
                .scientific("width", 1, 3)
                .nuisance("rate", range(1, 3))
                .seeds(2);
        assertEquals(
                wider.next(List.of()),
                trials(Sweep.of("s", wider, counted)
                        .into(ResultStore.open(folder))
                        .run()));
        assertEquals(18, ran.get());
        Sweep.of("other", PLAN, counted).into(ResultStore.open(folder)).run();
        assertEquals(30, ran.get());
        Sweep.of("s", PLAN, counted).threads(2).into(ResultStore.open(folder)).run();
        assertEquals(42, ran.get());
    }

    @Test
    void withoutAStoreTheSweepRemembers() {
        var sweep = Sweep.of("s", PLAN, counted);
        assertEquals(0, sweep.results().size());
        sweep.run();
        assertEquals(12, sweep.run().size());
        assertEquals(12, ran.get());
        assertEquals(12, sweep.results().size());
    }

    @Test
    void anInterruptedSweepKeepsWhatFinishedAndGoesOnFromThere() {
        for (var sweep : List.of(
                Sweep.of("s", PLAN, counted), Sweep.of("s", PLAN, counted).into(ResultStore.open(folder)))) {
            ran.set(0);
            var interrupting = new Watcher() {
                @Override
                public void finished(Result result, int done, int total) {
                    if (done == 3) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
            var watched = sweep.watching(interrupting);
            assertThrows(CancellationException.class, () -> watched.run(new LocalPool(1)));
            assertTrue(Thread.interrupted());
            int kept = watched.results().size();
            assertTrue(kept >= 3 && kept <= 12, kept + " are kept");
            watched.run();
            assertEquals(12, watched.results().size());
            // One that was on its way when the others were stopped may have run twice.
            assertTrue(ran.get() <= 13, ran + " ran");
        }
    }

    @Test
    void aFailureIsAResultThatIsTriedAgainOnlyIfAsked() {
        var broken = new AtomicInteger(1);
        Experiment experiment = trial -> {
            if (broken.get() == 1 && trial.whole("rate") == 2) {
                throw new IllegalStateException("the data are not there yet");
            }
            return counted.run(trial);
        };
        var sweep = Sweep.of("s", PLAN, experiment).into(ResultStore.open(folder));
        assertEquals(4, sweep.run().where(Result.Status.FAILED).size());
        assertEquals(8, ran.get());
        assertEquals(4, sweep.run().where(Result.Status.FAILED).size());
        // Broken still: each is tried once, not for ever.
        assertEquals(
                4, sweep.retryingFailures().run().where(Result.Status.FAILED).size());
        broken.set(0);
        assertEquals(
                0, sweep.retryingFailures().run().where(Result.Status.FAILED).size());
        assertEquals(12, ran.get());
        assertEquals(
                0,
                ResultStore.open(folder)
                        .results("s")
                        .where(Result.Status.FAILED)
                        .size());
    }

    @Test
    void aWatcherSeesEveryResultOnceWithTheCount() {
        var seen = new ArrayList<String>();
        var watcher = new Watcher() {
            @Override
            public void started(int done, int total) {
                seen.add("started " + done + "/" + total);
            }

            @Override
            public void finished(Result result, int done, int total) {
                seen.add(result.trial().whole("seed") + " " + done + "/" + total);
            }

            @Override
            public void ended(int done, int total) {
                seen.add("ended " + done + "/" + total);
            }
        };
        var store = ResultStore.open(folder);
        Sweep.of("s", Plan.grid().seeds(1), Sweeps.scored(t -> 1)).into(store).run();
        Sweep.of("s", Plan.grid().seeds(3), Sweeps.scored(t -> 1))
                .into(store)
                .watching(watcher)
                .run(new LocalPool(1));
        assertEquals(List.of("started 1/3", "2 2/3", "3 3/3", "ended 3/3"), seen);
    }

    @Test
    void anEngineThatGivesNothingIsNotAskedForEver() {
        var thrown = assertThrows(
                IllegalStateException.class, () -> Sweep.of("s", PLAN, counted).run(engine((trials, finished) -> {})));
        assertTrue(thrown.getMessage().contains("no results for 12 trials"), thrown.getMessage());
    }

    @Test
    @SuppressWarnings("try") // the writer only has to be there
    void whileOneSweepWritesAnotherOneIntoTheSameStoreDoesNotBegin() {
        var store = ResultStore.open(folder);
        try (var writer = store.writer()) {
            var sweep = Sweep.of("s", PLAN, counted).into(ResultStore.open(folder));
            assertThrows(IllegalStateException.class, sweep::run);
        }
        assertEquals(0, ran.get());
    }

    private interface Runs {
        void run(List<Result> results, Consumer<Result> finished);
    }

    private static Engine engine(Runs runs) {
        return new Engine() {
            @Override
            public void run(List<Trial> trials, Work work, Consumer<Result> finished) {
                runs.run(trials.stream().map(work::perform).toList(), finished);
            }

            @Override
            public void close() {}
        };
    }

    private static Engine backwards() {
        return engine((results, finished) -> {
            for (int i = results.size() - 1; i >= 0; i--) {
                finished.accept(results.get(i));
            }
        });
    }

    private static List<Trial> trials(Results results) {
        return results.all().stream().map(Result::trial).toList();
    }
}
