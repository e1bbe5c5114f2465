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
 * Adam: divide a running mean of the gradient by the root of a running mean of its square.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
 *   d = m̂ / (√v̂ + ε)               m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 * </pre>
 * State: m, v (2 numbers per parameter). Kingma and Ba, 2015, Algorithm 1, arXiv:1412.6980. Some codes fold the
 * corrections into the step size, which changes what ε means; here ε stands outside, after the correction.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 */
public record Adam(double beta1, double beta2, double eps) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public Adam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        return m.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t)))
                .over(sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t))))
                        .plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
