package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bases that remain when one of k products Y = A Ω is left out. With Q a basis of all and R = QᵀY,
 * <pre>  Qᵢ Qᵢᵀ = Q (I − sᵢ sᵢᵀ) Qᵀ          sᵢ ∝ R⁻ᵀ eᵢ, of length 1: orthogonal to all columns of R but the i-th  </pre>
 * is the projector on the span of all columns of Y but the i-th. R⁻ᵀ comes of R's singular value decomposition with singular
 * values bounded from below by rounding: where R is singular the span of the others holds Y anyway, and the projector
 * holds that. Epperly, Tropp and Webber, 2024, arXiv:2301.07825.
 */
final class LeaveOneOut {
    /** Ω, Y = A Ω and Q, as rows [k × n]. */
    final INDArray omega;

    final INDArray y;
    final INDArray q;
    /** R [k × k]. */
    final INDArray r;
    /** sᵢ as rows [k × k]. */
    final INDArray s;

    LeaveOneOut(Ops ops, LinearOperator a, INDArray omega) {
        this.omega = omega;
        y = Sketch.times(a, omega);
        q = Sketch.basis(ops, y);
        r = Sketch.products(ops, q, y);
        s = directions(ops);
    }

    private INDArray directions(Ops ops) {
        int k = r.rows();
        var u = Nd4j.create(r.dataType(), k, k);
        var v = Nd4j.create(r.dataType(), k, k);
        var sigma = Nd4j.create(r.dataType(), k);
        ops.svd(r, u, sigma, v);
        double largest = sigma.getDouble(0);
        double least = largest > 0 ? k * largest * Rounding.of(r.dataType()) : 1;
        for (int i = 0; i < k; i++) {
            // Lengths do not count, and ratios to the largest stay finite.
            sigma.putScalar(i, least / Math.max(sigma.getDouble(i), least));
        }
        ops.scaleColumns(sigma, v);
        var directions = Sketch.products(ops, v, u);
        for (var row : Rows.of(directions)) {
            ops.scale(1 / ops.norm(row), row);
        }
        return directions;
    }
}
