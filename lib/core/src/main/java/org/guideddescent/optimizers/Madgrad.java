package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.exp;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.log;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.square;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * MADGRAD: dual averaging with the cube root of the sum of squares, and momentum as a mean of the weights.
 * <pre>
 *   s ← s + η √t g          ν ← ν + η √t g²          z = x₀ − s / (∛ν + ε)
 *   θ ← β θ + (1 − β) z          so  d = (1 − β)(θ − z) / η
 * </pre>
 * z is reckoned from the first weights x₀ each time: a weight without gradient is drawn back to where it began only by what
 * has moved it besides, such as decay behind this rule. The rate enters with power ⅔, and later gradients weigh more. At
 * rate zero nothing moves. State: s, ν, x₀ (3 numbers per parameter). Defazio and Jelassi, 2021, Algorithm 1,
 * arXiv:2101.11075; the authors' code, facebookresearch/madgrad, adds ε to the rate too, which we do not.
 *
 * @param beta β, how much of the weights is kept, in [0, 1)
 * @param eps ε, added to the cube root, positive
 */
public record Madgrad(double beta, double eps) implements Elementwise {
    /** Keeps d finite at rate zero, where s has not changed, and is far below any rate that moves a float. */
    private static final double NO_RATE = 1e-30;

    /**
     * Refuses β outside [0, 1) and an ε that is not positive.
     *
     * @param beta β, how much of the weights is kept, in [0, 1)
     * @param eps ε, added to the cube root, positive
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Madgrad {
        Require.fraction("beta", beta);
        Require.positive("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var theta = c.weights();
        var eta = c.rate();
        var first = c.scalar(t -> t == 1 ? 1 : 0);
        var lambda = eta.times(c.scalar(t -> Math.sqrt((double) t)));
        var start = c.state("start", prev -> lerp(prev, theta, first));
        var s = c.state("s", prev -> prev.plus(lambda.times(g)));
        var nu = c.state("nu", prev -> prev.plus(lambda.times(square(g))));
        var z = start.minus(s.over(exp(log(nu).times(1.0 / 3)).plus(eps)));
        return theta.minus(z).times(1 - beta).over(max(eta, constant(NO_RATE)));
    }
}
