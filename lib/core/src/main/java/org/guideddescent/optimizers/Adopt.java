package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.negate;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * ADOPT: divide by the second moment of the past, which does not know the present gradient.
 * <pre>
 *   t = 1:  v = g², no step
 *   then:   u = g / max(√v, ε), clipped to ±(t − 1)^¼          m ← β₁ m + (1 − β₁) u
 *           d = m                                              v ← β₂ v + (1 − β₂) g²  afterwards
 * </pre>
 * State: m, v (2 numbers per parameter). Taniguchi et al., 2024, arXiv:2411.02853; the clip is of its later version and
 * of the authors' code.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, the least root that is divided by, positive
 * @param clipped whether u is clipped
 */
public record Adopt(double beta1, double beta2, double eps, boolean clipped) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and an ε that is not positive.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, the least root that is divided by, positive
     * @param clipped whether u is clipped
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public Adopt {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var v = c.before("v");
        c.state("v", prev -> lerp(prev, square(g), c.scalar(t -> t == 1 ? 1 : 1 - beta2)));
        var u = g.over(max(sqrt(v), constant(eps)));
        var most = c.scalar(t -> Math.pow(t - 1.0, 0.25));
        var bounded = clipped ? max(min(u, most), negate(most)) : u;
        return c.state("m", prev -> lerp(prev, bounded, c.scalar(t -> t == 1 ? 0 : 1 - beta1)));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
