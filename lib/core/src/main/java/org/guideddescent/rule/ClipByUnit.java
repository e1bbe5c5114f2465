package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.sqrt;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.space.Param;

/**
 * Adaptive gradient clipping: no unit's direction is longer than a fraction of the unit's weights.
 * <pre>  d_u ← d_u · min(1, λ max(‖θ_u‖, ε) / ‖d_u‖)  </pre>
 * A unit is a row of a matrix, the weights into one output; a parameter that is one row or one column is one unit, as in optax
 * (the authors' code also takes a vector whole). ε keeps weights that begin at zero from staying there. No state. Brock et al., 2021,
 * section 4, arXiv:2102.06171, where the last layer is left out; route it.
 *
 * @param lambda λ, the largest part of its weights' norm that a direction may have, positive
 * @param eps ε, the norm that smaller weights count as, positive
 */
public record ClipByUnit(double lambda, double eps) implements Whole {
    /**
     * Refuses a ratio and an ε that are not positive.
     *
     * @param lambda λ, the largest part of its weights' norm that a direction may have, positive
     * @param eps ε, the norm that smaller weights count as, positive
     * @throws IllegalArgumentException if one of the two is not above 0
     */
    public ClipByUnit {
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("clip ratio must be positive, got " + lambda);
        }
        if (!(eps > 0)) {
            throw new IllegalArgumentException("eps must be positive, got " + eps);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var units = scope.params().stream()
                .map(p -> p.isMatrix() ? rows(p, scope, slots) : one(p, scope))
                .toList();
        return step -> {
            for (int i = 0; i < units.size(); i++) {
                units.get(i).apply(step);
            }
        };
    }

    private Stepper rows(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        var squares = slots.sharedScratch("unit squares", p.rows());
        var factors = slots.sharedScratch("unit factors", p.rows());
        // A row of zeros has the factor min(1, ∞).
        var factor =
                min(constant(1), max(sqrt(load(1)), constant(eps)).times(lambda).over(sqrt(load(0))));
        var compiled = ops.compile(new Program(2, 0, List.of(new Program.Write(1, factor))), squares, factors);
        var none = new double[0];
        return step -> {
            ops.rowSquares(d, squares);
            ops.rowSquares(theta, factors);
            compiled.run(none);
            ops.scaleRows(factors, d);
        };
    }

    private Stepper one(Param p, Scope scope) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        return step -> {
            double most = lambda * Math.max(ops.norm(theta), eps);
            double norm = ops.norm(d);
            if (norm > most) {
                ops.scale(most / norm, d);
            }
        };
    }
}
