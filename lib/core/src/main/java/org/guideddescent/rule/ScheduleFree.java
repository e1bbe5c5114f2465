package org.guideddescent.rule;

import java.util.List;

/**
 * Schedule-free: a mean of the iterates takes the place of a falling rate.
 * <pre>
 *   y = (1 − β) z + β x           the training weights
 *   z ← z − γ d(y)                γ = η min(1, t / warm-up)
 *   x ← (1 − c) x + c z           c = w / Σ w,   w = tʳ (max γ)ᵖ; the weights to judge by
 * </pre>
 * η is the whole rate of the step, all schedules together; a sensible one only rises. Decay inside is taken at y. A rule
 * inside with momentum of its own is unusual: β is the momentum. β = 0 is the rule inside with a mean of all its iterates, β = 1
 * primal averaging. State: z, or x where β is 0 (1 number per parameter), and in double the count
 * of steps and, for each piece of memory with one rate, Σ w and max γ. Defazio et al., 2024, Algorithm 1, arXiv:2405.15682,
 * which has Adam's √(1 − β₂ᵗ) in γ, and so in decay and weights; we follow the authors' later reference code, which has not,
 * and has r, p and the maximum.
 *
 * @param rule bends the gradient at y and moves z
 * @param beta β, where between z and the mean gradients are taken, in [0, 1]
 * @param warmUp steps of a linear rise, 0 for none
 * @param r power of t in the weights of the mean, not negative
 * @param p power of the largest γ in the weights of the mean, not negative
 */
public record ScheduleFree(Transform rule, double beta, long warmUp, double r, double p) implements Around {
    /**
     * Refuses β outside [0, 1], and a negative warm-up or power.
     *
     * @param rule bends the gradient at y and moves z
     * @param beta β, where between z and the mean gradients are taken, in [0, 1]
     * @param warmUp steps of a linear rise, 0 for none
     * @param r power of t in the weights of the mean, not negative
     * @param p power of the largest γ in the weights of the mean, not negative
     * @throws IllegalArgumentException if one of the four numbers is out of its range
     */
    public ScheduleFree {
        Require.fromZeroToOne("beta", beta);
        Require.atLeast("steps of warm-up", 0, warmUp);
        Require.notNegative("r", r);
        Require.notNegative("p", p);
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.MOVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        int pieces = scope.pieces().size();
        var sums = slots.doubles("sums", pieces);
        var largest = slots.doubles("largest", pieces);
        return new PrimalAverage(scope, slots, inner.get(0), beta, warmUp, (i, t, gamma) -> {
            largest.set(i, Math.max(largest.get(i), gamma));
            double w = Math.pow((double) t, r) * Math.pow(largest.get(i), p);
            sums.add(i, w);
            return sums.get(i) > 0 ? w / sums.get(i) : 0;
        });
    }
}
