package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.abs;
import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.exp;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Smooth Lion: Lion whose sign is rounded off, so that a small momentum makes a small step.
 * <pre>
 *   d = f(k (β₁ m + (1 − β₁) g))          m ← β₂ m + (1 − β₂) g
 *   f(x) = tanh x  (smooth),  or  min(max(x, −1), 1)  (refined)
 * </pre>
 * k says from where on a momentum counts as large, about 1/k; as k grows this becomes {@link Lion}. State: m (1 number per
 * parameter). The modes "smooth" and "refined" of scale_by_lion in optax, {@code _src/transform.py}, where k is
 * smooth_beta, and 1 in "refined".
 *
 * @param beta1 β₁, how much of the momentum the step takes, in [0, 1)
 * @param beta2 β₂, decay of the momentum, in [0, 1)
 * @param k how sharp the sign is, positive
 * @param shape smooth or refined
 */
public record SmoothLion(double beta1, double beta2, double k, Shape shape) implements Elementwise {
    /** What takes the place of the sign. */
    public enum Shape {
        /** tanh x. */
        SMOOTH,
        /** x, clipped to ±1. */
        REFINED
    }

    /**
     * Refuses a β outside [0, 1) and a k that is not positive.
     *
     * @param beta1 β₁, how much of the momentum the step takes, in [0, 1)
     * @param beta2 β₂, decay of the momentum, in [0, 1)
     * @param k how sharp the sign is, positive
     * @param shape smooth or refined
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public SmoothLion {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("k", k);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var x = lerp(c.before("m"), g, 1 - beta1).times(k);
        c.state("m", prev -> lerp(prev, g, 1 - beta2));
        return switch (shape) {
            case SMOOTH -> tanh(x);
            case REFINED -> min(max(x, constant(-1)), constant(1));
        };
    }

    // (1 − e) / (1 + e) with e = exp(−2|x|) cancels at small x; there a − a³/3 ≤ tanh a ≤ a hold it.
    private static Expr tanh(Expr x) {
        var a = abs(x);
        var e = exp(a.times(-2));
        var one = constant(1);
        var large = one.minus(e).over(one.plus(e));
        var small = a.times(one.minus(square(a).times(1.0 / 3)));
        return sign(x).times(min(max(large, small), a));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
