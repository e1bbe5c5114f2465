package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.abs;

import java.util.List;

/**
 * Adaptive sharpness-aware minimization: what is nearby is measured in units of the weights.
 * <pre>
 *   e = ρ T² g / ‖T g‖₂          T = diag(|θ| + η)
 *   d = ∇f(θ + e), to the rule inside, which steps from θ
 * </pre>
 * Without η the way uphill does not change when a network's weights are rescaled such that its function stays. The authors
 * leave T at one for biases, in experiments and code; here, as in their definition, T is the same for all parameters. It
 * costs a second gradient on the same batch. No state. Kwon et al., 2021, Algorithm 1 with p = 2, arXiv:2102.11600.
 *
 * @param rule gets the gradient of the worst point nearby
 * @param rho ρ, how far away that is, not negative
 * @param eta η, added to the size of each weight, not negative
 */
public record Asam(Transform rule, double rho, double eta) implements Around {
    /**
     * Refuses a negative ρ or η.
     *
     * @param rule gets the gradient of the worst point nearby
     * @param rho ρ, how far away that is, not negative
     * @param eta η, added to the size of each weight, not negative
     * @throws IllegalArgumentException if one of the two is negative or not finite
     */
    public Asam {
        Require.notNegative("rho", rho);
        Require.notNegative("eta", eta);
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.DRIVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        return new Ascent(scope, slots, inner.get(0), rho, (theta, x) -> abs(theta)
                .plus(eta)
                .times(x));
    }
}
