package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * DoG: the farthest distance from the start so far, over the root of all squared gradients so far.
 * <pre>
 *   r̄ ← max(r̄, ‖θ − θ₀‖)          r̄ = ρ (1 + ‖θ₀‖) at first
 *   G ← G + ‖g‖²                   G = ε at first
 *   d = (r̄ / √G) g
 * </pre>
 * Norms are over the whole scope, or, layered (L-DoG), over each parameter on its own. The paper judges the model by an average of
 * the weights; put one of {@code Rules} around. State: θ₀ (1 number per parameter), r̄ and G (2 numbers, or 2 per parameter array).
 * Ivgi et al., 2023, arXiv:2302.12022, with the initial r̄ and the ε of the authors' code.
 *
 * @param rho ρ, the first distance in parts of 1 + ‖θ₀‖, positive
 * @param eps ε, what G begins at, not negative
 * @param layered whether norms are those of each parameter (L-DoG)
 */
public record Dog(double rho, double eps, boolean layered) implements Whole {
    /**
     * Refuses a ρ that is not positive and a negative ε.
     *
     * @param rho ρ, the first distance in parts of 1 + ‖θ₀‖, positive
     * @param eps ε, what G begins at, not negative
     * @param layered whether norms are those of each parameter (L-DoG)
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public Dog {
        Require.positive("rho", rho);
        Require.notNegative("eps", eps);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        if (!layered) {
            return one(scope, slots);
        }
        var layers = scope.params().stream()
                .map(p -> one(scope.of(List.of(p)), slots.in(p.name())))
                .toList();
        return step -> {
            for (int i = 0; i < layers.size(); i++) {
                layers.get(i).apply(step);
            }
        };
    }

    private Stepper one(Scope scope, Slots slots) {
        var departure = new Departure(scope, slots);
        var memory = slots.doubles("distance, squares", 2);
        return step -> {
            if (memory.get(0) == 0) {
                departure.begin();
                memory.set(0, rho * (1 + departure.norm()));
                memory.set(1, eps);
            }
            departure.scaleDirection(factor(departure, memory));
        };
    }

    private static double factor(Departure departure, Numbers memory) {
        memory.set(0, Math.max(memory.get(0), Math.sqrt(departure.squared())));
        memory.add(1, departure.gradientSquared());
        return memory.get(1) == 0 ? 0 : memory.get(0) / Math.sqrt(memory.get(1));
    }
}
