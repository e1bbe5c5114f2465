package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Yogi: Adam whose second moment moves by steps of the new square's size, so that it cannot fall faster.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← v − (1 − β₂) sign(v − g²) g²          d = m / (√v + ε)
 * </pre>
 * State: m, v (2 numbers per parameter), v₀ = initial. Zaheer et al., 2018, Algorithm 2, without bias correction as there; the
 * authors' experiments take ε = 10⁻³ and a small v₀.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, of the second moment, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param initial v₀, not negative
 */
public record Yogi(double beta1, double beta2, double eps, double initial) implements Elementwise {
    /**
     * Refuses a β outside [0, 1), and a negative ε or v₀.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, of the second moment, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param initial v₀, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public Yogi {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("initial", initial);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var g2 = square(g);
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state(
                "v", initial, prev -> prev.minus(sign(prev.minus(g2)).times(g2).times(1 - beta2)));
        return m.over(sqrt(v).plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
