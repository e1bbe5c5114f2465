package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The inverse (A + s I)⁻¹ of a symmetric positive semidefinite matrix, s &gt; 0.
 *
 * <p>By Cholesky's decomposition; where rounding leaves A + s I indefinite, by eigenvalues max(λ, 0) + s, whose failures
 * are counted as {@link Eigh} says.
 */
public final class DampedInverse {
    private final Ops ops;
    private final INDArray damped;
    private final INDArray identity;
    private final INDArray values;
    private final INDArray vectors;
    private final Eigh eigh;

    /**
     * Takes its arrays from the scratch workspace now, and none later.
     *
     * @param ops primitives that compute
     * @param n rows of the matrices
     * @param name how a sentence names them
     * @param scratch for arrays whose content is only good within one call
     * @param failures in a row, which a checkpoint must keep
     */
    public DampedInverse(Ops ops, int n, String name, Workspace scratch, Tally failures) {
        this.ops = ops;
        this.damped = scratch.get("damped", n, n);
        this.identity = scratch.get("damped identity", n, n);
        this.values = scratch.get("damped values", n);
        this.vectors = scratch.get("damped vectors", n, n);
        this.eigh = new Eigh(ops, n, name, scratch, failures);
    }

    /**
     * Inverts, or leaves the inverse as it is and says so.
     *
     * @param a [n × n], symmetric, not modified
     * @param shift s
     * @param inverse [n × n], overwritten
     * @return whether the inverse is new
     * @throws NotFiniteException if a holds NaN or an infinity and Cholesky's decomposition refuses it
     */
    public boolean write(INDArray a, double shift, INDArray inverse) {
        ops.copy(a, damped);
        Diagonal.shift(shift, damped);
        Diagonal.assign(ops, 1, identity);
        try {
            ops.choleskySolve(damped, identity, vectors);
            ops.copy(vectors, inverse);
            return true;
        } catch (ArithmeticException indefinite) {
            return byEigenvalues(a, shift, inverse);
        }
    }

    private boolean byEigenvalues(INDArray a, double shift, INDArray inverse) {
        if (!eigh.decompose(a, values, vectors)) {
            return false;
        }
        for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, 1 / (Math.max(values.getDouble(i), 0) + shift));
        }
        ops.copy(vectors, damped);
        ops.scaleColumns(values, damped);
        ops.gemm(false, true, 1, damped, vectors, 0, inverse);
        return true;
    }
}
