package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * AdaBound: Adam whose rate for each weight is clipped to bounds that close in on one number, so that it ends as momentum.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²          w ← max(w, v)  (AMSBound; else w = v)
 *   d = m · min(max(√(1 − β₂ᵗ) / (1 − β₁ᵗ) / (√w + ε), l), u)
 *   l = ρ (1 − 1 / (γ t + 1)),  u = ρ (1 + 1 / (γ t))
 * </pre>
 * ρ is the last rate in units of the first. State: m, v, and w for AMSBound (2 or 3 numbers per parameter). Luo et al.,
 * 2019, arXiv:1902.09843, as in the authors' code, Luolc/AdaBound: it corrects the means, which the paper does not, leaves
 * out the paper's 1/√t, and lets schedules act on the bounds as on the rate. ε stands beside √v before the correction.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param last ρ, the rate in the end, in units of the first, positive
 * @param gamma γ, how fast the bounds close, positive
 * @param ams whether the denominator never shrinks (AMSBound)
 */
public record AdaBound(double beta1, double beta2, double eps, double last, double gamma, boolean ams)
        implements Elementwise {
    /**
     * Refuses a β outside [0, 1), a negative ε, and a ρ or γ that is not positive.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param last ρ, the rate in the end, in units of the first, positive
     * @param gamma γ, how fast the bounds close, positive
     * @param ams whether the denominator never shrinks (AMSBound)
     * @throws IllegalArgumentException if one of the five numbers is out of its range
     */
    public AdaBound {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.positive("last", last);
        Require.positive("gamma", gamma);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var w = ams ? c.state("largest", prev -> max(prev, v)) : v;
        var correction = c.scalar(t -> Math.sqrt(1 - Math.pow(beta2, (double) t)) / (1 - Math.pow(beta1, (double) t)));
        var lower = c.scalar(t -> last * (1 - 1 / (gamma * t + 1)));
        var upper = c.scalar(t -> last * (1 + 1 / (gamma * t)));
        return min(max(correction.over(sqrt(w).plus(eps)), lower), upper).times(m);
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
