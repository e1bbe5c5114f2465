package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sign;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Lion: step by the signs of an interpolated momentum.
 * <pre>  d = sign(β₁ m + (1 − β₁) g)          m ← β₂ m + (1 − β₂) g  </pre>
 * State: m (1 number per parameter). Chen et al., 2023, Algorithm 2, arXiv:2302.06675.
 *
 * @param beta1 β₁, how much of the momentum the step takes, in [0, 1)
 * @param beta2 β₂, decay of the momentum, in [0, 1)
 */
public record Lion(double beta1, double beta2) implements Elementwise {
    /**
     * Refuses a β outside [0, 1).
     *
     * @param beta1 β₁, how much of the momentum the step takes, in [0, 1)
     * @param beta2 β₂, decay of the momentum, in [0, 1)
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Lion {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var d = sign(lerp(c.before("m"), g, 1 - beta1));
        c.state("m", prev -> lerp(prev, g, 1 - beta2));
        return d;
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
