package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Quasi-hyperbolic momentum: a weighted mean of plain gradient descent and of momentum.
 * <pre>  m ← β m + (1 − β) g          d = (1 − ν) g + ν m  </pre>
 * State: m (1 number per parameter). Ma and Yarats, 2019, equations 3 and 4, arXiv:1810.06801. ν = 0 is gradient descent, ν = 1
 * momentum, ν = β Nesterov's.
 *
 * @param beta β, decay of the momentum, in [0, 1)
 * @param nu ν, the part of the momentum in the step, in [0, 1]
 */
public record Qhm(double beta, double nu) implements Elementwise {
    /**
     * Refuses β outside [0, 1) and ν outside [0, 1].
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @param nu ν, the part of the momentum in the step, in [0, 1]
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Qhm {
        Require.fraction("beta", beta);
        if (!(nu >= 0 && nu <= 1)) {
            throw new IllegalArgumentException("nu must be in [0, 1], got " + nu);
        }
        ;
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta));
        return lerp(g, m, nu);
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
