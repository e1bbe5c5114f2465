package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A plan carried out: what is due is run, what is there already is not, each result is durable as soon as it is there, and
 * no trial that fails ends the rest.
 *
 * <pre>{@code
 * var sweep = Sweep.of("transfer", plan, experiment).into(ResultStore.open("results"));
 * var results = sweep.run();                       // on the processors of this machine
 * var results = sweep.run(new SparkEngine(…));     // the same on a cluster
 * }</pre>
 *
 * <p>Trials are the same if their values are, whatever the experiment does with them: after a change of the experiment take
 * another name. Without a store the results live as long as this object, and {@link #run()} goes on from there too.
 */
public final class Sweep {
    private final Plan plan;
    private final Work work;
    private final Optional<ResultStore> store;
    private final Watcher watcher;
    private final boolean retrying;
    private final Map<String, Result> memory = new LinkedHashMap<>();

    private Sweep(Plan plan, Work work, Optional<ResultStore> store, Watcher watcher, boolean retrying) {
        this.plan = plan;
        this.work = work;
        this.store = store;
        this.watcher = watcher;
        this.retrying = retrying;
    }

    /**
     * {@return a sweep of one thread a run, in memory, that nobody watches}
     *
     * @param name which its results are found by, not blank
     * @param plan the trials
     * @param experiment what is done for each
     */
    public static Sweep of(String name, Plan plan, Experiment experiment) {
        return new Sweep(plan, new Work(name, experiment, 1), Optional.empty(), Watcher.NONE, false);
    }

    /**
     * {@return the same with so many threads for each run} Other bits, so other results: those of one thread are not
     * reused.
     *
     * @param threads of a run, at least 1
     */
    public Sweep threads(int threads) {
        return new Sweep(plan, new Work(work.sweep(), work.experiment(), threads), store, watcher, retrying);
    }

    /**
     * {@return the same with results in a store, and with those that are there}
     *
     * @param into where each result is written, as soon as it is there
     */
    public Sweep into(ResultStore into) {
        return new Sweep(plan, work, Optional.of(into), watcher, retrying);
    }

    /**
     * {@return the same, watched}
     *
     * @param by told of each result
     */
    public Sweep watching(Watcher by) {
        return new Sweep(plan, work, store, by, retrying);
    }

    /** {@return the same, with one more try in each call of run for trials that failed before it} */
    public Sweep retryingFailures() {
        return new Sweep(plan, work, store, watcher, true);
    }

    /** {@return the name that its results are found by} */
    public String name() {
        return work.sweep();
    }

    /** {@return what is planned} */
    public Plan plan() {
        return plan;
    }

    /**
     * Runs what is missing on the processors of this machine.
     *
     * @return the plan's results, in the order of the plan
     */
    public Results run() {
        try (var pool = new LocalPool()) {
            return run(pool);
        }
    }

    /**
     * Runs what is missing on an engine, which stays open.
     *
     * @param engine where the trials run
     * @return the plan's results in the order of the plan, the same whatever the order they came in
     * @throws IllegalStateException if another process writes into the store; nothing ran then
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; what finished is kept
     */
    public Results run(Engine engine) {
        if (store.isEmpty()) {
            return run(engine, result -> {});
        }
        try (var writer = store.get().writer()) {
            store.get().refresh();
            return run(engine, writer::append);
        }
    }

    /** {@return the results that the plan has so far} */
    public Results results() {
        return Results.of(replay(known()).there, plan);
    }

    private Results run(Engine engine, Consumer<Result> keep) {
        var known = known();
        if (retrying) {
            known.values().removeIf(r -> r.status() == Result.Status.FAILED);
        }
        var counted = new Counted(known);
        watcher.started(counted.done, counted.total);
        try {
            for (var state = replay(known); !state.missing.isEmpty(); state = replay(known)) {
                int before = known.size();
                engine.run(state.missing, work, result -> {
                    keep.accept(result);
                    remember(result);
                    known.put(result.trial().key(), result);
                    counted.done++;
                    watcher.finished(result, counted.done, counted.total);
                });
                if (known.size() == before) {
                    throw new IllegalStateException(
                            engine + " gave no results for " + state.missing.size() + " trials");
                }
            }
            return Results.of(replay(known).there, plan);
        } finally {
            watcher.ended(counted.done, counted.total);
        }
    }

    /** What a plan has, in its order, and what it is waiting for. */
    private record State(List<Result> there, List<Trial> missing) {}

    /** Carries the plan out from its beginning with what is known, up to the first results that are missing. */
    private State replay(Map<String, Result> known) {
        var there = new ArrayList<Result>();
        while (true) {
            var due = plan.next(there);
            var missing = due.stream().filter(t -> !known.containsKey(t.key())).toList();
            due.stream().map(t -> known.get(t.key())).filter(r -> r != null).forEach(there::add);
            if (due.isEmpty() || !missing.isEmpty()) {
                return new State(there, missing);
            }
        }
    }

    private Map<String, Result> known() {
        var known = new LinkedHashMap<String, Result>();
        synchronized (memory) {
            known.putAll(memory);
        }
        store.ifPresent(s -> s.results(work.sweep()).all().stream()
                .filter(r -> r.threads() == work.threads())
                .forEach(r -> known.put(r.trial().key(), r)));
        return known;
    }

    private void remember(Result result) {
        if (store.isEmpty()) {
            synchronized (memory) {
                memory.put(result.trial().key(), result);
            }
        }
    }

    private final class Counted {
        private int done;
        private final int total;

        Counted(Map<String, Result> known) {
            done = replay(known).there.size();
            total = plan.size();
        }
    }
}
