package org.guideddescent.spark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.guideddescent.sweep.Engine;
import org.guideddescent.sweep.Experiment;
import org.guideddescent.sweep.LocalPool;
import org.guideddescent.sweep.Outcome;
import org.guideddescent.sweep.Plan;
import org.guideddescent.sweep.Trial;
import org.guideddescent.sweep.Work;

/**
 * What a cluster costs: runs of two seconds and more, two at a time, on the local pool and on two workers of one core, in
 * turns. lib/spark/bench starts it.
 */
public final class Overhead {
    private static final int ROUNDS = 5;
    private static final Plan RUNS = Plan.grid()
            .scientific("optimizer", "muon")
            .nuisance("log2Rate", -6)
            .seeds(8)
            .fixed("steps", 50);

    private Overhead() {}

    /** arguments: the master. */
    public static void main(String[] arguments) {
        race(arguments[0], "training for 2.2 s", Overhead::work);
        race(arguments[0], "waiting for 2 s, whatever else runs on the machine", Overhead::wait);
    }

    private static void race(String master, String what, Experiment experiment) {
        var work = new Work("overhead", experiment, 1);
        var pool = new ArrayList<Double>();
        var spark = new ArrayList<Double>();
        try (var cluster = SparkEngine.at(master, Map.of("spark.executor.memory", "1g"));
                var local = new LocalPool(2)) {
            seconds(local, work);
            seconds(cluster, work);
            for (int round = 0; round < ROUNDS; round++) {
                pool.add(seconds(local, work));
                spark.add(seconds(cluster, work));
            }
        }
        System.out.printf(
                "%s: a run takes %.3f s on the pool and %.3f s on the cluster (medians of %d sweeps of 8 runs, two at a"
                        + " time), %.1f %% more; all: %s %s%n",
                what, median(pool), median(spark), ROUNDS, 100 * (median(spark) / median(pool) - 1), pool, spark);
    }

    /** Trains again and again until two seconds of the thread's own processor time are over. */
    private static Outcome work(Trial trial) {
        var clock = ManagementFactory.getThreadMXBean();
        long begin = clock.getCurrentThreadCpuTime();
        var outcome = Experiments.train(trial);
        while (clock.getCurrentThreadCpuTime() - begin < 2_200_000_000L) {
            outcome = Experiments.train(trial);
        }
        return outcome;
    }

    private static Outcome wait(Trial trial) throws InterruptedException {
        var outcome = Experiments.train(trial.with("steps", 1));
        Thread.sleep(2000);
        return outcome;
    }

    /** Seconds of a run, two of which are under way at any time. */
    private static double seconds(Engine engine, Work work) {
        var trials = RUNS.next(List.of());
        long begin = System.nanoTime();
        engine.run(trials, work, result -> {});
        return Math.round((System.nanoTime() - begin) * 1e-6 * 2 / trials.size()) * 1e-3;
    }

    private static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
