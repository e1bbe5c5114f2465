package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Heavy ball: let past gradients carry the step.
 * <pre>  m ← β m + g          d = m  </pre>
 * State: m (1 number per parameter). Polyak, 1964, with x_{t+1} − x_t = −η m.
 *
 * @param beta β, decay of the momentum, in [0, 1)
 */
public record HeavyBall(double beta) implements Elementwise {
    /**
     * Refuses β outside [0, 1).
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @throws IllegalArgumentException if β is out of its range
     */
    public HeavyBall {
        Require.fraction("beta", beta);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        return c.state("m", prev -> prev.times(beta).plus(g));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
