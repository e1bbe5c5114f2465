package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * RMSProp: divide by the root of a running mean of the squared gradient; centered, by that of a running variance.
 * <pre>
 *   v ← α v + (1 − α) g²          m ← α m + (1 − α) g  (centered)
 *   d = g / (√v + ε)              d = g / (√(v − m²) + ε)
 * </pre>
 * State: v, and m if centered (1 or 2 numbers per parameter). Tieleman and Hinton, 2012, lecture 6.5; centered: Graves, 2013,
 * equations 38 to 45, arXiv:1308.0850. ε stands outside the root, as in PyTorch; TensorFlow has it inside. Rounding can make a
 * variance negative; it is then zero. Where a basis turns, m does not turn with it: v cannot, and v − m² of the two would be
 * no variance.
 *
 * @param alpha α, decay of the means, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param centered whether the squared mean is taken off
 */
public record RmsProp(double alpha, double eps, boolean centered) implements Elementwise {
    /**
     * Refuses α outside [0, 1) and a negative ε.
     *
     * @param alpha α, decay of the means, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param centered whether the squared mean is taken off
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public RmsProp {
        Require.fraction("alpha", alpha);
        Require.notNegative("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - alpha));
        if (!centered) {
            return g.over(sqrt(v).plus(eps));
        }
        var m = c.state("m", prev -> lerp(prev, g, 1 - alpha));
        return g.over(sqrt(max(v.minus(square(m)), constant(0))).plus(eps));
    }
}
