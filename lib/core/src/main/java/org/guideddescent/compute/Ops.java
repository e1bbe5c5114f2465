package org.guideddescent.compute;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The primitives. Arrays are FLOAT or DOUBLE, all of one type in a call; matrices are row-major ('c' order, unit column
 * stride; views whose rows are apart are fine). The output is the last array; it is the only one modified, and it must
 * not overlap an input unless the method says so. Shapes that do not fit, other types and empty arrays are refused with
 * an {@link IllegalArgumentException} that names both shapes.
 */
public interface Ops extends Compiled.Compiler, SequenceOps, ImageOps {
    /** One line for a start-up message and for a run's record: what runs, on what, with how many threads. */
    String describe();

    /** c ← alpha op(a) op(b) + beta c, where op transposes if told so. With beta = 0, what c held is ignored. */
    void gemm(boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c);

    /**
     * c ← alpha a aᵀ + beta c, or alpha aᵀ a + beta c if transposed; both triangles of c [n × n] are written; c is
     * symmetric if beta is not 0.
     */
    void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c);

    /**
     * As {@link #syrk} on and above the diagonal of c; what stands below it means nothing until {@link #mirror}. For sums
     * that grow many times before they are read.
     */
    void syrkUpper(boolean transpose, double alpha, INDArray a, double beta, INDArray c);

    /** c[j, i] ← c[i, j] for i &lt; j; c [n × n]. */
    void mirror(INDArray c);

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

    /** Σ x² over the entries of all arrays, one after the other. */
    default double squares(List<INDArray> arrays) {
        double sum = 0;
        for (int i = 0; i < arrays.size(); i++) {
            sum += dot(arrays.get(i), arrays.get(i));
        }
        return sum;
    }

    /** Eigenvalues ascending into values [1 × n], eigenvectors into the columns of vectors [n × n]; a [n × n] symmetric. */
    void eigh(INDArray a, INDArray values, INDArray vectors);

    /** Orthonormal basis of the columns of a [m × n], m ≥ n, into q [m × n]; R's diagonal is made positive. */
    void qr(INDArray a, INDArray q);

    /**
     * Solves a x = b for symmetric positive definite a [n × n], b and x [n × k]. Throws {@link ArithmeticException} if a is
     * not.
     */
    void choleskySolve(INDArray a, INDArray b, INDArray x);

    /** x[i, j] ← x[i, j] + bias[j]; bias is [n × 1], x [m × n]. */
    void addBias(INDArray bias, INDArray x);

    /** out[j] ← Σᵢ x[i, j]; out is [n × 1], x [m × n]. */
    void columnSums(INDArray x, INDArray out);

    /** out[i] ← Σⱼ x[i, j]; out is a vector of m numbers side by side, x [m × n]. Summed in double. */
    void rowSums(INDArray x, INDArray out);

    /** out[i] ← Σⱼ x[i, j]². */
    void rowSquares(INDArray x, INDArray out);

    /** out[j] ← Σᵢ x[i, j]². */
    void columnSquares(INDArray x, INDArray out);

    /** out[i] ← maxⱼ |x[i, j]|; NaN if any of them is NaN. */
    void rowMaxAbs(INDArray x, INDArray out);

    /** out[j] ← maxᵢ |x[i, j]|; NaN if any of them is NaN. */
    void columnMaxAbs(INDArray x, INDArray out);

    /** x[i, j] ← s[i] x[i, j]; s is a vector of m numbers side by side, x [m × n]. */
    void scaleRows(INDArray s, INDArray x);

    /** x[i, j] ← s[j] x[i, j]. */
    void scaleColumns(INDArray s, INDArray x);

    /** out[i, j] ← r[i] c[j]; r and c are vectors of numbers side by side. */
    void outer(INDArray r, INDArray c, INDArray out);

    /** out[i, j] ← min(r[i], c[j]). */
    void outerMin(INDArray r, INDArray c, INDArray out);

    /** out ← xᵀ; x is [m × n], out [n × m]. */
    void transpose(INDArray x, INDArray out);

    /** Whether x holds neither NaN nor an infinity, in one reading pass. */
    boolean isFinite(INDArray x);

    /** out ← ±1, each a function of the key and of how many entries come before it, row by row; the same for all Ops. */
    void rademacher(long key, INDArray out);

    /** out ← standard normal numbers, functions of the key and the place as in {@link #rademacher}, rounded from double. */
    void normal(long key, INDArray out);

    /**
     * out ← 0 with that probability, else 1 / (1 − probability), functions of the key and the place as in {@link
     * #rademacher}: what a dropout multiplies by.
     *
     * @param probability from 0 to below 1
     */
    void dropMask(long key, double probability, INDArray out);

    /**
     * The thin singular value decomposition a = u diag(s) vᵀ.
     *
     * @param a [m × n], not modified; r = min(m, n)
     * @param u [m × r], orthonormal columns
     * @param s r numbers side by side, descending
     * @param v [n × r], orthonormal columns
     * @throws ArithmeticException if a is not finite, or in the rare case that the iteration does not converge
     */
    void svd(INDArray a, INDArray u, INDArray s, INDArray v);

    /**
     * Each number of x as a byte: of every 256 numbers the largest size is their scale, and a code is the nearest of 256
     * fractions of it, dense near zero (Dettmers et al., 2022, arXiv:2110.02861: the dynamic map). The relative error of a
     * number within a factor of ten of the scale is at most 0.7 percent (unsigned: 0.35); smaller numbers lose a bit with
     * every factor of ten, and below 2.75e-7 of the scale (unsigned: 1.625e-7) they become 0.
     *
     * @param x contiguous, of n numbers
     * @param signed whether the fractions have a sign; without, negative numbers become 0
     * @param codes INT8, n side by side; a code is the fraction's place in ascending order less 128
     * @param scales FLOAT, one for each 256 numbers begun
     */
    void quantize(INDArray x, boolean signed, INDArray codes, INDArray scales);

    /** x ← scale × fraction, the inverse of {@link #quantize} but for rounding; a scale of 0 gives zeros. */
    void dequantize(INDArray codes, INDArray scales, boolean signed, INDArray x);

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

    /**
     * The primitives of this session: {@code CpuOps} on nd4j-native, else {@code Nd4jOps}; -Dguideddescent.ops forces one.
     * Inside a {@link ThreadBudget}, on its thread, those of the budget.
     */
    static Ops current() {
        return ThreadBudget.ops();
    }
}
