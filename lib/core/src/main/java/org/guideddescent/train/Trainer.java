package org.guideddescent.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.Objective;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.ParamVector;

/**
 * The loop: batch, gradient, step, and the record of it. A recipe, which each method answers with a longer one:
 * <pre>{@code
 * var run = new Trainer(net, train.batches(100, seed), seed)
 *     .accumulating(4)
 *     .evaluating("accuracy", 100, theta -> net.accuracy(theta, test.inputs(), test.targets()))
 *     .reading(10, Gauge.noiseScale(0.9), Gauge.gradientNorm())
 *     .stoppingOn(Divergence.whenWorse(3, 50))
 *     .calling(Stop.whenNoBetter("accuracy", 5))
 *     .checkpointing(Path.of("runs/7"), Every.minutes(5))
 *     .showing(Progress.of("AdamW", steps))
 *     .train(optimizer, steps);
 * }</pre>
 *
 * @param objective what is descended
 * @param batches where its examples come from
 * @param seed recorded in the run
 * @param accumulation micro-batches a step
 * @param divergence when the run is given up
 * @param watching who looks on
 * @param checkpoints where the run is saved, if it is
 */
public record Trainer(
        Objective objective,
        Batches batches,
        Seed seed,
        Accumulation accumulation,
        Divergence divergence,
        Watching watching,
        Optional<Checkpoints> checkpoints) {
    /** Sees every step of a run; time spent in it is not counted as training. */
    @FunctionalInterface
    public interface Progress {
        /** Sees nothing. */
        Progress NONE = (step, of, loss) -> {};

        /**
         * Called once, before the first step.
         *
         * @param taken steps taken before, by this optimizer or from a checkpoint
         * @param of the last step that was asked for
         */
        default void begin(long taken, long of) {}

        /**
         * Called after each step.
         *
         * @param step the step just taken
         * @param of the last step that was asked for
         * @param loss at the weights before the step
         */
        void at(long step, long of, double loss);

        /** Called once, after the last step, whatever ended the run. */
        default void done() {}
    }

    /**
     * Makes a trainer that shows nothing and stops only where the loss is not finite.
     *
     * @param objective what is descended
     * @param batches where its examples come from
     * @param seed recorded in the run
     */
    public Trainer(Objective objective, Batches batches, Seed seed) {
        this(objective, batches, seed, Accumulation.NONE, Divergence.NON_FINITE, Watching.NOBODY, Optional.empty());
    }

    /**
     * {@return the same, which shows its steps}
     *
     * @param progress told of each step
     */
    public Trainer showing(Progress progress) {
        return with(watching.with(progress));
    }

    /**
     * The same, recording a measure of {@link Optimizer#evaluationWeights()} every so many steps and after the last; time
     * spent in it is not counted as training.
     *
     * @param name of the line, its own among the measures
     * @param every steps between two evaluations, at least 1
     * @param of must not modify the weights
     * @return the longer recipe
     */
    public Trainer evaluating(String name, long every, ToDoubleFunction<ParamVector> of) {
        return with(watching.with(new Measure(name, every, of)));
    }

    /**
     * {@return the same, recording what these gauges read every so many steps}
     *
     * @param every steps between two readings, at least 1
     * @param gauges what to read
     */
    public Trainer reading(long every, Gauge... gauges) {
        var more = watching;
        for (var gauge : gauges) {
            more = more.with(new Watching.Gauged(gauge, every));
        }
        return with(more);
    }

    /**
     * {@return the same, calling back after every step}
     *
     * @param callback sees every step and may stop the run
     */
    public Trainer calling(Callback callback) {
        return with(watching.with(callback));
    }

    private Trainer with(Watching more) {
        return new Trainer(objective, batches, seed, accumulation, divergence, more, checkpoints);
    }

    /**
     * {@return the same, with the mean gradient of k micro-batches in each step}
     *
     * @param k micro-batches a step, at least 1
     */
    public Trainer accumulating(int k) {
        return accumulating(Schedules.constant(k));
    }

    /**
     * The same, with a number of micro-batches that depends on the step; see {@link Accumulation} for how it is rounded.
     * Rules that watch layers see every micro-batch, those that ask are answered for all of the step together: {@link
     * org.guideddescent.objective.MicroBatches}.
     *
     * @param count micro-batches at each step
     * @return the longer recipe
     */
    public Trainer accumulating(Schedule count) {
        return new Trainer(objective, batches, seed, new Accumulation(count), divergence, watching, checkpoints);
    }

    /**
     * {@return the same, stopped when the loss passes the limit}
     *
     * @param loss the limit
     */
    public Trainer stoppingAbove(double loss) {
        return stoppingOn(divergence.or(loss));
    }

    /**
     * {@return the same, given up when this says so}
     *
     * @param when what counts as divergence, and what is kept
     */
    public Trainer stoppingOn(Divergence when) {
        return new Trainer(objective, batches, seed, accumulation, when, watching, checkpoints);
    }

    /**
     * {@return the same, saved to a folder of its own, where the three newest checkpoints stay}
     *
     * @param folder made if it is not there
     * @param every how often; after the last step too
     */
    public Trainer checkpointing(Path folder, Every every) {
        return checkpointing(new Checkpoints(folder, every));
    }

    /**
     * {@return the same, saved like this}
     *
     * @param where the folder, how often and how many files
     */
    public Trainer checkpointing(Checkpoints where) {
        return new Trainer(objective, batches, seed, accumulation, divergence, watching, Optional.of(where));
    }

    /**
     * Trains until the optimizer has taken that many steps in all; a loaded optimizer continues where it stopped. With
     * checkpoints, a run whose folder has some continues from the newest that is not damaged, and becomes in every number what
     * it would have been undisturbed: the record from its first step on, too. One that had finished is not run again; one that
     * diverged or was stopped comes to that end once more, from its newest checkpoint.
     *
     * @param optimizer modified, with its weights; after a divergence it holds the last good state
     * @param steps in all, those taken before among them
     * @return the record of the run, from its first step on
     * @throws IllegalArgumentException if the rule asks for what the objective does not give, the message names both; if a
     *     gauge compares micro-batches and there is one a step; or if the newest checkpoint is of another run
     * @throws IllegalStateException if another run has the folder
     * @throws java.io.UncheckedIOException if a checkpoint cannot be written; those before are as they were
     * @throws java.util.concurrent.CancellationException if this thread is interrupted, between two steps; it still is
     */
    public Run train(Optimizer optimizer, long steps) {
        if (steps < optimizer.steps()) {
            throw new IllegalArgumentException(
                    "asked to train up to step " + steps + " but " + optimizer.steps() + " steps were taken already");
        }
        optimizer.check(objective);
        watching.check(accumulation);
        var loop = new Loop(this, optimizer, steps);
        if (checkpoints.isEmpty()) {
            return loop.run(Optional.empty());
        }
        try (var folder = CheckpointFolder.open(checkpoints.get())) {
            return loop.run(Optional.of(folder));
        }
    }

    /**
     * Saves an optimizer with the seed, the objective's text and the accumulation. That is the whole state of a run: the next
     * batch is a function of seed and step, so there is no cursor beside t.
     *
     * @param optimizer whose weights and state are written
     * @param file made, or replaced
     * @throws java.io.UncheckedIOException with the path; the file is then as it was
     */
    public void save(Optimizer optimizer, Path file) {
        optimizer.save(file, Checkpoint.Extra.notes(notes()));
    }

    /**
     * Loads what {@link #save} wrote; training then continues bitwise. The optimizer's own {@link Optimizer#load} asks for
     * less: it takes the state to another objective.
     *
     * @param optimizer modified, with its weights
     * @param file what {@link #save} wrote
     * @throws IllegalArgumentException also if the file is of another seed or accumulation, whose batches would differ, or
     *     of another objective
     */
    public void load(Optimizer optimizer, Path file) {
        optimizer.load(file, Checkpoint.Extra.notes(notes()), Checkpoint.Taker.NONE);
    }

    /** What must be the same for a run to continue as it began. */
    Map<String, String> notes() {
        var notes = new LinkedHashMap<String, String>();
        notes.put("seed", Long.toString(seed.root()));
        notes.put("objective", Text.of(objective));
        notes.put("accumulation", accumulation.toString());
        return notes;
    }
}
