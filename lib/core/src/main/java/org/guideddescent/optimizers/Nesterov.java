package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Nesterov momentum: heavy ball that looks one step ahead.
 * <pre>  m ← β m + g          d = g + β m  </pre>
 * The weights held are the extrapolated ones, at which the gradient is taken, as in Sutskever et al., 2013, rewritten
 * by Bengio et al., 2013, equation 7, arXiv:1212.0901. State: m (1 number per parameter).
 *
 * @param beta β, decay of the momentum, in [0, 1)
 */
public record Nesterov(double beta) implements Elementwise {
    /**
     * Refuses β outside [0, 1).
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @throws IllegalArgumentException if β is out of its range
     */
    public Nesterov {
        Require.fraction("beta", beta);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> prev.times(beta).plus(g));
        return g.plus(m.times(beta));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
