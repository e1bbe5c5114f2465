package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * AdaGrad: divide by the root of the sum of all squared gradients.
 * <pre>  G ← G + g²          d = g / (√G + ε)          G₀ = initial  </pre>
 * State: G (1 number per parameter). Duchi, Hazan and Singer, 2011, the diagonal case. Codes differ in G₀: 0 in PyTorch, 0.1 in
 * TensorFlow and optax; the first step is then shorter.
 *
 * @param initial G₀, the sum before the first step, not negative
 * @param eps ε, added to the root, not negative
 */
public record AdaGrad(double initial, double eps) implements Elementwise {
    /**
     * Refuses a negative sum or ε.
     *
     * @param initial G₀, the sum before the first step, not negative
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the two is negative or not finite
     */
    public AdaGrad {
        Require.notNegative("initial", initial);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var sum = c.state("sum", initial, prev -> prev.plus(square(g)));
        return g.over(sqrt(sum).plus(eps));
    }
}
