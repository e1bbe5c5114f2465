package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An eigendecomposition that may fail without harm.
 * <pre>  A = V diag(λ) Vᵀ  </pre>
 * If the decomposition fails it is tried again in double, then in double with a jitter of 10⁻⁸ max|A| on the diagonal,
 * which is taken off the eigenvalues again. If that fails too, what the caller holds is kept and the failure counted;
 * the third in a row stops. A matrix that is not finite is refused at once.
 */
public final class Eigh {
    private static final double JITTER = 1e-8;

    private final Ops ops;
    private final String name;
    private final INDArray lambda;
    private final INDArray basis;
    private final Failures failures;

    /**
     * Takes its arrays from the scratch workspace now, and none later.
     *
     * @param ops primitives that compute
     * @param n rows of the matrices
     * @param name how a sentence names them, e.g. {@code w1 [64×32] left}
     * @param scratch for a vector and a matrix whose content is only good within one call
     * @param failures failures in a row, which a checkpoint must keep
     */
    public Eigh(Ops ops, int n, String name, Workspace scratch, Tally failures) {
        this.ops = ops;
        this.name = name;
        this.lambda = scratch.get("eigh values", n);
        this.basis = scratch.get("eigh vectors", n, n);
        this.failures = new Failures("the eigendecomposition of " + name, failures);
    }

    /**
     * Decomposes, or leaves the outputs as they are and says so.
     *
     * @param a [n × n], symmetric, not modified
     * @param values n eigenvalues, ascending
     * @param vectors [n × n], eigenvectors in its columns
     * @return whether values and vectors are new
     * @throws NotFiniteException if a holds NaN or an infinity
     * @throws ArithmeticException at the third failure in a row
     */
    public boolean decompose(INDArray a, INDArray values, INDArray vectors) {
        double largest = ops.maxAbs(a);
        if (!Double.isFinite(largest)) {
            throw new NotFiniteException(name);
        }
        // What is double already would fail again in double.
        boolean done =
                direct(a) || (a.dataType() != DataType.DOUBLE && inDouble(a, 0)) || inDouble(a, JITTER * largest);
        if (!done) {
            failures.failure("it converged neither in double nor with jitter");
            return false;
        }
        failures.success();
        ops.copy(lambda, values);
        ops.copy(basis, vectors);
        return true;
    }

    private boolean direct(INDArray a) {
        try {
            ops.eigh(a, lambda, basis);
        } catch (ArithmeticException notConverged) {
            return false;
        }
        return isFinite();
    }

    /** Rare, so it may allocate. */
    private boolean inDouble(INDArray a, double jitter) {
        var wide = a.castTo(DataType.DOUBLE).dup('c');
        Diagonal.shift(jitter, wide);
        var wideValues = lambda.castTo(DataType.DOUBLE).dup('c');
        var wideVectors = wide.like();
        try {
            ops.eigh(wide, wideValues, wideVectors);
        } catch (ArithmeticException notConverged) {
            return false;
        }
        ops.copy(wideValues.subi(jitter).castTo(lambda.dataType()), lambda);
        ops.copy(wideVectors.castTo(basis.dataType()), basis);
        return isFinite();
    }

    // LAPACK has been seen to return NaN without an error.
    private boolean isFinite() {
        return Double.isFinite(ops.maxAbs(lambda)) && Double.isFinite(ops.maxAbs(basis));
    }
}
