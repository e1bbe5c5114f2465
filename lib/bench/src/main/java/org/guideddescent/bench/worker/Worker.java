package org.guideddescent.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;

/** The side of the protocol that measures: warms up, then runs one round for each line of the input, until it ends. */
final class Worker {
    /** More repetitions than this a round tell nothing new. */
    private static final int MOST = 200_000;

    private final long warmNanos;
    private final long roundNanos;
    private final double[] times = new double[MOST];
    private final boolean mean;

    private Worker(String warmMillis, String roundMillis, boolean mean) {
        this.mean = mean;
        warmNanos = Long.parseLong(warmMillis) * 1_000_000;
        roundNanos = Long.parseLong(roundMillis) * 1_000_000;
    }

    /**
     * What a worker measures.
     *
     * @param what one line on what runs
     * @param repetition the work to time
     * @param shares what a round says about its parts since the last call, or nothing
     * @param before what runs before each repetition and is not timed
     */
    record Task(String what, Runnable repetition, Supplier<String> shares, Runnable before) {
        Task(String what, Runnable repetition, Supplier<String> shares) {
            this(what, repetition, shares, () -> {});
        }

        Task(String what, Runnable repetition) {
            this(what, repetition, () -> "");
        }

        /** The same, each repetition after some work that is not timed. */
        Task after(Runnable work) {
            return new Task(what, repetition, shares, work);
        }
    }

    /** Makes the task from the arguments of the command line. */
    @FunctionalInterface
    interface Setup {
        Task prepare(String[] arguments) throws IOException;
    }

    /** Serves until the input ends. args: milliseconds to warm up, milliseconds a round, then the task's own; a last
     * one, "mean", asks for means. */
    static void serve(String[] args, Setup setup) throws IOException {
        try {
            var task = setup.prepare(Arrays.copyOfRange(args, 2, args.length));
            var worker = new Worker(args[0], args[1], args[args.length - 1].equals("mean"));
            worker.round(task, worker.warmNanos);
            say("ready " + task.what());
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                var unused = task.shares().get(); // They tell of the time before this round.
                say("measured " + worker.round(task, worker.roundNanos)
                        + task.shares().get());
            }
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            e.printStackTrace();
            say("failed " + String.valueOf(e).replace('\n', ' '));
        }
        // Thread pools of the libraries would keep the process alive.
        System.exit(0);
    }

    /** Repeats for at least that long and three times; the median in nanoseconds, or the mean where repetitions differ. */
    private double round(Task task, long atLeast) {
        int n = 0;
        long begin = System.nanoTime();
        for (long now = begin; n < 3 || (now - begin < atLeast && n < MOST); n++) {
            task.before().run();
            long then = System.nanoTime();
            task.repetition().run();
            now = System.nanoTime();
            times[n] = now - then;
        }
        if (mean) {
            return Arrays.stream(times, 0, n).average().orElseThrow();
        }
        Arrays.sort(times, 0, n);
        return times[n / 2];
    }

    private static void say(String reply) {
        System.out.println("bench " + reply);
        System.out.flush();
    }
}
