package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.abs;
import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.negate;
import static org.guideddescent.compute.Expr.sign;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Rprop: every weight has a step of its own that grows while its gradient keeps its sign and shrinks when that turns.
 * <pre>
 *   a = sign(g) s          Δ ← min(max(Δ · (η⁺ if a &gt; 0, η⁻ if a &lt; 0, else 1), Δ_min), Δ_max)
 *   s ← sign(g), or 0 if a &lt; 0          d = Δ s          Δ₀ = initial
 * </pre>
 * So where the sign has turned, a weight rests for one step and then goes on with the shorter one. For full batches: the
 * signs of a sampled gradient turn by chance. State: s, Δ (2 numbers per parameter). Riedmiller and Braun, 1993; of its
 * variants this is iRprop⁻ of Igel and Hüsken, 2000, which PyTorch has too. In PyTorch the rate is Δ₀; here it multiplies Δ
 * and is one, so that a schedule works.
 *
 * @param initial Δ₀, each weight's first step, in [Δ_min, Δ_max]
 * @param shrink η⁻, in (0, 1)
 * @param grow η⁺, above 1
 * @param least Δ_min, positive
 * @param most Δ_max, positive
 */
public record Rprop(double initial, double shrink, double grow, double least, double most) implements Elementwise {
    /**
     * Refuses factors on the wrong side of 1, bounds that are not positive, and a first step outside them.
     *
     * @param initial Δ₀, each weight's first step, in [Δ_min, Δ_max]
     * @param shrink η⁻, in (0, 1)
     * @param grow η⁺, above 1
     * @param least Δ_min, positive
     * @param most Δ_max, positive
     * @throws IllegalArgumentException if one of the five is out of its range
     */
    public Rprop {
        Require.positive("shrink", shrink);
        Require.positive("least", least);
        Require.positive("grow", grow);
        Require.positive("most", most);
        if (shrink >= 1 || grow <= 1) {
            throw new IllegalArgumentException(
                    "shrink must be below 1 and grow above it, got " + shrink + " and " + grow);
        }
        if (!(least <= initial && initial <= most)) {
            throw new IllegalArgumentException(
                    "initial must be between least " + least + " and most " + most + ", got " + initial);
        }
    }

    @Override
    public Expr direction(Cell c) {
        var s = sign(c.gradient());
        var a = s.times(c.before("sign"));
        var same = max(a, constant(0));
        var turned = max(negate(a), constant(0));
        var kept = c.state("sign", prev -> s.times(constant(1).minus(turned)));
        var factor =
                same.times(grow).plus(turned.times(shrink)).plus(constant(1).minus(abs(a)));
        var size = c.state("size", initial, prev -> min(max(prev.times(factor), constant(least)), constant(most)));
        return size.times(kept);
    }
}
