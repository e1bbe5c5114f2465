package org.guideddescent.optimizers;

import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Descent in a norm: step along its linear minimization oracle.
 * <pre>
 *   d = lmo(g)                      a step of length η in the norm
 *   d = ‖g‖* lmo(g)   (steepest)    the minimizer of ⟨g, −d⟩ + ½‖d‖²
 * </pre>
 * With the spectral norm and steepest, this is stochastic spectral descent: the sum of singular values times U Vᵀ. No state.
 * Carlson et al., 2015, "Stochastic spectral descent for restricted Boltzmann machines", AISTATS; Bernstein and Newhouse, 2024,
 * "Old optimizer, new norm", arXiv:2409.20325.
 *
 * @param ball the norm
 * @param steepest whether the step is as long as the dual norm of g; else of length one
 */
public record NormDescent(Ball ball, boolean steepest) implements PerMatrix {
    @Override
    public boolean accepts(Param p) {
        return ball.accepts(p);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var lmo = ball.bind(ops, d, slots);
        if (!steepest) {
            return step -> lmo.run();
        }
        var g = slots.sharedScratch("gradient", p.rows(), p.cols());
        return step -> {
            ops.copy(d, g);
            lmo.run();
            ops.scale(ops.dot(g, d), d);
        };
    }
}
