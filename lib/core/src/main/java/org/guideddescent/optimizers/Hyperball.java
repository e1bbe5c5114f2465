package org.guideddescent.optimizers;

import org.guideddescent.linalg.Norms;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Hyperball: weights keep the Frobenius norm they began with, and a step has the length of the rate in units of it.
 * <pre>
 *   R = ‖θ₀‖_F          d ← R d / ‖d‖_F          after the move:  θ ← R θ / ‖θ‖_F
 * </pre>
 * Stands last in a chain, behind a rule such as Adam or Muon, and takes the place of weight decay. State: R (1 number in double
 * per matrix). Wen et al., 2026, arXiv:2606.16899.
 */
public record Hyperball() implements PerMatrix {
    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        var radius = slots.doubles("radius", 1);
        return new Stepper() {
            @Override
            public void apply(Step step) {
                if (radius.get(0) == 0) {
                    radius.set(0, ops.norm(theta));
                    if (radius.get(0) == 0) {
                        throw new IllegalArgumentException("hyperball keeps the norm of the weights, but " + p
                                + " begins at zero; route it elsewhere");
                    }
                }
                Norms.toLength(ops, radius.get(0), d);
            }

            @Override
            public void settle(Step step) {
                double norm = ops.norm(theta);
                // At rate zero the weights must not move by a rounding.
                if (norm != radius.get(0) && norm > 0) {
                    ops.scale(radius.get(0) / norm, theta);
                }
            }
        };
    }
}
