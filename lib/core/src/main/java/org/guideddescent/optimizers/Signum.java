package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sign;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Signum: step by the signs of the momentum.
 * <pre>  m ← β m + (1 − β) g          d = sign(m)  </pre>
 * State: m (1 number per parameter). Bernstein et al., 2018, Algorithm 2, arXiv:1802.04434.
 *
 * @param beta β, decay of the momentum, in [0, 1)
 */
public record Signum(double beta) implements Elementwise {
    /**
     * Refuses β outside [0, 1).
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @throws IllegalArgumentException if β is out of its range
     */
    public Signum {
        Require.fraction("beta", beta);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        return sign(c.state("m", prev -> lerp(prev, g, 1 - beta)));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
