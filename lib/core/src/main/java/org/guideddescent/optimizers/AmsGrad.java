package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * AMSGrad: Adam whose denominator never shrinks.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²          w ← max(w, v)
 *   d = m̂ / (√w + ε), with v corrected as told by {@link Correction}
 * </pre>
 * State: m, v, w (3 numbers per parameter). Reddi, Kale and Kumar, 2018, Algorithm 2, arXiv:1904.09237.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param correction where the correction of v stands
 */
public record AmsGrad(double beta1, double beta2, double eps, Correction correction) implements Elementwise {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param correction where the correction of v stands
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public AmsGrad {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    /** Where the bias of the running means is corrected; sources differ. */
    public enum Correction {
        /** Nowhere: the paper's Algorithm 2. */
        NONE,
        /** Both means, and v before the maximum, so that it is Adam as long as v̂ grows: optax. */
        BEFORE_MAX,
        /** Both means, and v after the maximum: PyTorch. */
        AFTER_MAX
    }

    private static Expr largest(Cell c, Expr v) {
        return c.state("largest", prev -> max(prev, v));
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var first = c.scalar(t -> 1 - Math.pow(beta1, (double) t));
        var second = c.scalar(t -> 1 - Math.pow(beta2, (double) t));
        return switch (correction) {
            case NONE -> m.over(sqrt(largest(c, v)).plus(eps));
            case BEFORE_MAX ->
                m.over(first).over(sqrt(largest(c, v.over(second))).plus(eps));
            case AFTER_MAX ->
                m.over(first).over(sqrt(largest(c, v).over(second)).plus(eps));
        };
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
