package org.guideddescent.optimizers;

import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Trust ratio: give each parameter a step in proportion to its own length.
 * <pre>  d ← d · factor ‖θ‖ / (‖d‖ + ε)          unless one of the norms is zero: then d stays  </pre>
 * The norms are over one parameter, whatever its shape. No state. You, Gitman and Ginsburg, 2017 (LARS), arXiv:1708.03888;
 * You et al., 2020, Algorithm 2 (LAMB, with φ the identity), arXiv:1904.00962.
 *
 * @param factor the trust, positive
 * @param eps ε, added to the direction's norm, not negative
 */
public record TrustRatio(double factor, double eps) implements PerMatrix {
    /**
     * Refuses a factor that is not positive and a negative ε.
     *
     * @param factor the trust, positive
     * @param eps ε, added to the direction's norm, not negative
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public TrustRatio {
        Require.positive("factor", factor);
        Require.notNegative("eps", eps);
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
        return step -> {
            double length = ops.norm(theta);
            double size = ops.norm(d);
            if (length > 0 && size > 0) {
                ops.scale(factor * length / (size + eps), d);
            }
        };
    }
}
