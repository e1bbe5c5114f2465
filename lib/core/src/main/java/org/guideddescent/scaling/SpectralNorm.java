package org.guideddescent.scaling;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Lanczos;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.linalg.SingularValues;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ‖A‖₂ by products with A and Aᵀ: to about three digits, for a fraction of what all singular values cost. */
final class SpectralNorm {
    private static final int PRODUCTS = 24;

    private SpectralNorm() {}

    /** a: not modified. NaN or infinite if a number in a is. */
    static double of(INDArray a) {
        double largest = Ops.current().maxAbs(a);
        if (largest == 0 || !Double.isFinite(largest)) {
            return Math.abs(largest);
        }
        // Squares are taken of what has size one, lest they overflow.
        var unit = a.div(largest);
        if (Math.min(a.rows(), a.columns()) <= PRODUCTS) {
            return largest * SingularValues.of(unit)[0];
        }
        var operator = LinearOperator.of(unit);
        var tall = a.rows() >= a.columns() ? operator : operator.adjoint();
        var values = new Lanczos(tall.gram(), PRODUCTS).run(1).values();
        return largest * Math.sqrt(Math.max(0, values[values.length - 1]));
    }
}
