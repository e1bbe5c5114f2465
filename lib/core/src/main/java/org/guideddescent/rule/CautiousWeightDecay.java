package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/**
 * Weight decay only where the step does not already push the weight away from zero.
 * <pre>  d ← d + λ 1[d θ ≥ 0] θ  </pre>
 * Stands last, for it looks at the direction that the weights will take. Where d is zero it decays, as the paper's "≥" says;
 * codes that compare signs do not. No state. Chen et al., 2025, arXiv:2510.12402.
 *
 * @param lambda λ, the part of a weight that a step of rate 1 takes, not negative
 */
public record CautiousWeightDecay(double lambda) implements Elementwise {
    /**
     * Refuses a negative decay.
     *
     * @param lambda λ, the part of a weight that a step of rate 1 takes, not negative
     * @throws IllegalArgumentException if λ is negative or not finite
     */
    public CautiousWeightDecay {
        WeightDecay.check(lambda);
    }

    @Override
    public Expr direction(Cell c) {
        var d = c.gradient();
        var theta = c.weights();
        // Signs first: the product of two small numbers may be zero.
        var agree = Expr.min(Expr.sign(d).times(Expr.sign(theta)).plus(1), Expr.constant(1));
        return d.plus(agree.times(theta).times(lambda));
    }
}
