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
 * Adan: Nesterov's momentum by means of gradient differences, in the frame of Adam.
 * <pre>
 *   Δ = g − gₜ₋₁ (zero at first)          m ← β₁ m + (1 − β₁) g          w ← β₂ w + (1 − β₂) Δ
 *   n ← β₃ n + (1 − β₃)(g + β₂ Δ)²        d = (m̂ + β₂ ŵ) / (√n̂ + ε)
 * </pre>
 * State: m, w, n and the last gradient (4 numbers per parameter). Xie et al., 2022, Algorithm 1, arXiv:2208.06677, whose β are one minus
 * ours: (0.02, 0.08, 0.01) there are (0.98, 0.92, 0.99) here and in the authors' code, which also corrects the bias, as we do. The paper's
 * decay is proximal; ours is whatever stands behind this rule.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of differences, in [0, 1)
 * @param beta3 β₃, decay of the mean of squares, in [0, 1)
 * @param eps ε, added to the root, not negative
 */
public record Adan(double beta1, double beta2, double beta3, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of differences, in [0, 1)
     * @param beta3 β₃, decay of the mean of squares, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public Adan {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.fraction("beta3", beta3);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var change = g.minus(c.before("last")).times(c.scalar(t -> t == 1 ? 0 : 1));
        c.state("last", prev -> g);
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var w = c.state("w", prev -> lerp(prev, change, 1 - beta2));
        var n = c.state("n", prev -> lerp(prev, square(g.plus(change.times(beta2))), 1 - beta3));
        var ahead = m.over(corrected(c, beta1)).plus(w.over(corrected(c, beta2)).times(beta2));
        return ahead.over(sqrt(n.over(corrected(c, beta3))).plus(eps));
    }

    private static Expr corrected(Cell c, double beta) {
        return c.scalar(t -> 1 - Math.pow(beta, (double) t));
    }

    @Override
    public List<String> linear() {
        return List.of("m", "w", "last");
    }
}
