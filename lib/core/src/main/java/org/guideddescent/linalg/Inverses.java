package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** (A + λ I)⁻¹ as a dense matrix. */
final class Inverses {
    private Inverses() {}

    /** A new array [n × n]. */
    static INDArray cholesky(LinearOperator a, double lambda) {
        Fit.square("an inverse", a);
        Fit.finite("lambda", lambda);
        var ops = Ops.current();
        var damped = a.dense();
        symmetric(ops, damped);
        Diagonal.shift(lambda, damped);
        long n = a.rows();
        var identity = Nd4j.create(a.type(), n, n);
        Diagonal.assign(ops, 1, identity);
        var inverse = Nd4j.create(a.type(), n, n);
        try {
            ops.choleskySolve(damped, identity, inverse);
        } catch (ArithmeticException indefinite) {
            var thrown = new ArithmeticException("A + " + lambda + " I for A " + Fit.text(a) + " has no decomposition ("
                    + indefinite.getMessage() + "); a larger damping may help");
            thrown.initCause(indefinite);
            throw thrown;
        }
        return inverse;
    }

    /** Refuses what rounding does not explain: Cholesky's decomposition would look at one triangle only. */
    private static void symmetric(Ops ops, INDArray a) {
        var turned = a.like();
        ops.transpose(a, turned);
        ops.axpy(-1, a, turned);
        double apart = ops.maxAbs(turned);
        double largest = ops.maxAbs(a);
        if (apart > (a.dataType() == DataType.DOUBLE ? 1e-8 : 1e-3) * largest) {
            throw new IllegalArgumentException("an inverse needs a symmetric A; max |A − Aᵀ| is " + apart
                    + " where max |A| is " + largest + "; gram() gives AᵀA");
        }
    }
}
