package org.guideddescent.optimizers;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.objective.Need;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;

/** K-FAC and EK-FAC at work on the layers of a scope. */
final class LayerwiseStepper implements Stepper {
    private final Scope scope;
    private final Curvature curvature;
    private final Length length;
    private final Optional<ModelLength> model;
    private final Lambda lambda;
    private final List<LayerBlock> blocks;
    private final Map<Param, LayerBlock> byWeight = new HashMap<>();
    private final ParamVector asked;
    private final LayerObserver watcher = this::see;
    // Number 0 is the last step, number 1 the batches that entered the factors.
    private final Numbers counts;

    LayerwiseStepper(
            Scope scope,
            Slots slots,
            Curvature curvature,
            Length length,
            Lambda lambda,
            BiFunction<LayerFactors, Slots, LayerInverse> inverse) {
        this.scope = scope;
        this.curvature = curvature;
        this.length = length;
        this.model = length instanceof Length.Model m
                ? Optional.of(new ModelLength(m.momentum(), scope, slots))
                : Optional.empty();
        this.lambda = lambda;
        this.blocks = Layers.of(scope, slots, curvature.sharing(), inverse);
        blocks.forEach(b -> byWeight.put(b.factors.weight, b));
        this.asked = isEmpirical() ? scope.theta() : scope.theta().like();
        this.counts = slots.doubles("counts", 2);
    }

    private boolean isEmpirical() {
        return curvature.fisher() instanceof Fisher.Empirical;
    }

    @Override
    public List<LayerObserver> observers() {
        return isEmpirical() ? List.of(this::watch) : List.of();
    }

    @Override
    public Set<Need> needs() {
        var needs = EnumSet.of(isEmpirical() ? Need.LAYERS : Need.SAMPLES);
        needs.addAll(lambda.needs());
        if (model.isPresent()) {
            needs.add(Need.CURVATURE);
        }
        return needs;
    }

    // Before the step it belongs to, whose number is one more than that of the last.
    private void watch(LayerTape tape) {
        if (curvature.gathersAt((long) counts.get(0) + 1)) {
            see(tape);
        }
    }

    private void see(LayerTape tape) {
        var block = byWeight.get(tape.weight());
        if (block != null) {
            block.see(tape);
        }
    }

    @Override
    public void apply(Step step) {
        long t = step.t();
        if (curvature.gathersAt(t)) {
            gather(step);
        }
        boolean refresh = curvature.invertsAt(t);
        double divergence = 0;
        for (var block : blocks) {
            if (refresh || !block.inverse.isReady()) {
                block.inverse.refresh();
            }
            block.precondition();
            divergence += block.divergence(t);
        }
        double factor =
                length instanceof Length.KlClip clip && divergence > clip.c() ? Math.sqrt(clip.c() / divergence) : 1;
        for (var block : blocks) {
            block.write(factor);
        }
        if (model.isPresent()) {
            model.get().bend(step, lambda.get(), blocks);
        }
        if (lambda.judges(t)) {
            lambda.judge(step, slope(t));
        }
        counts.set(0, (double) t);
    }

    /** Σ η g d. */
    private double slope(long t) {
        double sum = 0;
        for (var block : blocks) {
            sum += block.slope(t);
        }
        return sum;
    }

    private void gather(Step step) {
        int columns;
        try {
            columns = ask(step);
            for (var block : blocks) {
                block.check(step.t(), !isEmpirical());
            }
        } catch (RuntimeException e) {
            blocks.forEach(LayerBlock::forget);
            throw e;
        }
        double k = counts.get(1) + 1;
        counts.set(1, k);
        for (var block : blocks) {
            // A step on several micro-batches is as many rounds.
            block.fold(curvature.keep(k), (double) block.factors.passes() / columns);
        }
    }

    /** Returns how many passes make one round over a batch. */
    private int ask(Step step) {
        var fisher = curvature.fisher();
        if (fisher instanceof Fisher.Sampled sampled) {
            step.oracle().sampledGradient(scope.theta(), sampled.key(step.t()), asked, watcher);
        } else if (fisher instanceof Fisher.TypeTwo) {
            int columns = step.oracle().rootColumns();
            for (int c = 0; c < columns; c++) {
                step.oracle().rootGradient(scope.theta(), c, asked, watcher);
            }
            return columns;
        }
        return 1;
    }
}
