package org.guideddescent.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.MicroBatches;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One run of a trainer. What happens at a step, in this order: gradient, check of the loss, copy of a good state, step; then
 * record, readings, progress, evaluations, callbacks, and a checkpoint if none of these ended the run.
 */
final class Loop {
    private static final String GOOD_STEPS = "good/steps.txt";

    private final Trainer trainer;
    private final Watching watching;
    private final Optimizer optimizer;
    private final long steps;
    private final MicroBatches objective;
    private final LayerObserver watcher;
    private final ParamVector grad;
    private final Log log;
    private final Gauges gauges;
    private final Health health;
    private final Optional<Snapshot> good;
    private long nextBatch;
    private long spent;
    private double spentBefore;

    Loop(Trainer trainer, Optimizer optimizer, long steps) {
        this.trainer = trainer;
        this.watching = trainer.watching();
        this.optimizer = optimizer;
        this.steps = steps;
        this.objective = new MicroBatches(trainer.objective(), trainer.batches());
        this.watcher = optimizer.watcher();
        this.grad = optimizer.gradient();
        this.log = new Log(watching);
        this.gauges = new Gauges(watching.gauges(), optimizer.weights());
        this.health = new Health(trainer.divergence());
        this.good = trainer.divergence().keepsCopies() ? Optional.of(new Snapshot(optimizer)) : Optional.empty();
    }

    Run run(Optional<CheckpointFolder> folder) {
        folder.ifPresent(f -> f.resume(optimizer.steps(), steps, this::load));
        watching.progress().begin(optimizer.steps(), steps);
        Run.End end;
        try {
            end = descend(folder);
        } finally {
            watching.progress().done();
        }
        return new Run(
                optimizer.rule().toString(),
                Text.of(trainer.objective()),
                trainer.seed(),
                optimizer.steps(),
                Environment.current(),
                log.curve(),
                log.evaluations(),
                log.readings(),
                end);
    }

    private Run.End descend(Optional<CheckpointFolder> folder) {
        nextBatch = 1 + trainer.accumulation().before(optimizer.steps() + 1);
        for (long t = optimizer.steps() + 1; t <= steps; t++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("training was interrupted after step " + (t - 1) + " of " + steps
                        + "; the optimizer holds that step");
            }
            var diverged = take(t);
            if (diverged.isPresent()) {
                return diverged.get();
            }
            evaluate(t, false);
            var reason = call(t);
            if (reason.isPresent()) {
                evaluate(t, true);
                return new Run.End(Run.Kind.STOPPED, reason.get(), t, t);
            }
            if (folder.isPresent() && (t == steps || folder.get().isDue(t))) {
                folder.get().save(t, this::save);
            }
        }
        evaluate(steps, true);
        return Run.End.finished(steps);
    }

    private Optional<Run.End> take(long t) {
        long begin = System.nanoTime();
        int k = trainer.accumulation().at(t);
        objective.at(nextBatch, k);
        nextBatch += k;
        gauges.begin(t);
        double loss = objective.gradient(optimizer.weights(), grad, watcher, gauges);
        gauges.before(grad);
        Optional<Run.End> end = Optional.empty();
        try {
            health.see(t, loss);
            health.check(t, loss);
            keepGood();
            optimizer.step(grad, loss, objective.oracle());
        } catch (DivergenceException e) {
            end = Optional.of(goBack(t, e));
        }
        spent += System.nanoTime() - begin;
        log.step(t, loss, spentBefore + spent * 1e-9);
        if (end.isEmpty()) {
            gauges.after(log);
        }
        watching.progress().at(t, steps, loss);
        return end;
    }

    /** The loss of these weights is known, and good: what a step made of them is not known before the next. */
    private void keepGood() {
        if (good.isPresent()
                && health.isGood()
                && optimizer.steps() % trainer.divergence().keepEvery() == 0) {
            good.get().take();
        }
    }

    private Run.End goBack(long t, DivergenceException e) {
        if (good.isEmpty() || health.isGood()) {
            return new Run.End(Run.Kind.DIVERGED, e.getMessage(), t, optimizer.steps());
        }
        good.get().restore();
        // Those that the message says are kept are bad too.
        return new Run.End(
                Run.Kind.DIVERGED,
                e.getMessage().replace("; the weights of step " + (t - 1) + " are kept", "")
                        + "; the optimizer went back to step " + optimizer.steps(),
                t,
                optimizer.steps());
    }

    /** all: also the measures whose turn it is not; none twice. */
    private void evaluate(long t, boolean all) {
        for (var measure : watching.measures()) {
            if ((all || t == steps || t % measure.every() == 0) && !log.hasEvaluated(measure.name(), t)) {
                double value = measure.of().applyAsDouble(optimizer.evaluationWeights());
                log.evaluated(t, measure.name(), value, log.seconds());
            }
        }
    }

    private Optional<String> call(long t) {
        if (watching.callbacks().isEmpty()) {
            return Optional.empty();
        }
        double loss = log.curve().get(log.curve().size() - 1).loss();
        var moment = new Callback.Moment(t, steps, loss, log.seconds(), optimizer, log.evaluations());
        Optional<String> reason = Optional.empty();
        for (var callback : watching.callbacks()) {
            // All see the step, the first to object is quoted.
            var its = callback.at(moment);
            reason = reason.isPresent() ? reason : its;
        }
        return reason;
    }

    private void save(Path file) {
        optimizer.save(file, extra());
    }

    private void load(Path file) {
        optimizer.load(file, extra(), entries -> {
            log.read(entries);
            if (good.isPresent()) {
                good.get()
                        .stepsWere(
                                Long.parseLong(new String(entries.get(GOOD_STEPS), StandardCharsets.US_ASCII).strip()));
            }
        });
        log.curve().forEach(p -> health.see(p.step(), p.loss()));
        spentBefore = log.seconds();
    }

    /** All that must be saved besides the optimizer for the rest of the run to be the same. */
    private Checkpoint.Extra extra() {
        var notes = new LinkedHashMap<>(trainer.notes());
        notes.put("divergence", trainer.divergence().toString());
        notes.put("list of measures", watching.measures().toString());
        notes.put("list of gauges", watching.gauges().toString());
        Map<String, INDArray> arrays = new LinkedHashMap<>(gauges.state());
        var entries = new LinkedHashMap<>(log.entries());
        if (good.isPresent()) {
            good.get().copies().forEach((name, a) -> arrays.put("good/" + name, a));
            entries.put(GOOD_STEPS, (good.get().steps() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new Checkpoint.Extra(notes, arrays, entries);
    }
}
