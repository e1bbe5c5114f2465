package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.abs;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * AdaMax: Adam with a running maximum in place of the root mean square.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          u ← max(β₂ u, |g|)          d = m̂ / (u + ε)
 * </pre>
 * State: m, u (2 numbers per parameter). Kingma and Ba, 2015, Algorithm 2, arXiv:1412.6980, which has no ε; without it a gradient
 * that was always zero divides by zero.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the maximum, in [0, 1)
 * @param eps ε, added to the maximum, not negative
 */
public record AdaMax(double beta1, double beta2, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the maximum, in [0, 1)
     * @param eps ε, added to the maximum, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public AdaMax {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var u = c.state("u", prev -> max(prev.times(beta2), abs(g)));
        return m.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t))).over(u.plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
