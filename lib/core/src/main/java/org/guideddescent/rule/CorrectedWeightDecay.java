package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/**
 * Weight decay that falls with the square of the rate, so that a schedule does not change where the norm of a normalized weight
 * settles.
 * <pre>  d ← d + λ (η / η_max) θ          in all θ ← θ − η d − λ (η² / η_max) θ  </pre>
 * η is the whole rate of the parameter. The paper means it for weights that a normalization follows, and plain decoupled decay for
 * others; route it. No state. Defazio, 2025, arXiv:2506.02285 (AdamC).
 *
 * @param lambda λ, the part of a weight that a step of rate 1 at the peak takes, not negative
 * @param peak η_max, the largest rate of the run, positive
 */
public record CorrectedWeightDecay(double lambda, double peak) implements Elementwise {
    /**
     * Refuses a negative decay and a peak that is not positive.
     *
     * @param lambda λ, the part of a weight that a step of rate 1 at the peak takes, not negative
     * @param peak η_max, the largest rate of the run, positive
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public CorrectedWeightDecay {
        WeightDecay.check(lambda);
        if (!(peak > 0) || peak == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the largest rate must be positive, got " + peak);
        }
    }

    @Override
    public Expr direction(Cell c) {
        return c.gradient().plus(c.weights().times(c.rate().times(lambda / peak)));
    }
}
