package org.guideddescent.optimizers;

import java.io.Serializable;
import org.guideddescent.rule.Require;

/** How long a step along a natural gradient u is. */
public sealed interface Length extends Serializable {
    /** d = u. */
    record Plain() implements Length {}

    /**
     * A bound on the KL divergence of the step, by its quadratic model.
     * <pre>  d = min(1, √(c / Σ η² u ∇)) u  </pre>
     * Over all layers, with η² of each parameter where rates differ. Ba et al., 2017, Distributed second-order optimization
     * using Kronecker-factored approximations.
     *
     * @param c the largest KL divergence of a step, positive
     */
    record KlClip(double c) implements Length {
        /**
         * Refuses a bound that is not positive.
         *
         * @param c the largest KL divergence of a step, positive
         * @throws IllegalArgumentException if c is zero, negative or not finite
         */
        public KlClip {
            Require.positive("klClip", c);
        }
    }

    /**
     * The lowest point of a quadratic model of the loss among all combinations of u and the last direction v.
     * <pre>
     *   d = α u + μ v          [uᵀCu uᵀCv; uᵀCv vᵀCv] [α; μ] = [∇ᵀu; ∇ᵀv]          C = G + λ I
     * </pre>
     * G is the Gauss–Newton matrix on the step's batch, so this costs a product with it, and another for v. Meant for a
     * rate of one; another one shortens the step. Where u and v are parallel to a part in 10¹², μ is 0. State: v, one
     * number a parameter, if there is momentum. Martens and Grosse, 2015, Sections 6 and 7, arXiv:1503.05671.
     *
     * @param momentum whether v takes part; else μ = 0
     */
    record Model(boolean momentum) implements Length {}

    /** {@return d = u, without a bound} */
    static Length plain() {
        return new Plain();
    }

    /**
     * {@return a bound on the KL divergence of the step}
     *
     * @param c the largest, positive
     */
    static Length klClip(double c) {
        return new KlClip(c);
    }
}
