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
 * Simplified AdEMAMix: one slow momentum, and the gradient itself with a weight of its own.
 * <pre>
 *   m ← β₁ m + g          v ← β₂ v + (1 − β₂) g²          d = (α g + m) / (√v̂ + ε)
 * </pre>
 * State: m, v (2 numbers per parameter). Morwani, Vyas, Zhang and Kakade, 2025, arXiv:2502.02431. The momentum sums to 1 / (1 − β₁)
 * gradients, so rates are smaller than Adam's by that.
 *
 * @param beta1 β₁, decay of the sum of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param alpha α, how much the gradient itself counts, not negative
 * @param eps ε, added to the root, not negative
 */
public record SimplifiedAdEmaMix(double beta1, double beta2, double alpha, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1), and a negative α or ε.
     *
     * @param beta1 β₁, decay of the sum of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param alpha α, how much the gradient itself counts, not negative
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public SimplifiedAdEmaMix {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("alpha", alpha);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> prev.times(beta1).plus(g));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        return g.times(alpha)
                .plus(m)
                .over(sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t))))
                        .plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
