package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.abs;
import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.max;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * COCOB: every weight bets a fraction of what it has won on the sign of its next gradient.
 * <pre>
 *   L ← max(L, |g|)        G ← G + |g|        R ← max(R − g (θ − θ₀), 0)        C ← C − g
 *   θ → θ₀ + C / (L max(G + L, α L)) (L + R)
 * </pre>
 * The arrow is reached at rate one; at a smaller rate the step stops on the way. L begins at ε. State: L, G, R, C, θ₀ (5 numbers per
 * parameter). Orabona and Tommasi, 2017, the backpropagation variant, arXiv:1705.07795; ε as in optax.
 *
 * @param alpha α, how far the first steps are held back, positive
 * @param eps ε, what L begins at, positive
 */
public record Cocob(double alpha, double eps) implements Elementwise {
    /**
     * Refuses an α or ε that is not positive.
     *
     * @param alpha α, how far the first steps are held back, positive
     * @param eps ε, what L begins at, positive
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Cocob {
        Require.positive("alpha", alpha);
        Require.positive("eps", eps);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var theta = c.weights();
        var first = c.scalar(t -> t == 1 ? 1 : 0);
        var start = c.state("start", prev -> prev.plus(theta.minus(prev).times(first)));
        var scale = c.state("scale", eps, prev -> max(prev, abs(g)));
        var sum = c.state("sum", prev -> prev.plus(abs(g)));
        var reward = c.state("reward", prev -> max(prev.minus(g.times(theta.minus(start))), constant(0)));
        var bet = c.state("gradients", prev -> prev.minus(g));
        var goal = start.plus(
                bet.over(scale.times(max(sum.plus(scale), scale.times(alpha)))).times(scale.plus(reward)));
        return theta.minus(goal);
    }
}
