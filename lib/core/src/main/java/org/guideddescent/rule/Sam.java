package org.guideddescent.rule;

import java.util.List;

/**
 * Sharpness-aware minimization: step from where you are with the gradient of where the loss is worst nearby.
 * <pre>
 *   e = ρ g / ‖g‖₂          d = ∇f(θ + e), to the rule inside, which steps from θ
 * </pre>
 * The norm is over the whole scope. It costs a second gradient on the same batch. Rules before it see the first gradient only;
 * layers are watched during the first. Put it around a route rather than inside one: there it climbs with its own parameters
 * only, after others may have moved. No state. Foret et al., 2021, Algorithm 1 with p = 2, arXiv:2010.01412.
 *
 * @param rule gets the gradient of the worst point nearby
 * @param rho ρ, how far away that is, not negative
 */
public record Sam(Transform rule, double rho) implements Around {
    /**
     * Refuses a negative ρ.
     *
     * @param rule gets the gradient of the worst point nearby
     * @param rho ρ, how far away that is, not negative
     * @throws IllegalArgumentException if ρ is negative or not finite
     */
    public Sam {
        Require.notNegative("rho", rho);
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
        return new Ascent(scope, slots, inner.get(0), rho, (theta, x) -> x);
    }
}
