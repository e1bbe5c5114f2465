package org.guideddescent.optimizers;

import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * NovoGrad: gradients of each layer divided by a running norm of that layer, then momentum.
 * <pre>
 *   v ← β₂ v + (1 − β₂) ‖g‖²          (v = ‖g‖² at first)
 *   m ← β₁ m + g / (√v + ε) + λ θ          (without β₁ m at first)          d = m
 * </pre>
 * State: m (1 number per parameter) and v in double (1 number per tensor). Ginsburg et al., 2019, Algorithm 1,
 * arXiv:1905.11286. Its decay λ goes through the momentum.
 *
 * @param beta1 β₁, decay of the momentum, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared norms, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param lambda λ, weight decay that goes through the momentum, not negative
 */
public record NovoGrad(double beta1, double beta2, double eps, double lambda) implements PerMatrix {
    /**
     * Refuses a β outside [0, 1), and a negative ε or λ.
     *
     * @param beta1 β₁, decay of the momentum, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared norms, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param lambda λ, weight decay that goes through the momentum, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public NovoGrad {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("lambda", lambda);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        var m = slots.zeros("m", p.rows(), p.cols());
        var second = slots.doubles("v", 1);
        return step -> {
            double squared = ops.dot(d, d);
            double v = step.t() == 1 ? squared : beta2 * second.get(0) + (1 - beta2) * squared;
            second.set(0, v);
            ops.scale(beta1, m);
            double root = Math.sqrt(v) + eps;
            if (root > 0) {
                ops.axpy(1 / root, d, m);
            }
            ops.axpy(lambda, theta, m);
            ops.copy(m, d);
        };
    }
}
