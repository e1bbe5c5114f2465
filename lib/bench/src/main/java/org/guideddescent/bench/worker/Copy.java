package org.guideddescent.bench.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Copies a long array, each thread its part: the memory's speed. Arguments: number of floats, threads. */
public final class Copy {
    private final ExecutorService pool;
    private final ArrayList<Callable<Object>> parts = new ArrayList<>();

    private Copy(int n, int threads) {
        var from = new float[n];
        var to = new float[n];
        Arrays.fill(from, 1.5f);
        pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            int begin = (int) ((long) n * i / threads);
            int end = (int) ((long) n * (i + 1) / threads);
            parts.add(Executors.callable(() -> System.arraycopy(from, begin, to, begin, end - begin)));
        }
    }

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var copy = new Copy(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            return new Worker.Task(arguments[0] + " floats on " + arguments[1] + " threads", copy::run);
        });
    }

    private void run() {
        try {
            for (var part : pool.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot copy", e);
        }
    }
}
