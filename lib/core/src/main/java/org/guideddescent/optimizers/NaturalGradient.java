package org.guideddescent.optimizers;

import org.guideddescent.linalg.ConjugateGradient;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Natural gradient with the whole Gauss–Newton matrix G of the batch, which for cross-entropy and squared error is the Fisher
 * matrix.
 * <pre>  d = (G + λ I)⁻¹ g  </pre>
 * Up to {@code dense} parameters G is formed by n products and solved by Cholesky, or where it is singular by its
 * pseudo-inverse; above, conjugate gradients from zero solve it. Without damping the step does not depend on how the model is
 * parametrized, to first order in η, and exactly for linear changes of parameters. No state. Amari, 1998; Martens, 2020,
 * Section 9.2, arXiv:1412.1193.
 *
 * @param damping λ
 * @param dense most parameters to form G for
 * @param stop when conjugate gradients end
 */
public record NaturalGradient(double damping, int dense, ConjugateGradient.Stop stop) implements Whole {
    public NaturalGradient {
        Require.notNegative("damping", damping);
        if (dense < 0 || dense > Newton.MOST) {
            throw new IllegalArgumentException("dense must be in [0, " + Newton.MOST + "], got " + dense);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return scope.size() <= dense ? solving(scope, slots) : iterating(scope, slots);
    }

    private Stepper solving(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope, true);
        var fisher = new DenseCurvature(ops, slice, slots);
        var g = slots.scratch("g", slice.n(), 1);
        var d = slots.scratch("d", slice.n(), 1);
        var gradient = slice.direction(Newton.flat(g));
        var direction = slice.direction(Newton.flat(d));
        double zero = slots.type() == DataType.DOUBLE ? 1e-12 : 1e-5;
        DenseCurvature.Divisor pseudo =
                (lambda, largest) -> lambda <= zero * largest ? Double.POSITIVE_INFINITY : lambda;
        return Asking.curvature(step -> {
            slice.begin(step);
            gradient.gather();
            fisher.measure(Curvature.GAUSS_NEWTON);
            fisher.shift(damping);
            try {
                ops.choleskySolve(fisher.matrix, g, d);
            } catch (ArithmeticException singular) {
                fisher.divide(g, d, pseudo);
            }
            direction.scatter();
        });
    }

    private Stepper iterating(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope, true);
        var g = slots.scratch("g", slice.n());
        var d = slots.scratch("d", slice.n());
        var damped = new DampedCurvature(ops, slice, slots, Curvature.GAUSS_NEWTON);
        var gradient = slice.direction(g);
        var direction = slice.direction(d);
        var cg = new ConjugateGradient(ops, stop, slice.n(), slots::scratch);
        return Asking.curvature(step -> {
            slice.begin(step);
            gradient.gather();
            damped.damping = damping;
            ops.fill(0, d);
            cg.solve(damped, g, d, ConjugateGradient.Watcher.NONE);
            direction.scatter();
        });
    }
}
