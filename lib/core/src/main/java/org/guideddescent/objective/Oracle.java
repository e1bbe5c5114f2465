package org.guideddescent.objective;

import org.guideddescent.space.ParamVector;

/**
 * The loss of one step's batch, for rules that ask: line searches, sharpness-aware and second-order methods. An objective
 * and a batch, so every answer is about the same examples.
 *
 * @param objective whose loss it is; where a step has several micro-batches, the {@link MicroBatches} that answer for all
 * @param batch the examples of the step, borrowed
 */
public record Oracle(Objective objective, Batch batch) {
    /** {@return over how many examples the answers are means: those of the batch, or of all micro-batches of the step} */
    public int examples() {
        return objective instanceof MicroBatches micro ? micro.examples() : batch.size();
    }

    /**
     * {@return the loss at theta}
     *
     * @param theta not modified
     */
    public double loss(ParamVector theta) {
        return objective.loss(theta, batch);
    }

    /**
     * Computes the gradient at theta.
     *
     * @param theta not modified
     * @param grad overwritten
     * @return the loss there
     */
    public double gradient(ParamVector theta, ParamVector grad) {
        return objective.gradient(theta, batch, grad);
    }

    /**
     * out ← H v; see {@link Objective.Curved#hessianTimes}.
     *
     * @param theta not modified
     * @param v not modified
     * @param out overwritten; not v
     */
    public void hessianTimes(ParamVector theta, ParamVector v, ParamVector out) {
        as(Objective.Curved.class, Need.CURVATURE).hessianTimes(theta, batch, v, out);
    }

    /**
     * out ← G v; see {@link Objective.Curved#gaussNewtonTimes}.
     *
     * @param theta not modified
     * @param v not modified
     * @param out overwritten; not v
     */
    public void gaussNewtonTimes(ParamVector theta, ParamVector v, ParamVector out) {
        as(Objective.Curved.class, Need.CURVATURE).gaussNewtonTimes(theta, batch, v, out);
    }

    /**
     * The gradient on targets that the model draws; see {@link Objective.Probabilistic#sampledGradient}.
     *
     * @param theta not modified
     * @param key which draw: equal keys give equal targets
     * @param grad overwritten
     * @param watch sees each linear layer, the last one first
     * @return the loss on the targets drawn
     */
    public double sampledGradient(ParamVector theta, long key, ParamVector grad, LayerObserver watch) {
        return as(Objective.Probabilistic.class, Need.SAMPLES).sampledGradient(theta, batch, key, grad, watch);
    }

    /** {@return how many columns the root of the loss's Hessian has; see {@link Objective.Probabilistic#rootColumns}} */
    public int rootColumns() {
        return as(Objective.Probabilistic.class, Need.SAMPLES).rootColumns();
    }

    /**
     * One column of that root pulled back; see {@link Objective.Probabilistic#rootGradient}.
     *
     * @param theta not modified
     * @param column c, from 0 to {@link #rootColumns} − 1
     * @param grad overwritten
     * @param watch sees each linear layer, the last one first
     */
    public void rootGradient(ParamVector theta, int column, ParamVector grad, LayerObserver watch) {
        as(Objective.Probabilistic.class, Need.SAMPLES).rootGradient(theta, batch, column, grad, watch);
    }

    private <T extends Objective> T as(Class<T> giver, Need need) {
        if (!giver.isInstance(objective)) {
            throw new IllegalArgumentException(
                    objective + " gives no " + need.what() + "; it would have to be an " + need.giver());
        }
        return giver.cast(objective);
    }
}
