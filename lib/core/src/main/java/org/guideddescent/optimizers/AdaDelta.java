package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * AdaDelta: a step in the units of the weights, from running means of squared gradients and squared steps.
 * <pre>
 *   v ← ρ v + (1 − ρ) g²          d = √(u + ε) / √(v + ε) · g          u ← ρ u + (1 − ρ) d²
 * </pre>
 * State: v, u (2 numbers per parameter). Zeiler, 2012, Algorithm 1, arXiv:1212.5701. The paper has no learning rate: 1.
 *
 * @param rho ρ, decay of both means of squares, in [0, 1)
 * @param eps ε, added below both roots, positive
 */
public record AdaDelta(double rho, double eps) implements Elementwise {
    /**
     * Refuses ρ outside [0, 1) and an ε that is not positive.
     *
     * @param rho ρ, decay of both means of squares, in [0, 1)
     * @param eps ε, added below both roots, positive
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public AdaDelta {
        Require.fraction("rho", rho);
        Require.positive("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - rho));
        var d = sqrt(c.before("u").plus(eps)).over(sqrt(v.plus(eps))).times(g);
        c.state("u", prev -> lerp(prev, square(d), 1 - rho));
        return d;
    }
}
