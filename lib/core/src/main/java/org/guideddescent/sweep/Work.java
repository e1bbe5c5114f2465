package org.guideddescent.sweep;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.compute.ThreadBudget;
import org.guideddescent.train.Run;

/**
 * What an engine does with each trial, the same in every process: the experiment on its own number of threads, and a result
 * whatever happens.
 *
 * @param sweep the name of the sweep
 * @param experiment what is done for a trial
 * @param threads of each run; part of the result, because products that are cut differently differ in their last bits
 */
public record Work(String sweep, Experiment experiment, int threads) implements Serializable {
    /**
     * Refuses a sweep without a name, and a run without a thread.
     *
     * @param sweep the name of the sweep
     * @param experiment what is done for a trial
     * @param threads of each run; part of the result, because products that are cut differently differ in their last
     *     bits
     * @throws IllegalArgumentException if the name is blank, or threads below 1
     */
    public Work {
        if (sweep.isBlank()) {
            throw new IllegalArgumentException("a sweep needs a name, for its results are found by it");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("a run needs at least one thread, got " + threads);
        }
    }

    /**
     * Runs the trial on this thread. Throws nothing but errors of the JVM itself, such as a full memory.
     *
     * @param trial the values to use
     * @return what became of it, a failure included
     */
    @SuppressWarnings("CatchingUnchecked") // whatever an experiment throws is a result
    public Result perform(Trial trial) {
        long begin = System.nanoTime();
        try (var budget = ThreadBudget.of(threads)) {
            var outcome = budget.run(() -> experiment.run(trial));
            var run = outcome.run();
            var status = run.diverged() ? Result.Status.DIVERGED : Result.Status.FINISHED;
            return result(trial, status, run.stopped().orElse(""), outcome.measures(), Optional.of(run), begin);
        } catch (Exception | LinkageError | StackOverflowError e) {
            return failed(trial, e.toString(), (System.nanoTime() - begin) * 1e-9);
        }
    }

    /**
     * {@return the result of a trial that could not be run to its end}
     *
     * @param trial what was asked
     * @param why for people, in words
     * @param seconds from its begin to its failure
     */
    public Result failed(Trial trial, String why, double seconds) {
        return new Result(
                sweep,
                trial,
                Result.Status.FAILED,
                why,
                Map.of(),
                Optional.empty(),
                threads,
                seconds,
                where(),
                Instant.now());
    }

    private Result result(
            Trial trial,
            Result.Status status,
            String message,
            Map<String, Double> measures,
            Optional<Run> run,
            long begin) {
        double seconds = (System.nanoTime() - begin) * 1e-9;
        return new Result(sweep, trial, status, message, measures, run, threads, seconds, where(), Instant.now());
    }

    private static String where() {
        return "process " + ProcessHandle.current().pid();
    }
}
