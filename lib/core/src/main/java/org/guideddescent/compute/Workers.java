package org.guideddescent.compute;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the numbered chunks of a task on the caller's thread and on helpers that sleep in between; a run allocates
 * nothing. Who takes which chunk is left to chance, so a task's result must not depend on it. One job at a time: a
 * caller that finds the helpers busy does its chunks alone.
 */
final class Workers {
    /** A job in numbered chunks, each done once, in any order, on any thread. */
    @FunctionalInterface
    interface Task {
        void run(int chunk);
    }

    /** The helpers of this process, one fewer than processors; shared because threads beyond the cores only harm. */
    static final Workers SHARED = new Workers(Runtime.getRuntime().availableProcessors());

    // Some ten microseconds: the next call of a step often comes sooner, and BLAS wants the core back if not.
    private static final int SPINS = 256;
    private static final int CLOSED = Integer.MIN_VALUE;

    private final Thread[] helpers;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger next = new AtomicInteger();
    /** How many helpers are in the job; negative while none may enter. */
    private final AtomicInteger inside = new AtomicInteger(CLOSED);

    private volatile int epoch;
    private volatile boolean closed;
    private volatile Throwable failure;
    // Written while no helper may enter, read only inside.
    private Task task;
    private int chunks;

    Workers(int threads) {
        helpers = new Thread[threads - 1];
        for (var i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::help, "guided-descent-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /** Ends the helpers; jobs are then done by their callers alone. */
    void close() {
        closed = true;
        for (var helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    void run(Task job, int count) {
        if (count <= 1 || helpers.length == 0 || closed || !taken.compareAndSet(false, true)) {
            for (var chunk = 0; chunk < count; chunk++) {
                job.run(chunk);
            }
            return;
        }
        try {
            share(job, count);
        } finally {
            task = null;
            taken.set(false);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the holder of `taken` writes the epoch.
    private void share(Task job, int count) {
        task = job;
        chunks = count;
        failure = null;
        next.set(0);
        inside.set(0);
        epoch = epoch + 1;
        for (var helper : helpers) {
            LockSupport.unpark(helper);
        }
        drain();
        // A helper that has not woken yet is not waited for.
        inside.getAndAdd(CLOSED);
        while (inside.get() != CLOSED) {
            Thread.onSpinWait();
        }
        var thrown = failure;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void drain() {
        try {
            for (var chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                task.run(chunk);
            }
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
    }

    private void help() {
        var seen = 0;
        while (true) {
            for (var spins = 0; epoch == seen; spins++) {
                if (closed) {
                    return;
                }
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen = epoch;
            var count = inside.get();
            if (count >= 0 && inside.compareAndSet(count, count + 1)) {
                drain();
                inside.getAndDecrement();
            }
        }
    }
}
