package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Spectral clip: no singular value of a weight is larger than a bound after any step.
 * <pre>  after the move:  θ ← U min(S, bound) Vᵀ          for  θ = U S Vᵀ  </pre>
 * The nearest such matrix in the Frobenius norm, and a way to keep a layer's Lipschitz constant. It bends no direction, so
 * it may stand anywhere in a chain, and acts on weights alone: at rate zero too. No state. Cesista, 2025,
 * leloykun.github.io/ponder/spectral-clipping; Newhouse et al., 2025, "spectral hard cap", arXiv:2507.13338. Both approach
 * it by polynomials; this is the singular value decomposition, made only where the Frobenius norm is above the bound.
 *
 * @param bound the largest singular value, positive
 */
public record SpectralClip(double bound) implements PerMatrix {
    /**
     * Refuses a bound that is not positive.
     *
     * @param bound the largest singular value, positive
     * @throws IllegalArgumentException if it is zero, negative or not finite
     */
    public SpectralClip {
        Require.positive("bound", bound);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var theta = scope.theta(p);
        int r = Math.min(p.rows(), p.cols());
        var u = slots.sharedScratch("clip u", p.rows(), r);
        var s = slots.sharedScratch("clip s", 1, r);
        var v = slots.sharedScratch("clip v", p.cols(), r);
        // What is too much is taken away, so that the rest keeps its digits.
        var excess = ops.compile(
                new Program(1, 0, List.of(new Program.Write(0, max(load(0).minus(constant(bound)), constant(0))))), s);
        double[] none = {};
        return new Stepper() {
            @Override
            public void apply(Step step) {}

            @Override
            public void settle(Step step) {
                if (ops.norm(theta) <= bound) {
                    return;
                }
                ops.svd(theta, u, s, v);
                excess.run(none);
                if (ops.maxAbs(s) > 0) {
                    ops.scaleColumns(s, u);
                    ops.gemm(false, true, -1, u, v, 1, theta);
                }
            }
        };
    }
}
