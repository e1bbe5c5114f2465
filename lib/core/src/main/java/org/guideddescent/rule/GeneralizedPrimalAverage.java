package org.guideddescent.rule;

import java.util.List;

/**
 * Generalized primal averaging: where gradients are taken and how fast the average follows are two numbers.
 * <pre>
 *   y = μ_y x + (1 − μ_y) z         the training weights
 *   z ← z − η d(y)
 *   x ← μ_x x + (1 − μ_x) z         the weights to judge by
 * </pre>
 * μ_x = 0 is the rule inside alone. On plain gradients, μ_y = 1 is heavy ball with β = μ_x at the rate (1 − μ_x) η, and μ_y =
 * μ_x is Nesterov's momentum. Decay inside is taken at y; the authors' code takes it at z unless told otherwise. State: z,
 * or x where μ_y is 0 (1 number per parameter), and the count of steps. Defazio et al., 2025, arXiv:2512.17131; the names are its.
 *
 * @param rule bends the gradient at y and moves z
 * @param muX μ_x, how slowly the average follows, in [0, 1)
 * @param muY μ_y, where between z and the average gradients are taken, in [0, 1]
 */
public record GeneralizedPrimalAverage(Transform rule, double muX, double muY) implements Around {
    /**
     * Refuses μ_x outside [0, 1) and μ_y outside [0, 1].
     *
     * @param rule bends the gradient at y and moves z
     * @param muX μ_x, how slowly the average follows, in [0, 1)
     * @param muY μ_y, where between z and the average gradients are taken, in [0, 1]
     * @throws IllegalArgumentException if one of the two is outside
     */
    public GeneralizedPrimalAverage {
        Require.fraction("mu_x", muX);
        Require.fromZeroToOne("mu_y", muY);
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
        return new PrimalAverage(scope, slots, inner.get(0), muY, 0, (i, t, gamma) -> 1 - muX);
    }
}
