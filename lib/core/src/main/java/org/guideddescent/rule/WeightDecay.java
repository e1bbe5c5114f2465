package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/**
 * Weight decay: pull every weight towards zero.
 * <pre>  d ← d + λ θ  </pre>
 * At the end of a chain this is the decoupled decay of AdamW (Loshchilov and Hutter, 2019, Algorithm 2,
 * arXiv:1711.05101); at its beginning it is the ℓ₂ penalty ½λ‖θ‖², which an adaptive rule then rescales. No state.
 *
 * @param lambda λ, the part of a weight that a step of rate 1 takes, not negative
 */
public record WeightDecay(double lambda) implements Elementwise {
    /**
     * Refuses a negative decay.
     *
     * @param lambda λ, the part of a weight that a step of rate 1 takes, not negative
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public WeightDecay {
        check(lambda);
    }

    static void check(double lambda) {
        if (!(lambda >= 0) || lambda == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("weight decay must be a number from 0 up, got " + lambda);
        }
    }

    @Override
    public Expr direction(Cell c) {
        return c.gradient().plus(c.weights().times(lambda));
    }
}
