package org.guideddescent.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Objective;
import org.guideddescent.objective.Oracle;
import org.guideddescent.space.ParamVector;

/**
 * The loop: batch, gradient, step, and the record of it.
 *
 * @param objective what is descended
 * @param batches where its examples come from
 * @param seed recorded in the run
 * @param limit a loss above it counts as divergence; by default every finite loss is allowed
 * @param progress sees every step
 */
public record Trainer(Objective objective, Batches batches, Seed seed, double limit, Progress progress) {
    /** Sees every step of a run; time spent in it is not counted as training. */
    @FunctionalInterface
    public interface Progress {
        /** Sees nothing. */
        Progress NONE = (step, of, loss) -> {};

        /** Called after each step. */
        void at(long step, long of, double loss);
    }

    /** A trainer that shows nothing and stops only where the loss is not finite. */
    public Trainer(Objective objective, Batches batches, Seed seed) {
        this(objective, batches, seed, Double.POSITIVE_INFINITY, Progress.NONE);
    }

    /** The same, shown to progress. */
    public Trainer showing(Progress show) {
        return new Trainer(objective, batches, seed, limit, show);
    }

    /** The same, stopped when the loss passes the limit. */
    public Trainer stoppingAbove(double loss) {
        return new Trainer(objective, batches, seed, loss, progress);
    }

    /**
     * Trains until the optimizer has taken that many steps in all; a loaded optimizer continues where it stopped.
     *
     * @param optimizer modified, with its weights; after a divergence it holds the last good state
     * @throws IllegalArgumentException if the rule asks for what the objective does not give; the message names both
     */
    public Run train(Optimizer optimizer, long steps) {
        if (steps < optimizer.steps()) {
            throw new IllegalArgumentException(
                    "asked to train up to step " + steps + " but " + optimizer.steps() + " steps were taken already");
        }
        optimizer.check(objective);
        var theta = optimizer.weights();
        var grad = optimizer.gradient();
        var curve = new ArrayList<Run.Point>((int) (steps - optimizer.steps()));
        var watcher = optimizer.watcher();
        Optional<String> stopped = Optional.empty();
        long spent = 0;
        for (long t = optimizer.steps() + 1; t <= steps && stopped.isEmpty(); t++) {
            long begin = System.nanoTime();
            var batch = batches.at(t);
            double loss = gradient(batch, theta, grad, watcher);
            try {
                if (loss > limit) {
                    throw new DivergenceException("loss " + loss + " at step " + t + " is above the limit " + limit
                            + "; the weights of step " + (t - 1) + " are kept");
                }
                optimizer.step(grad, loss, new Oracle(objective, batch));
            } catch (DivergenceException e) {
                stopped = Optional.of(e.getMessage());
            }
            spent += System.nanoTime() - begin;
            curve.add(new Run.Point(t, loss, spent * 1e-9));
            progress.at(t, steps, loss);
        }
        return new Run(
                optimizer.rule().toString(),
                objective.toString(),
                seed,
                optimizer.steps(),
                Environment.current(),
                curve,
                stopped);
    }

    /**
     * Saves an optimizer with the seed. That is the whole state of a run: the next batch is a function of both seed and
     * step, so there is no cursor beside t.
     *
     * @throws java.io.UncheckedIOException with the path; the file is then as it was
     */
    public void save(Optimizer optimizer, Path file) {
        optimizer.save(file, notes());
    }

    /**
     * Loads what {@link #save} wrote; training then continues bitwise.
     *
     * @throws IllegalArgumentException also if the file is of another seed, whose batches would differ
     */
    public void load(Optimizer optimizer, Path file) {
        optimizer.load(file, notes());
    }

    private Map<String, String> notes() {
        return Map.of("seed", Long.toString(seed.root()));
    }

    private double gradient(Batch batch, ParamVector theta, ParamVector grad, LayerObserver watcher) {
        return objective instanceof Objective.Layered layered
                ? layered.gradient(theta, batch, grad, watcher)
                : objective.gradient(theta, batch, grad);
    }
}
