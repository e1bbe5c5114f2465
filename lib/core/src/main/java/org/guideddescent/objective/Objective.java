package org.guideddescent.objective;

import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;

/** A loss to descend: the mean over the examples of a batch. */
public interface Objective {
    /** The parameters. */
    Layout layout();

    /**
     * The loss at theta and its gradient.
     *
     * @param theta not modified
     * @param grad overwritten
     */
    double gradient(ParamVector theta, Batch batch, ParamVector grad);

    /** The loss alone. This default computes a gradient and drops it; models override it with a forward pass. */
    default double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, theta.like());
    }

    /** An objective made of linear layers that can be watched. */
    interface Layered extends Objective {
        /** As {@link Objective#gradient}, showing each linear layer to watch. */
        double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch);

        @Override
        default double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            return gradient(theta, batch, grad, LayerObserver.NONE);
        }
    }

    /** An objective whose Hessian H and Gauss–Newton matrix G can be multiplied by a vector, without forming them. */
    interface Curved extends Objective {
        /**
         * out ← H v at theta on the batch.
         *
         * @param theta not modified
         * @param v not modified
         * @param out overwritten; not v
         */
        void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out);

        /**
         * out ← G v, with G = mean Jᵀ (∂²ℓ/∂z²) J over the examples, J the Jacobian of the outputs z. For cross-entropy and
         * squared error it is the Fisher matrix (Martens, 2020, Section 9.2, arXiv:1412.1193). Arguments as in {@link
         * #hessianTimes}.
         */
        void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out);
    }

    /**
     * An objective whose outputs are the parameters of a distribution of targets: categorical for cross-entropy, normal
     * with unit variance for squared error. Tapes have the scale of a gradient of the mean loss. Where an example has p
     * positions, whose losses are averaged, a sampled gradient is √p times that of the mean: n times its covariance is the
     * Gauss–Newton matrix whatever p is.
     */
    interface Probabilistic extends Layered {
        /**
         * The gradient with targets drawn from the model's own outputs; returns the loss on them.
         *
         * @param theta not modified
         * @param key which draw: equal keys give equal targets
         * @param grad overwritten
         */
        double sampledGradient(ParamVector theta, Batch batch, long key, ParamVector grad, LayerObserver watch);

        /** Columns c = 0, 1, … of a root S of the loss's Hessian in the outputs of an example, ∂²ℓ/∂z² = S Sᵀ. */
        int rootColumns();

        /**
         * Pulls column c of every example's root back through the layers, as if it were the gradient of the outputs; the
         * outer products of these, summed over columns, average to the Gauss–Newton matrix without sampling.
         *
         * @param theta not modified
         * @param grad overwritten with Σ Jᵀ s_c / n
         */
        void rootGradient(ParamVector theta, Batch batch, int column, ParamVector grad, LayerObserver watch);
    }
}
