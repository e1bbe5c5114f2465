package org.guideddescent.objective;

import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;

/**
 * The loss of a step that is taken on several micro-batches: the mean of theirs, whatever is asked.
 * <pre>  L(θ) = (1/k) Σ L_j(θ),   so ∇L, H v, G v and every column of the root are means over j as well  </pre>
 * The batch given to a question is ignored; {@link #at} says which are meant. A layer is shown once for each micro-batch, with
 * the tape of that micro-batch: observers see all of them. Targets are drawn for each by a key of its own. Micro-batches
 * count alike, also where their sizes differ. Memory: one vector more if k is not 1, made when first needed. For one thread.
 *
 * <p>K-FAC and its kin average what they are shown over passes and examples, so their factors are those of one big batch as
 * well. If a step is skipped because one micro-batch is not finite, the tapes of the others wait for the next step.
 *
 * <p>It can be asked all that the objective inside can be asked; what that one lacks is refused with its name.
 */
public final class MicroBatches implements Objective.Curved, Objective.Probabilistic {
    private static final long NEXT_KEY = 0xD1342543DE82EF95L;

    private final Objective objective;
    private final Batches batches;
    private final Ops ops = Ops.current();
    private long first = 1;
    private int count = 1;
    private Batch latest = Batch.NONE;
    private long number;
    private ParamVector own;

    /** Sees the gradient of each micro-batch. */
    @FunctionalInterface
    public interface Part {
        /** Sees nothing. */
        Part NONE = (batch, gradient) -> {};

        /**
         * Shows one micro-batch and its gradient. Both are borrowed, and not to be modified.
         *
         * @param batch the examples
         * @param gradient of their mean loss, before it joins the sum
         */
        void see(Batch batch, ParamVector gradient);
    }

    /** Answers with the answer for one batch. */
    @FunctionalInterface
    private interface Question {
        double ask(Batch batch, int j, ParamVector out);
    }

    /**
     * Looks at the first of these batches, until {@link #at} says otherwise.
     *
     * @param objective whose loss and gradient are averaged
     * @param batches the micro-batches, numbered from 1
     */
    public MicroBatches(Objective objective, Batches batches) {
        this.objective = objective;
        this.batches = batches;
    }

    /**
     * From now on the step is that on batches from, from + 1, …, from + k − 1.
     *
     * @param from the first micro-batch of the step, counted from 1
     * @param k how many the step takes
     */
    public void at(long from, int k) {
        if (from < 1 || k < 1) {
            throw new IllegalArgumentException(
                    "a step needs at least one micro-batch, counted from 1, got " + k + " from number " + from);
        }
        first = from;
        count = k;
        number = from;
        latest = batches.at(from);
    }

    /** {@return who answers for the step} Its batch is the micro-batch that was looked at last. */
    public Oracle oracle() {
        return new Oracle(this, latest);
    }

    /** {@return the examples of the step, if all micro-batches are as large as the last} */
    public int examples() {
        return Math.multiplyExact(count, latest.size());
    }

    /**
     * The mean loss and gradient; each gradient is shown to part before it joins the sum.
     *
     * @param theta not modified
     * @param grad overwritten with the mean gradient
     * @param watch sees the linear layers of each micro-batch
     * @param part sees each gradient before it joins the sum
     * @return the mean loss
     */
    public double gradient(ParamVector theta, ParamVector grad, LayerObserver watch, Part part) {
        return mean(grad, (batch, j, out) -> {
            double loss = objective instanceof Objective.Layered layered
                    ? layered.gradient(theta, batch, out, watch)
                    : objective.gradient(theta, batch, out);
            part.see(batch, out);
            return loss;
        });
    }

    @Override
    public Layout layout() {
        return objective.layout();
    }

    @Override
    public double gradient(ParamVector theta, Batch ignored, ParamVector grad, LayerObserver watch) {
        return gradient(theta, grad, watch, Part.NONE);
    }

    @Override
    public double loss(ParamVector theta, Batch ignored) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += objective.loss(theta, batch(j));
        }
        return sum / count;
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch ignored, ParamVector v, ParamVector out) {
        var curved = as(Objective.Curved.class, Need.CURVATURE);
        mean(out, (batch, j, to) -> {
            curved.hessianTimes(theta, batch, v, to);
            return 0;
        });
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch ignored, ParamVector v, ParamVector out) {
        var curved = as(Objective.Curved.class, Need.CURVATURE);
        mean(out, (batch, j, to) -> {
            curved.gaussNewtonTimes(theta, batch, v, to);
            return 0;
        });
    }

    @Override
    public double sampledGradient(ParamVector theta, Batch ignored, long key, ParamVector grad, LayerObserver watch) {
        var model = as(Objective.Probabilistic.class, Need.SAMPLES);
        return mean(grad, (batch, j, to) -> model.sampledGradient(theta, batch, key + NEXT_KEY * j, to, watch));
    }

    @Override
    public int rootColumns() {
        return as(Objective.Probabilistic.class, Need.SAMPLES).rootColumns();
    }

    @Override
    public void rootGradient(ParamVector theta, Batch ignored, int column, ParamVector grad, LayerObserver watch) {
        var model = as(Objective.Probabilistic.class, Need.SAMPLES);
        mean(grad, (batch, j, to) -> {
            model.rootGradient(theta, batch, column, to, watch);
            return 0;
        });
    }

    /** The text of the objective inside. */
    @Override
    public String toString() {
        return objective.toString();
    }

    private Batch batch(int j) {
        // What was gathered last may be what is wanted: with one micro-batch it always is.
        if (number != first + j) {
            number = first + j;
            latest = batches.at(number);
        }
        return latest;
    }

    private double mean(ParamVector out, Question question) {
        double sum = question.ask(batch(0), 0, out);
        if (count == 1) {
            return sum;
        }
        if (own == null) {
            own = out.like();
        }
        for (int j = 1; j < count; j++) {
            sum += question.ask(batch(j), j, own);
            ops.axpy(1, own.flat(), out.flat());
        }
        ops.scale(1.0 / count, out.flat());
        return sum / count;
    }

    private <T extends Objective> T as(Class<T> giver, Need need) {
        if (!giver.isInstance(objective)) {
            throw new IllegalArgumentException(
                    objective + " gives no " + need.what() + "; it would have to be an " + need.giver());
        }
        return giver.cast(objective);
    }
}
