package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * MARS: correct the gradient by how it changed, to reduce its variance, before another rule takes it.
 * <pre>
 *   c = g + γ β₁ / (1 − β₁) (g − gₜ₋₁)          d = c / max(1, ‖c‖)          (norm of one parameter)
 * </pre>
 * State: the last gradient (1 number per parameter), a copy and not the caller's array. Yuan et al., 2024, Algorithm 2,
 * arXiv:2411.10438, the approximate form: gₜ₋₁ is the gradient that was, on its own batch. At the first step there is
 * no change; some codes start from gₜ₋₁ = 0, which makes that step longer.
 *
 * @param gamma γ, how much of the change is added, not negative
 * @param beta1 β₁ of the rule behind, in [0, 1)
 */
public record Mars(double gamma, double beta1) implements PerMatrix {
    /**
     * Refuses a negative γ and β₁ outside [0, 1).
     *
     * @param gamma γ, how much of the change is added, not negative
     * @param beta1 β₁ of the rule behind, in [0, 1)
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Mars {
        Require.notNegative("gamma", gamma);
        Require.fraction("beta1", beta1);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var last = slots.zeros("last", p.rows(), p.cols());
        var g = load(0);
        var corrected = g.plus(g.minus(load(1)).times(scalar(0)));
        var program = ops.compile(
                new Program(2, 1, List.of(new Program.Write(0, corrected), new Program.Write(1, g))), d, last);
        double weight = gamma * beta1 / (1 - beta1);
        double[] now = new double[1];
        return step -> {
            now[0] = step.t() == 1 ? 0 : weight;
            program.run(now);
            double norm = ops.norm(d);
            if (norm > 1) {
                ops.scale(1 / norm, d);
            }
        };
    }
}
