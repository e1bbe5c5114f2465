package org.guideddescent.spark;

import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Trial;
import org.guideddescent.sweep.Work;

/**
 * The jobs of one sweep, one a trial. Twice as many are handed to Spark at once as can run, so that no core waits for the
 * driver; each has a thread that waits for it, and the caller's thread hands the results over.
 */
final class Jobs {
    private static final int AT_LEAST = 4;

    private final JavaSparkContext context;
    private final Work work;
    private final String group = "guided-descent-" + UUID.randomUUID();
    private int handed;

    Jobs(JavaSparkContext context, Work work) {
        this.context = context;
        this.work = work;
    }

    void run(List<Trial> trials, Shipped shipped, Consumer<Result> finished) {
        var broadcast = context.broadcast(shipped);
        var threads = Executors.newCachedThreadPool(job -> {
            var thread = new Thread(job, "sweep " + work.sweep());
            thread.setDaemon(true);
            thread.setContextClassLoader(OurLoader.class.getClassLoader());
            return thread;
        });
        var done = new ExecutorCompletionService<Result>(threads);
        try {
            all(trials, broadcast, done, finished);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var stopped = new CancellationException("the sweep " + work.sweep() + " was interrupted with " + handed
                    + " of " + trials.size() + " trials finished, which are kept");
            stopped.initCause(e);
            throw stopped;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Spark gave up with " + handed + " of " + trials.size() + " trials of the sweep " + work.sweep()
                            + " finished; a sweep with a store goes on from there when it is run again: "
                            + e.getCause(),
                    e.getCause());
        } finally {
            end(broadcast);
            threads.shutdownNow();
        }
    }

    /** An interrupted thread could not tell the cluster that it is over. */
    private void end(Broadcast<Shipped> shipped) {
        boolean interrupted = Thread.interrupted();
        if (!context.sc().isStopped()) {
            context.cancelJobGroup(group);
            shipped.unpersist();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void all(
            List<Trial> trials, Broadcast<Shipped> shipped, CompletionService<Result> done, Consumer<Result> finished)
            throws InterruptedException, ExecutionException {
        var waiting = new ArrayDeque<>(trials);
        int running = 0;
        while (handed < trials.size()) {
            for (; running < atOnce() && !waiting.isEmpty(); running++) {
                var trial = waiting.remove();
                done.submit(() -> perform(trial, shipped));
            }
            var result = done.take().get();
            running--;
            finished.accept(result);
            handed++;
        }
    }

    /** Asked for each time: workers come and go. */
    private int atOnce() {
        return Math.max(AT_LEAST, 2 * context.defaultParallelism() / work.threads());
    }

    /** Waits for the result of one trial; whatever becomes of its process is a result too. */
    @SuppressWarnings("CatchingUnchecked") // Scala throws checked exceptions that no signature names.
    private Result perform(Trial trial, Broadcast<Shipped> shipped) throws Exception {
        long begin = System.nanoTime();
        try {
            context.setJobGroup(group, "sweep " + work.sweep() + ": " + trial, true);
            var line = context.parallelize(List.of(trial), 1)
                    .map(new Perform(shipped))
                    .collect();
            return Result.parse(line.get(0));
        } catch (Exception e) {
            // Without its cluster no trial can have a result.
            if (context.sc().isStopped()) {
                throw e;
            }
            return work.failed(trial, why(e), (System.nanoTime() - begin) * 1e-9);
        }
    }

    /** The reason among Spark's words, which go on with a stack trace. */
    static String why(Exception e) {
        var words = String.valueOf(e.getMessage());
        var reason = words.substring(Math.max(0, words.indexOf("most recent failure: ")));
        return reason.lines()
                .takeWhile(line -> !line.startsWith("\tat ") && !line.startsWith("Driver stacktrace"))
                .limit(2)
                .collect(Collectors.joining(" "));
    }
}
