package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(120)
class LocalPoolTest {
    private static final List<Trial> TRIALS = Plan.grid()
            .scientific("optimizer", "muon", "soap")
            .nuisance("log2Rate", -7, -5)
            .fixed("steps", 25)
            .seeds(2)
            .next(List.of());

    @Test
    void resultsAreBitwiseTheSameForEverySizeOfPoolAndEveryTime() {
        for (int threads : new int[] {1, 2}) {
            var work = new Work("bits", Sweeps::train, threads);
            var alone = digests(new LocalPool(1), work);
            assertEquals(TRIALS.size(), new HashSet<>(alone.values()).size(), "trials that differ give other numbers");
            for (int runs : new int[] {1, 2, 4}) {
                assertEquals(alone, digests(new LocalPool(runs), work));
            }
        }
    }

    @Test
    void whatNd4jsOwnGeneratorDrawsDoesNotMatter() {
        var alone = digests(new LocalPool(2), new Work("bits", Sweeps::train, 1));
        var disturbed = digests(
                new LocalPool(2),
                new Work(
                        "bits",
                        trial -> {
                            Nd4j.getRandom().setSeed(System.nanoTime());
                            return Sweeps.train(trial);
                        },
                        1));
        assertEquals(alone, disturbed);
    }

    @Test
    void asManyRunSideBySideAsThePoolHolds() {
        for (int runs : new int[] {1, 3}) {
            var now = new AtomicInteger();
            var most = new AtomicInteger();
            var together = new CyclicBarrier(runs);
            var results = run(new LocalPool(runs), 6, trial -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                together.await(60, TimeUnit.SECONDS);
                now.decrementAndGet();
                return Sweeps.scored(t -> 1).run(trial);
            });
            assertEquals(runs, most.get());
            assertTrue(results.stream().allMatch(r -> r.status() == Result.Status.FINISHED), results.toString());
        }
    }

    @Test
    void processorsAreSharedBetweenRunsAndTheirThreads() {
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(processors, new LocalPool().runsOf(1));
        assertEquals(1, new LocalPool().runsOf(processors));
        assertEquals(1, new LocalPool().runsOf(processors + 1));
        assertEquals(5, new LocalPool(5).runsOf(2));
        var said = ConcurrentHashMap.<String>newKeySet();
        run(new LocalPool(2), 4, trial -> {
            said.add(Ops.current().describe());
            return Sweeps.scored(t -> 1).run(trial);
        });
        assertTrue(said.stream().allMatch(s -> s.contains("on 1 threads")), said.toString());
    }

    @Test
    void aRunThatThrowsOverflowsOrFillsTheMemoryIsAResultAndTheOthersGoOn() {
        var results = run(new LocalPool(2), 6, trial -> {
            switch (trial.whole("seed")) {
                case 1 -> throw new IOException("no such data");
                case 2 -> deeper(1);
                case 3 -> assertEquals(0, new long[Integer.MAX_VALUE - 8].length);
                case 4 -> throw new AssertionError("unlikely");
                default -> {}
            }
            return Sweeps.scored(t -> 1).run(trial);
        });
        var messages = new TreeMap<Integer, String>();
        results.stream()
                .filter(r -> r.status() == Result.Status.FAILED)
                .forEach(r -> messages.put(r.trial().whole("seed"), r.message()));
        assertEquals(
                Map.of(
                        1, "java.io.IOException: no such data",
                        2, "java.lang.StackOverflowError",
                        3, "java.lang.OutOfMemoryError: Java heap space",
                        4, "java.lang.AssertionError: unlikely"),
                messages);
        assertEquals(6, results.size());
    }

    @Test
    void aRunThatDivergesIsAResultWithItsCurve() {
        var results = new ArrayList<Result>();
        var trial = ResultTest.trial("optimizer", "sgd", "log2Rate", 9, "steps", 25, "seed", 1);
        new LocalPool(1).run(List.of(trial), new Work("s", Sweeps::train, 1), results::add);
        var result = results.get(0);
        assertEquals(Result.Status.DIVERGED, result.status());
        assertEquals(Double.POSITIVE_INFINITY, result.measure("loss"));
        assertTrue(result.message().contains("above the limit"), result.message());
        assertTrue(result.run().orElseThrow().curve().size() < 25);
    }

    @Test
    void anInterruptEndsItAtOnceKeepsWhatIsFinishedAndRecordsNothingElse() throws Exception {
        var begun = new CountDownLatch(1);
        var handed = new ArrayList<Result>();
        Experiment experiment = trial -> {
            if (trial.whole("seed") > 2) {
                begun.countDown();
                Thread.sleep(3_600_000);
            }
            return Sweeps.scored(t -> 1).run(trial);
        };
        var thrown = new ArrayList<Throwable>();
        var flag = new ArrayList<Boolean>();
        var caller = new Thread(() -> {
            try {
                new LocalPool(1).run(seeds(9), new Work("s", experiment, 1), handed::add);
            } catch (CancellationException e) {
                thrown.add(e);
                flag.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join(60_000);
        assertFalse(caller.isAlive());
        assertEquals(
                "the sweep s was interrupted with 2 of 9 trials finished, which are kept",
                thrown.get(0).getMessage());
        assertEquals(List.of(true), flag);
        assertEquals(
                List.of(1, 2), handed.stream().map(r -> r.trial().whole("seed")).toList());
    }

    @Test
    void whatFinishesWhileTheLastResultIsBeingStoredIsNotLostByAnInterrupt() {
        var handed = new ArrayList<Result>();
        var third = new CountDownLatch(1);
        Experiment experiment = trial -> {
            if (trial.whole("seed") == 4) {
                third.countDown();
                Thread.sleep(3_600_000);
            }
            return Sweeps.scored(t -> 1).run(trial);
        };
        assertThrows(CancellationException.class, () -> new LocalPool(1)
                .run(seeds(9), new Work("s", experiment, 1), result -> {
                    handed.add(result);
                    if (handed.size() == 1) {
                        // The second and third finish meanwhile.
                        assertTrue(awaited(third));
                        Thread.currentThread().interrupt();
                    }
                }));
        assertTrue(Thread.interrupted());
        assertEquals(3, handed.size());
    }

    @Test
    void whatTheSinkThrowsEndsTheSweep() {
        var begun = new AtomicInteger();
        var full = new IllegalStateException("the disk is full");
        var thrown = assertThrows(IllegalStateException.class, () -> new LocalPool(1)
                .run(
                        seeds(100),
                        new Work(
                                "s",
                                trial -> {
                                    begun.incrementAndGet();
                                    Thread.sleep(50);
                                    return Sweeps.scored(t -> 1).run(trial);
                                },
                                1),
                        result -> {
                            throw full;
                        }));
        assertSame(full, thrown);
        assertTrue(begun.get() < 50, begun + " trials began");
    }

    @Test
    void noTrialsAreDoneAtOnce() {
        new LocalPool().run(List.of(), new Work("s", Sweeps.scored(t -> 1), 1), r -> assertTrue(false));
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static int deeper(int depth) {
        return depth < 0 ? 0 : 1 + deeper(depth + 1);
    }

    static List<Trial> seeds(int n) {
        return Plan.grid().seeds(n).next(List.of());
    }

    private static List<Result> run(LocalPool pool, int n, Experiment experiment) {
        var results = new ArrayList<Result>();
        pool.run(seeds(n), new Work("s", experiment, 1), results::add);
        assertEquals(n, results.stream().map(Result::trial).distinct().count());
        return results;
    }

    private static Map<String, String> digests(LocalPool pool, Work work) {
        var digests = new TreeMap<String, String>();
        pool.run(TRIALS, work, r -> {
            assertEquals(Set.of("loss", "weights"), r.measures().keySet(), r.message());
            digests.put(r.trial().key(), r.digest());
        });
        return digests;
    }
}
