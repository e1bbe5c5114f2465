package org.guideddescent.optimizers;

import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Newton's method with the whole Hessian, for a few hundred parameters.
 * <pre>  d = Q diag(1 / (max(|λᵢ|, floor · max|λ|) + damping)) Qᵀ g          H = Q diag(λ) Qᵀ  </pre>
 * The absolute values turn a saddle's directions of negative curvature into directions of descent: saddle-free Newton, Dauphin
 * et al., 2014, Algorithm 1, arXiv:1406.2572. With positive eigenvalues and without damping it is Newton's method. H comes
 * from n Hessian products. No state. The step may be too long far from a minimum: {@code backtracking(newton())}.
 *
 * @param damping added to every eigenvalue
 * @param floor least eigenvalue, as part of the largest
 */
public record Newton(double damping, double floor) implements Whole {
    /** n products and an eigendecomposition a step. */
    static final int MOST = 2048;

    public Newton {
        Require.notNegative("damping", damping);
        Require.notNegative("floor", floor);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        int n = Require.few(this, scope.size(), MOST, "hessianFree()");
        var slice = new Slice(scope, true);
        var hessian = new DenseCurvature(scope.ops(), slice, slots);
        var g = slots.scratch("g", n, 1);
        var d = slots.scratch("d", n, 1);
        var gradient = slice.direction(flat(g));
        var direction = slice.direction(flat(d));
        DenseCurvature.Divisor divisor = (lambda, largest) -> {
            double size = Math.max(Math.abs(lambda), floor * largest) + damping;
            return size == 0 ? Double.POSITIVE_INFINITY : size;
        };
        return Asking.curvature(step -> {
            slice.begin(step);
            gradient.gather();
            hessian.measure(Curvature.HESSIAN);
            hessian.divide(g, d, divisor);
            direction.scatter();
        });
    }

    static INDArray flat(INDArray column) {
        return column.reshape('c', true, column.length());
    }
}
