package org.guideddescent.optimizers;

import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * Newton's method with the whole Hessian, for a few hundred parameters.
 * <pre>  d = Q diag(1 / (max(|λᵢ|, floor · max|λ|) + damping)) Qᵀ g          H = Q diag(λ) Qᵀ  </pre>
 * The absolute values turn a saddle's directions of negative curvature into directions of descent: saddle-free Newton,
 * Dauphin et al., 2014, arXiv:1406.2572. With positive eigenvalues and without damping it is Newton's method. H comes from
 * n Hessian products. The step may be too long far from a minimum: {@code backtracking(newton())}. Where H cannot be
 * decomposed the step is not made. State: how often in a row that happened; the third stops.
 *
 * @param damping added to every eigenvalue, not negative
 * @param floor least eigenvalue, as part of the largest, not negative
 */
public record Newton(double damping, double floor) implements Whole {
    /**
     * Refuses a negative damping or floor.
     *
     * @param damping added to every eigenvalue, not negative
     * @param floor least eigenvalue, as part of the largest, not negative
     * @throws IllegalArgumentException if one of the two is negative or not finite
     */
    public Newton {
        Require.notNegative("damping", damping);
        Require.notNegative("floor", floor);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var slice = new Slice(scope);
        int n = slice.few(this, DenseCurvature.MOST, "newtonCg()");
        var hessian = new DenseCurvature(scope.ops(), slice, slots, CurvatureMatrix.HESSIAN, n);
        var gradient = slice.direction(DenseCurvature.flat(hessian.g));
        var direction = slice.direction(DenseCurvature.flat(hessian.d));
        DenseCurvature.Divisor divisor = (lambda, largest) -> {
            double size = Math.max(Math.abs(lambda), floor * largest) + damping;
            return size == 0 ? Double.POSITIVE_INFINITY : size;
        };
        return Asking.curvature(step -> {
            slice.begin(step);
            gradient.gather();
            hessian.measure();
            hessian.divide(divisor);
            direction.scatter();
        });
    }
}
