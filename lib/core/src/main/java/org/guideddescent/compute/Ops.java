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
    /** {@return one line for a start-up message and for a run's record: what runs, on what, with how many threads} */
    String describe();

    /**
     * c ← alpha op(a) op(b) + beta c, where op transposes if told so. With beta = 0, what c held is ignored.
     *
     * @param transposeA whether op(a) is aᵀ
     * @param transposeB whether op(b) is bᵀ
     * @param alpha factor of the product
     * @param a left factor, op(a) is [m × k], not modified
     * @param b right factor, op(b) is [k × n], not modified
     * @param beta factor of what c held
     * @param c [m × n], modified
     */
    void gemm(boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c);

    /**
     * c ← alpha a aᵀ + beta c, or alpha aᵀ a + beta c if transposed; both triangles of c [n × n] are written; c is
     * symmetric if beta is not 0.
     *
     * @param transpose whether the product is aᵀ a instead of a aᵀ
     * @param alpha factor of the product
     * @param a [n × k], or [k × n] if transposed; not modified
     * @param beta factor of what c held; 0 ignores it
     * @param c [n × n], modified
     */
    void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c);

    /**
     * As {@link #syrk} on and above the diagonal of c; what stands below it means nothing until {@link #mirror}. For
     * sums that grow many times before they are read.
     *
     * @param transpose whether the product is aᵀ a instead of a aᵀ
     * @param alpha factor of the product
     * @param a [n × k], or [k × n] if transposed; not modified
     * @param beta factor of what c held; 0 ignores it
     * @param c [n × n], modified on and above the diagonal
     */
    void syrkUpper(boolean transpose, double alpha, INDArray a, double beta, INDArray c);

    /**
     * c[j, i] ← c[i, j] for i &lt; j; c [n × n].
     *
     * @param c square [n × n], modified below the diagonal
     */
    void mirror(INDArray c);

    /**
     * y ← y + alpha x.
     *
     * @param alpha factor of x
     * @param x array of any shape, not modified
     * @param y of x's shape, modified
     */
    void axpy(double alpha, INDArray x, INDArray y);

    /**
     * x ← alpha x.
     *
     * @param alpha factor of every entry
     * @param x array of any shape, modified
     */
    void scale(double alpha, INDArray x);

    /**
     * y ← x; shapes equal.
     *
     * @param x array of any shape, not modified
     * @param y of x's shape, overwritten
     */
    void copy(INDArray x, INDArray y);

    /**
     * x ← value.
     *
     * @param value written to every entry
     * @param x array of any shape, overwritten
     */
    void fill(double value, INDArray x);

    /**
     * {@return Σ x y over all entries, summed in double over fixed blocks, so independent of the number of threads}
     *
     * @param x array of any shape, not modified
     * @param y of x's shape, not modified
     */
    double dot(INDArray x, INDArray y);

    /**
     * {@return the largest |x|; NaN if any entry is NaN}
     *
     * @param x array of any shape, not modified
     */
    double maxAbs(INDArray x);

    /**
     * {@return √Σ x², the Frobenius norm}
     *
     * @param x array of any shape, not modified
     */
    default double norm(INDArray x) {
        return Math.sqrt(dot(x, x));
    }

    /**
     * {@return Σ x² over the entries of all arrays, one after the other}
     *
     * @param arrays arrays of any shapes, not modified
     */
    default double squares(List<INDArray> arrays) {
        double sum = 0;
        for (int i = 0; i < arrays.size(); i++) {
            sum += dot(arrays.get(i), arrays.get(i));
        }
        return sum;
    }

    /**
     * Eigenvalues ascending into values [1 × n], eigenvectors into the columns of vectors [n × n]; a [n × n] symmetric.
     *
     * @param a symmetric [n × n], not modified
     * @param values [1 × n], overwritten
     * @param vectors [n × n], overwritten
     */
    void eigh(INDArray a, INDArray values, INDArray vectors);

    /**
     * Orthonormal basis of the columns of a [m × n], m ≥ n, into q [m × n]; R's diagonal is made positive.
     *
     * @param a [m × n], m ≥ n, not modified
     * @param q [m × n], overwritten
     */
    void qr(INDArray a, INDArray q);

    /**
     * Solves a x = b for symmetric positive definite a [n × n], b and x [n × k]. Throws {@link ArithmeticException} if
     * a is not.
     *
     * @param a symmetric positive definite [n × n], not modified
     * @param b right-hand sides [n × k], not modified
     * @param x solutions [n × k], overwritten
     */
    void choleskySolve(INDArray a, INDArray b, INDArray x);

    /**
     * x[i, j] ← x[i, j] + bias[j]; bias is [n × 1], x [m × n].
     *
     * @param bias [n × 1], not modified
     * @param x [m × n], modified
     */
    void addBias(INDArray bias, INDArray x);

    /**
     * out[j] ← Σᵢ x[i, j]; out is [n × 1], x [m × n].
     *
     * @param x [m × n], not modified
     * @param out [n × 1], overwritten
     */
    void columnSums(INDArray x, INDArray out);

    /**
     * out[i] ← Σⱼ x[i, j]; out is a vector of m numbers side by side, x [m × n]. Summed in double.
     *
     * @param x [m × n], not modified
     * @param out m numbers side by side, overwritten
     */
    void rowSums(INDArray x, INDArray out);

    /**
     * out[i] ← Σⱼ x[i, j]².
     *
     * @param x [m × n], not modified
     * @param out m numbers side by side, overwritten
     */
    void rowSquares(INDArray x, INDArray out);

    /**
     * out[j] ← Σᵢ x[i, j]².
     *
     * @param x [m × n], not modified
     * @param out [n × 1], overwritten
     */
    void columnSquares(INDArray x, INDArray out);

    /**
     * out[i] ← maxⱼ |x[i, j]|; NaN if any of them is NaN.
     *
     * @param x [m × n], not modified
     * @param out m numbers side by side, overwritten
     */
    void rowMaxAbs(INDArray x, INDArray out);

    /**
     * out[j] ← maxᵢ |x[i, j]|; NaN if any of them is NaN.
     *
     * @param x [m × n], not modified
     * @param out [n × 1], overwritten
     */
    void columnMaxAbs(INDArray x, INDArray out);

    /**
     * x[i, j] ← s[i] x[i, j]; s is a vector of m numbers side by side, x [m × n].
     *
     * @param s a factor for each row, m numbers side by side, not modified
     * @param x [m × n], modified
     */
    void scaleRows(INDArray s, INDArray x);

    /**
     * x[i, j] ← s[j] x[i, j].
     *
     * @param s a factor for each column, n numbers side by side, not modified
     * @param x [m × n], modified
     */
    void scaleColumns(INDArray s, INDArray x);

    /**
     * out[i, j] ← r[i] c[j]; r and c are vectors of numbers side by side.
     *
     * @param r m numbers side by side, not modified
     * @param c n numbers side by side, not modified
     * @param out [m × n], overwritten
     */
    void outer(INDArray r, INDArray c, INDArray out);

    /**
     * out[i, j] ← min(r[i], c[j]).
     *
     * @param r m numbers side by side, not modified
     * @param c n numbers side by side, not modified
     * @param out [m × n], overwritten
     */
    void outerMin(INDArray r, INDArray c, INDArray out);

    /**
     * out ← xᵀ; x is [m × n], out [n × m].
     *
     * @param x [m × n], not modified
     * @param out [n × m], overwritten
     */
    void transpose(INDArray x, INDArray out);

    /**
     * {@return whether x holds neither NaN nor an infinity, in one reading pass}
     *
     * @param x array of any shape, not modified
     */
    boolean isFinite(INDArray x);

    /**
     * out ← ±1, each a function of the key and of how many entries come before it, row by row; the same for all Ops.
     *
     * @param key chooses the stream of numbers
     * @param out array of any shape, overwritten
     */
    void rademacher(long key, INDArray out);

    /**
     * out ← standard normal numbers, functions of the key and the place as in {@link #rademacher}, rounded from double.
     *
     * @param key chooses the stream of numbers
     * @param out array of any shape, overwritten
     */
    void normal(long key, INDArray out);

    /**
     * out ← 0 with that probability, else 1 / (1 − probability), functions of the key and the place as in {@link
     * #rademacher}: what a dropout multiplies by.
     *
     * @param key chooses the stream of numbers
     * @param probability from 0 to below 1
     * @param out array of any shape, overwritten
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

    /**
     * x ← scale × fraction, the inverse of {@link #quantize} but for rounding; a scale of 0 gives zeros.
     *
     * @param codes INT8 as {@link #quantize} wrote them, not modified
     * @param scales FLOAT, one for each 256 numbers begun, not modified
     * @param signed whether the codes stand for numbers of both signs, as they were written
     * @param x as many numbers as codes, overwritten
     */
    void dequantize(INDArray codes, INDArray scales, boolean signed, INDArray x);

    /**
     * y ← f(x); y may be x.
     *
     * @param f the function of one number
     * @param x array of any shape, not modified
     * @param y of x's shape, overwritten
     */
    void activate(Activation f, INDArray x, INDArray y);

    /**
     * dx ← dy f′(x) ⊙; x is the input of f. dx may be dy.
     *
     * @param f the function of one number
     * @param x array of any shape, not modified
     * @param dy gradient with respect to f(x), of x's shape
     * @param dx gradient with respect to x, of x's shape, overwritten
     */
    void activateBackward(Activation f, INDArray x, INDArray dy, INDArray dx);

    /**
     * y[i, ·] ← eˣ / Σ eˣ over each row of x [n × k]; y may be x.
     *
     * @param x [m × k]
     * @param y [m × k], overwritten
     */
    void softmax(INDArray x, INDArray y);

    /**
     * {@return the mean over rows of the softmax cross-entropy, whose gradient with respect to the logits it writes}
     *
     * @param logits [n × k]
     * @param targets [n × 1] class indices, or [n × k] probabilities
     * @param gradient [n × k], overwritten; may be logits
     */
    double softmaxCrossEntropy(INDArray logits, INDArray targets, INDArray gradient);

    /**
     * {@return the mean over rows of ½‖output − target‖², whose gradient with respect to the outputs it writes}
     *
     * @param outputs [n × k]
     * @param targets [n × k]
     * @param gradient [n × k], overwritten; may be outputs
     */
    double squaredError(INDArray outputs, INDArray targets, INDArray gradient);

    /**
     * {@return the primitives of this session: {@code CpuOps} on nd4j-native, else {@code Nd4jOps}; -Dguideddescent.ops
     * forces one} Inside a {@link ThreadBudget}, on its thread, those of the budget.
     */
    static Ops current() {
        return ThreadBudget.ops();
    }
}
