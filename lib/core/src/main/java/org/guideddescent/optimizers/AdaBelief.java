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
 * AdaBelief: Adam that divides by how far the gradient is from its running mean.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          s ← β₂ s + (1 − β₂)(g − m)² + ε          d = m̂ / (√ŝ + ε)
 * </pre>
 * State: m, s (2 numbers per parameter). Zhuang et al., 2020, Algorithm 2, arXiv:2010.07468; ε = 10⁻¹⁶ in the authors' code.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared distances, in [0, 1)
 * @param eps ε, added to the mean of squares at each step and to the root, not negative
 */
public record AdaBelief(double beta1, double beta2, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared distances, in [0, 1)
     * @param eps ε, added to the mean of squares at each step and to the root, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public AdaBelief {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var s = c.state("s", prev -> lerp(prev, square(g.minus(m)), 1 - beta2).plus(eps));
        return m.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t)))
                .over(sqrt(s.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t))))
                        .plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
