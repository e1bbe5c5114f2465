package org.guideddescent.compute;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A number of threads for the primitives of one piece of work, so that several pieces side by side share the cores and
 * each has the bits that it would have alone.
 *
 * <p>How a product is cut depends on the number of threads, and so do its last bits. A run that is one of many gets a
 * budget, the same on every machine: its numbers are then a function of its seed and the budget, whatever runs beside
 * it. Inside a budget OpenBLAS and LAPACK compute on one thread each, for OpenBLAS knows one number of threads a process;
 * products and loops are cut by {@link Workers}. While any budget is in use, LAPACK is on one thread outside of budgets
 * too, so there its last bits may differ from those without a neighbor.
 *
 * <p>On another backend than nd4j-native a budget changes nothing: that backend has its own threads.
 */
public final class ThreadBudget implements AutoCloseable {
    /** Held for reading by work inside budgets, for writing by LAPACK on many threads. */
    static final ReentrantReadWriteLock LAPACK = new ReentrantReadWriteLock();

    private static final ThreadLocal<Ops> INSIDE = new ThreadLocal<>();

    private final int threads;
    private final Workers workers;
    private final Ops ops;

    private ThreadBudget(int threads) {
        this.threads = threads;
        workers = new Workers(threads);
        ops = Backend.CURRENT instanceof CpuOps ? new CpuOps(workers) : Backend.CURRENT;
    }

    /**
     * {@return a budget of so many threads: the one that works, and helpers that sleep until {@link #close()}}
     *
     * @param threads how many, the working one among them, at least 1
     */
    public static ThreadBudget of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a budget needs at least one thread, got " + threads);
        }
        return new ThreadBudget(threads);
    }

    /** {@return the number of threads of the budget} */
    public int threads() {
        return threads;
    }

    /**
     * Does the work on this thread. What it makes there, such as networks and optimizers, computes on this budget's
     * threads, also later. One thread at a time has the helpers; others that use the same budget do without.
     *
     * @param <T> type of the work's result
     * @param work done once, on the calling thread
     * @return what the work returned
     * @throws Exception whatever the work threw
     */
    public <T> T run(Callable<T> work) throws Exception {
        var before = INSIDE.get();
        LAPACK.readLock().lock();
        INSIDE.set(ops);
        try {
            return work.call();
        } finally {
            if (before == null) {
                INSIDE.remove();
            } else {
                INSIDE.set(before);
            }
            LAPACK.readLock().unlock();
        }
    }

    /** Lets the helpers go. Work that still uses the budget goes on without them. */
    @Override
    public void close() {
        workers.close();
    }

    /** The primitives of the budget that this thread is inside of, or the session's. */
    static Ops ops() {
        var inside = INSIDE.get();
        return inside == null ? Backend.CURRENT : inside;
    }
}
