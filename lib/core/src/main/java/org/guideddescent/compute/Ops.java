package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The primitives. Arrays are FLOAT or DOUBLE, all of one type in a call; matrices are row-major ('c' order, unit column
 * stride; views whose rows are apart are fine). The output is the last array; it is the only one modified, and it must
 * not overlap an input unless the method says so. Shapes that do not fit, other types and empty arrays are refused with
 * an {@link IllegalArgumentException} that names both shapes.
 */
public interface Ops extends Compiled.Compiler {
    /** One line for a start-up message and for a run's record: what runs, on what, with how many threads. */
    String describe();

    /** c ← alpha op(a) op(b) + beta c, where op transposes if told so. With beta = 0, what c held is ignored. */
    void gemm(boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c);

    /**
     * c ← alpha a aᵀ + beta c, or alpha aᵀ a + beta c if transposed; both triangles of c [n × n] are written; c is
     * symmetric if beta is not 0.
     */
    void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c);

    /** y ← y + alpha x. */
    void axpy(double alpha, INDArray x, INDArray y);

    /** x ← alpha x. */
    void scale(double alpha, INDArray x);

    /** y ← x; shapes equal. */
    void copy(INDArray x, INDArray y);

    /** x ← value. */
    void fill(double value, INDArray x);

    /** Σ x y over all entries, summed in double over fixed blocks, so independent of the number of threads. */
    double dot(INDArray x, INDArray y);

    /** max |x|; NaN if any entry is NaN. */
    double maxAbs(INDArray x);

    /** √Σ x², the Frobenius norm. */
    default double norm(INDArray x) {
        return Math.sqrt(dot(x, x));
    }

    /** Eigenvalues ascending into values [1 × n], eigenvectors into the columns of vectors [n × n]; a [n × n] symmetric. */
    void eigh(INDArray a, INDArray values, INDArray vectors);

    /** Orthonormal basis of the columns of a [m × n], m ≥ n, into q [m × n]; R's diagonal is made positive. */
    void qr(INDArray a, INDArray q);

    /** Solves a x = b for symmetric positive definite a [n × n], b and x [n × k]. Throws {@link ArithmeticException} if a is not. */
    void choleskySolve(INDArray a, INDArray b, INDArray x);

    /** x[i, j] ← x[i, j] + bias[j]; bias is [n × 1], x [m × n]. */
    void addBias(INDArray bias, INDArray x);

    /** out[j] ← Σᵢ x[i, j]; out is [n × 1], x [m × n]. */
    void columnSums(INDArray x, INDArray out);

    /** y ← f(x); y may be x. */
    void activate(Activation f, INDArray x, INDArray y);

    /** dx ← dy f′(x) ⊙; x is the input of f. dx may be dy. */
    void activateBackward(Activation f, INDArray x, INDArray dy, INDArray dx);

    /** y[i, ·] ← eˣ / Σ eˣ over each row of x [n × k]; y may be x. */
    void softmax(INDArray x, INDArray y);

    /**
     * The mean over rows of the softmax cross-entropy, and its gradient with respect to the logits.
     *
     * @param logits [n × k]
     * @param targets [n × 1] class indices, or [n × k] probabilities
     * @param gradient [n × k], overwritten; may be logits
     */
    double softmaxCrossEntropy(INDArray logits, INDArray targets, INDArray gradient);

    /**
     * The mean over rows of ½‖output − target‖², and its gradient with respect to the outputs.
     *
     * @param outputs [n × k]
     * @param targets [n × k]
     * @param gradient [n × k], overwritten; may be outputs
     */
    double squaredError(INDArray outputs, INDArray targets, INDArray gradient);

    /** The primitives of this session: {@code CpuOps} on nd4j-native, else {@code Nd4jOps}; -Dguideddescent.ops forces one. */
    static Ops current() {
        return Backend.CURRENT;
    }
}
