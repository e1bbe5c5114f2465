package org.guideddescent.objective;

import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss to descend: the mean over the examples of a batch.
 *
 * <p>One's own, in a cell of a notebook: parameters by name, a loss, its gradient, and the check that they fit.
 * <pre>{@code
 * import org.guideddescent.compute.Ops;
 * import org.guideddescent.objective.*;
 * import org.guideddescent.space.*;
 * import org.nd4j.linalg.api.buffer.DataType;
 * import org.nd4j.linalg.factory.Nd4j;
 * import org.nd4j.linalg.ops.transforms.Transforms;
 *
 * // Robust regression: the mean of √(1 + r²) − 1 with residuals r = X wᵀ − y.
 * record Robust(int width) implements Objective {
 *     public Layout layout() {
 *         return Layout.builder().add("w", Role.OUTPUT, 1, width).build();
 *     }
 *
 *     public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
 *         var r = batch.inputs().mmul(theta.view("w").transpose()).subi(batch.targets());
 *         var s = Transforms.sqrt(r.mul(r).addi(1));
 *         grad.view("w").assign(r.div(s).transpose().mmul(batch.inputs()).divi(batch.size()));
 *         return s.meanNumber().doubleValue() - 1;
 *     }
 * }
 *
 * var robust = new Robust(3);
 * var theta = ParamVector.zeros(robust.layout(), DataType.DOUBLE);
 * var batch = new Batch(Nd4j.create(DataType.DOUBLE, 20, 3), Nd4j.create(DataType.DOUBLE, 20, 1));
 * Ops.current().normal(1, theta.flat());
 * Ops.current().normal(2, batch.inputs());
 * Ops.current().normal(3, batch.targets());
 * Check.of(robust, theta, batch).orThrow()
 * }</pre>
 *
 * It trains with every rule that asks for no more than gradients. Those interfaces below that it also implements are
 * what else it can be asked. {@link Check} looks at the curvature products too.
 */
public interface Objective {
    /** {@return the parameters} */
    Layout layout();

    /**
     * The loss at theta and its gradient.
     *
     * @param theta not modified
     * @param batch the examples that the loss is a mean over, not modified
     * @param grad overwritten
     * @return the loss
     */
    double gradient(ParamVector theta, Batch batch, ParamVector grad);

    /**
     * The loss alone. This default computes a gradient and drops it; models override it with a forward pass.
     *
     * @param theta not modified
     * @param batch the examples that the loss is a mean over, not modified
     * @return the loss
     */
    default double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, theta.like());
    }

    /** An objective made of linear layers that can be watched. */
    interface Layered extends Objective {
        /**
         * As {@link Objective#gradient}, showing each linear layer to watch.
         *
         * @param theta not modified
         * @param batch the examples that the loss is a mean over, not modified
         * @param grad overwritten
         * @param watch sees each linear layer, the last one first
         * @return the loss
         */
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
         * @param batch the examples that the loss is a mean over, not modified
         * @param v not modified
         * @param out overwritten; not v
         */
        void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out);

        /**
         * Computes out ← G v, with G = mean Jᵀ (∂²ℓ/∂z²) J over the examples, J the Jacobian of the outputs z. For
         * cross-entropy and squared error it is the Fisher matrix (Martens, 2020, Section 9.2, arXiv:1412.1193).
         *
         * @param theta not modified
         * @param batch the examples that the loss is a mean over, not modified
         * @param v not modified
         * @param out overwritten; not v
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
         * @param batch the examples, not modified; the targets drawn stand in for its own
         * @param key which draw: equal keys give equal targets
         * @param grad overwritten
         * @param watch sees each linear layer, the last one first
         * @return the loss on the targets drawn
         */
        double sampledGradient(ParamVector theta, Batch batch, long key, ParamVector grad, LayerObserver watch);

        /**
         * {@return how many columns c = 0, 1, … the root S of the loss's Hessian in the outputs of an example has, ∂²ℓ/∂z² =
         * S Sᵀ}
         */
        int rootColumns();

        /**
         * Pulls column c of every example's root back through the layers, as if it were the gradient of the outputs; the
         * outer products of these, summed over columns, average to the Gauss–Newton matrix without sampling.
         *
         * @param theta not modified
         * @param batch the examples, not modified
         * @param column c, from 0 to {@link #rootColumns} − 1
         * @param grad overwritten with Σ Jᵀ s_c / n
         * @param watch sees each linear layer, the last one first
         */
        void rootGradient(ParamVector theta, Batch batch, int column, ParamVector grad, LayerObserver watch);
    }

    /** An objective with a model inside whose outputs z can be differentiated; J = ∂z/∂θ. */
    interface Differentiable extends Objective {
        /**
         * {@return how many numbers z has for the batch: examples times outputs, an example's own side by side}
         *
         * @param batch the examples, not modified
         */
        long outputs(Batch batch);

        /**
         * out ← J v.
         *
         * @param theta not modified
         * @param batch the examples, not modified
         * @param v not modified
         * @param out [{@link #outputs}], overwritten
         */
        void jacobianTimes(ParamVector theta, Batch batch, ParamVector v, INDArray out);

        /**
         * out ← Jᵀ u.
         *
         * @param theta not modified
         * @param batch the examples, not modified
         * @param u [{@link #outputs}], not modified
         * @param out overwritten
         */
        void jacobianAdjointTimes(ParamVector theta, Batch batch, INDArray u, ParamVector out);
    }
}
