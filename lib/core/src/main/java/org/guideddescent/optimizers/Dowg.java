package org.guideddescent.optimizers;

import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * DoWG: DoG whose squared gradients weigh as much as the distance did when they came.
 * <pre>
 *   r̄² ← max(r̄², ‖θ − θ₀‖²)        r̄ = r₀ at first
 *   v ← v + r̄² ‖g‖²
 *   d = (r̄² / √v) g
 * </pre>
 * Norms are over the whole scope. State: θ₀ (1 number per parameter), r̄² and v (2 numbers). Khaled, Mishchenko and Jin, 2023,
 * arXiv:2305.16284; codes add an ε to √v, which the paper does not.
 *
 * @param start r₀, the distance that r̄ begins at, positive
 */
public record Dowg(double start) implements Whole {
    /**
     * Refuses a first distance that is not positive.
     *
     * @param start r₀, the distance that r̄ begins at, positive
     * @throws IllegalArgumentException if it is zero, negative or not finite
     */
    public Dowg {
        Require.positive("start", start);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var departure = new Departure(scope, slots);
        var memory = slots.doubles("squared distance, squares", 2);
        return step -> {
            if (memory.get(0) == 0) {
                departure.begin();
                memory.set(0, start * start);
            }
            double r2 = Math.max(memory.get(0), departure.squared());
            memory.set(0, r2);
            memory.add(1, r2 * departure.gradientSquared());
            departure.scaleDirection(memory.get(1) == 0 ? 0 : r2 / Math.sqrt(memory.get(1)));
        };
    }
}
