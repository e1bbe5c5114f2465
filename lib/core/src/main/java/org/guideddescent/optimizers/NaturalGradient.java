package org.guideddescent.optimizers;

import org.guideddescent.linalg.ConjugateGradient;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Natural gradient with the whole Gauss–Newton matrix G of the batch, which for cross-entropy and squared error is the Fisher
 * matrix.
 * <pre>  d = (G + λ I)⁻¹ g  </pre>
 * Up to {@code dense} parameters G is formed by n products and solved by Cholesky, or without damping by its
 * pseudo-inverse; above, conjugate gradients from zero solve it. Without damping a linear change of parameters leaves the
 * path of the function alone where G is regular; damping breaks that, and so does the pseudo-inverse of a singular G.
 * State: how often in a row G could not be decomposed, in which case the step is not made; the third stops. Amari, 1998;
 * Martens, 2020, Section 9.2, arXiv:1412.1193.
 *
 * @param damping λ, not negative
 * @param dense most parameters to form G for, in [0, 2048]
 * @param stop when conjugate gradients end
 */
public record NaturalGradient(double damping, int dense, ConjugateGradient.Stop stop) implements Whole {
    /**
     * Refuses a negative damping, and to form G for more than 2048 parameters.
     *
     * @param damping λ, not negative
     * @param dense most parameters to form G for, in [0, 2048]
     * @param stop when conjugate gradients end
     * @throws IllegalArgumentException if damping is negative or not finite, or dense is outside [0, 2048]
     */
    public NaturalGradient {
        Require.notNegative("damping", damping);
        if (dense < 0 || dense > DenseCurvature.MOST) {
            throw new IllegalArgumentException("dense must be in [0, " + DenseCurvature.MOST + "], got " + dense);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return scope.size() <= dense ? solving(scope, slots) : iterating(scope, slots);
    }

    private Stepper solving(Scope scope, Slots slots) {
        var slice = new Slice(scope);
        int n = (int) slice.n();
        var fisher = new DenseCurvature(scope.ops(), slice, slots, CurvatureMatrix.GAUSS_NEWTON, n);
        var gradient = slice.direction(DenseCurvature.flat(fisher.g));
        var direction = slice.direction(DenseCurvature.flat(fisher.d));
        double zero = n * (slots.type() == DataType.DOUBLE ? 0x1p-52 : 0x1p-23);
        DenseCurvature.Divisor pseudo =
                (lambda, largest) -> lambda <= zero * largest ? Double.POSITIVE_INFINITY : lambda;
        return Asking.curvature(step -> {
            slice.begin(step);
            gradient.gather();
            fisher.measure();
            if (damping > 0) {
                fisher.solve(damping);
            } else {
                fisher.divide(pseudo);
            }
            direction.scatter();
        });
    }

    private Stepper iterating(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope);
        var g = slots.scratch("g", slice.n());
        var d = slots.scratch("d", slice.n());
        var damped = new DampedCurvature(ops, slice, slots, CurvatureMatrix.GAUSS_NEWTON);
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
