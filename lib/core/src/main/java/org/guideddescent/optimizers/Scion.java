package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Scion: a conditional gradient step in a norm that fits the layer.
 * <pre>
 *   M ← μ M + (1 − μ) g
 *   constrained:    θ ← (1 − η) θ − η ρ lmo(M)       unconstrained:    θ ← θ − η ρ lmo(M)
 * </pre>
 * Since a step here is θ ← θ − η d, the constrained form is d = ρ lmo(M) + θ: decoupled decay of strength one. Then θ stays in
 * the ball of radius ρ if it starts there and η ≤ 1. State: M (1 number per parameter). Pethick et al., 2025, Algorithms 1
 * (unconstrained) and 2, arXiv:2502.07529; its α is 1 − μ, its lmo has the opposite sign.
 *
 * @param momentum μ, decay of M, in [0, 1)
 * @param ball the norm, one for each role of a parameter; see {@link Optimizers#scion}
 * @param radius ρ, positive
 * @param constrained whether the weights are pulled to the ball's center
 */
public record Scion(double momentum, Ball ball, double radius, boolean constrained) implements PerMatrix {
    /**
     * Refuses a momentum outside [0, 1) and a radius that is not positive.
     *
     * @param momentum μ, decay of M, in [0, 1)
     * @param ball the norm, one for each role of a parameter; see {@link Optimizers#scion}
     * @param radius ρ, positive
     * @param constrained whether the weights are pulled to the ball's center
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public Scion {
        Require.fraction("momentum", momentum);
        Require.positive("radius", radius);
    }

    @Override
    public boolean accepts(Param p) {
        return ball.accepts(p);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var buffer = slots.zeros("momentum", p.rows(), p.cols());
        var m = lerp(load(1), load(0), 1 - momentum);
        var average =
                ops.compile(new Program(2, 0, List.of(new Program.Write(0, m), new Program.Write(1, m))), d, buffer);
        var lmo = ball.bind(ops, d, slots);
        var pull = ops.compile(
                new Program(
                        2,
                        0,
                        List.of(new Program.Write(
                                0, constrained ? load(0).times(radius).plus(load(1)) : load(0).times(radius)))),
                d,
                scope.theta(p));
        var none = new double[0];
        return step -> {
            average.run(none);
            lmo.run();
            pull.run(none);
        };
    }
}
