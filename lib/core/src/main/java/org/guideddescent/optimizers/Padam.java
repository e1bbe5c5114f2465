package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.exp;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.log;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Padam: AMSGrad with a smaller power of the second moment, between momentum and Adam.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²          w ← max(w, v)
 *   d = √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√w + ε)^(2p)
 * </pre>
 * p = ½ is AMSGrad. State: m, v, w (3 numbers per parameter). Chen et al., 2018, arXiv:1806.06763, as in the
 * authors' code, uclaml/Padam, which adds the two corrections and puts ε under the power.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, positive
 * @param p half the power of the root, in (0, ½]
 */
public record Padam(double beta1, double beta2, double eps, double p) implements Elementwise {
    /**
     * Refuses a β outside [0, 1), an ε that is not positive, and p outside (0, ½].
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, positive
     * @param p half the power of the root, in (0, ½]
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public Padam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("eps", eps);
        if (!(p > 0 && p <= 0.5)) {
            throw new IllegalArgumentException("p must be in (0, 0.5], got " + p);
        }
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var w = c.state("largest", prev -> max(prev, v));
        var correction = c.scalar(t -> Math.sqrt(1 - Math.pow(beta2, (double) t)) / (1 - Math.pow(beta1, (double) t)));
        return correction.times(m).over(exp(log(sqrt(w).plus(eps)).times(2 * p)));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
