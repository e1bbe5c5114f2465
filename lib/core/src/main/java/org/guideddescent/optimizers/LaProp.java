package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * LaProp: Adam with the momentum taken after the division, so that the two do not disturb each other.
 * <pre>
 *   v ← β₂ v + (1 − β₂) g²          m ← β₁ m + (1 − β₁) g / (√v̂ + ε)          d = m / (1 − β₁ᵗ)
 * </pre>
 * State: m, v (2 numbers per parameter). Ziyin, Wang and Ueda, 2020, Algorithm 1, arXiv:2002.04839.
 *
 * @param beta1 β₁, decay of the mean of divided gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 */
public record LaProp(double beta1, double beta2, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of divided gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public LaProp {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var u = g.over(
                sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t)))).plus(eps));
        var m = c.state("m", prev -> lerp(prev, u, 1 - beta1));
        return m.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t)));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
