package org.guideddescent.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Trials that wait, and results that wait, between the threads of a pool and the one that is called. */
final class Shift {
    private final Work work;
    private final Deque<Trial> waiting;
    private final Deque<Result> results = new ArrayDeque<>();
    private boolean stopped;

    Shift(List<Trial> trials, Work work) {
        this.work = work;
        waiting = new ArrayDeque<>(trials);
    }

    /** Performs trials until none waits. */
    void work() {
        for (var trial = begin(); trial.isPresent(); trial = begin()) {
            end(perform(trial.get()));
        }
    }

    /** The next result, as soon as there is one; an interrupt comes first. */
    synchronized Result next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (results.isEmpty()) {
            wait();
        }
        return results.remove();
    }

    /** Lets no trial begin, drops those that end from now on, and gives the results that wait. */
    synchronized List<Result> stop() {
        stopped = true;
        var left = new ArrayList<>(results);
        results.clear();
        return left;
    }

    @SuppressWarnings("CatchingUnchecked") // also a full memory is a result
    private Result perform(Trial trial) {
        long begin = System.nanoTime();
        try {
            return work.perform(trial);
        } catch (Throwable e) {
            return work.failed(trial, e.toString(), (System.nanoTime() - begin) * 1e-9);
        }
    }

    private synchronized Optional<Trial> begin() {
        return stopped ? Optional.empty() : Optional.ofNullable(waiting.poll());
    }

    private synchronized void end(Result result) {
        if (!stopped) {
            results.add(result);
            notifyAll();
        }
    }
}
