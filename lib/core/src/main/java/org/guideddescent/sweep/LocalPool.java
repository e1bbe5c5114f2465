package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Runs side by side on threads of this process. Each has a budget of its own, so what a run computes does not depend on how
 * many there are beside it.
 *
 * <p>An interrupt of the calling thread, such as a notebook's stop button, ends the sweep at once: results that are there
 * are handed over, no trial begins, and the threads of the others are interrupted. One that does not look at
 * interrupts computes on in the background until it ends, and its result is dropped. A full memory is a result that failed.
 *
 * <p>ND4J's own generator, {@code Nd4j.getRandom()}, is another one in each thread and starts from the clock. Nothing of this
 * library draws from it; an experiment that does is not repeatable unless it seeds it.
 *
 * @param runs side by side at most; 0 means as many as the processors hold
 */
public record LocalPool(int runs) implements Engine {
    /**
     * Refuses a negative number.
     *
     * @param runs side by side at most; 0 means as many as the processors hold
     * @throws IllegalArgumentException if runs is below 0
     */
    public LocalPool {
        if (runs < 0) {
            throw new IllegalArgumentException("a pool needs at least one run at a time, got " + runs);
        }
    }

    /** As many runs side by side as there are processors for their threads. */
    public LocalPool() {
        this(0);
    }

    /**
     * {@return how many runs go side by side, of so many threads each}
     *
     * @param threads of one run, at least 1
     */
    public int runsOf(int threads) {
        return runs > 0 ? runs : Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    }

    /**
     * {@inheritDoc}
     *
     * @throws CancellationException if this thread was interrupted; it still is
     */
    @Override
    public void run(List<Trial> trials, Work work, Consumer<Result> finished) {
        var shift = new Shift(trials, work);
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < Math.min(runsOf(work.threads()), trials.size()); i++) {
            // Daemons: a trial that never ends must not keep the process.
            var worker = new Thread(shift::work, "sweep " + work.sweep() + " " + (i + 1));
            worker.setDaemon(true);
            workers.add(worker);
        }
        workers.forEach(Thread::start);
        int handed = 0;
        try {
            for (; handed < trials.size(); handed++) {
                finished.accept(shift.next());
            }
        } catch (InterruptedException e) {
            for (var result : shift.stop()) {
                finished.accept(result);
                handed++;
            }
            Thread.currentThread().interrupt();
            var stopped = new CancellationException("the sweep " + work.sweep() + " was interrupted with " + handed
                    + " of " + trials.size() + " trials finished, which are kept");
            stopped.initCause(e);
            throw stopped;
        } finally {
            shift.stop();
            workers.forEach(Thread::interrupt);
        }
    }

    /** Does nothing: threads end with their trials. */
    @Override
    public void close() {}
}
