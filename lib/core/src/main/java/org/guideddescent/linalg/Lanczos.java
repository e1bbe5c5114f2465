package org.guideddescent.linalg;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lanczos' iteration for a symmetric operator: k products give an orthonormal V [k × n] and a tridiagonal T [k × k] whose
 * eigenvalues, the Ritz values, approach those of A, the outer ones first.
 * <pre>
 *   w = A vⱼ − βⱼ₋₁ vⱼ₋₁ − αⱼ vⱼ      αⱼ = vⱼᵀA vⱼ      βⱼ = ‖w‖      vⱼ₊₁ = w / βⱼ      A Vᵀ = Vᵀ T + βₖ vₖ₊₁ eₖᵀ
 * </pre>
 * Every w is made orthogonal to all of V, twice. Where that leaves nothing but rounding the rows of V span an invariant
 * subspace; then β = 0, and the iteration goes on from a new vector orthogonal to it, drawn by a fixed key. So k steps
 * always make k vectors, and k = n gives all eigenvalues as often as they occur. One start alone meets each different
 * eigenvalue once.
 *
 * <p>Memory: k n numbers and k², made at construction. Lanczos, 1950; Parlett, 1980, Chapter 13.
 */
public final class Lanczos {
    /** Which end of the spectrum. */
    public enum End {
        /** Largest by value, descending. */
        LARGEST,
        /** Smallest by value, ascending. */
        SMALLEST,
        /** Largest by |θ|, descending. */
        LARGEST_MAGNITUDE
    }

    /** β at most so many roundings of the largest number in T is taken for 0. */
    private static final double ROUNDINGS = 10;

    /** The first key of vectors to begin anew with: far from the small numbers that people choose. */
    private static final long RESTART = 0x4c616e637a6f73L;

    private final Ops ops;
    private final LinearOperator a;
    private final int k;
    private final List<INDArray> rows;
    private final List<INDArray> firsts;
    private final INDArray coefficients;
    private final List<INDArray> along;
    private final INDArray w;
    private final double rounding;
    private final double[] alpha;
    private final double[] beta;
    private final INDArray t;
    private final INDArray theta;
    private final INDArray y;
    private int restarts;

    /**
     * Allocates the k vectors that an iteration on this operator keeps.
     *
     * @param a symmetric
     * @param steps k, from 1 to the rows of a
     */
    public Lanczos(LinearOperator a, int steps) {
        Fit.square("Lanczos", a);
        if (steps < 1 || steps > a.rows()) {
            throw new IllegalArgumentException("steps must be in [1, " + a.rows() + "], got " + steps);
        }
        this.ops = Ops.current();
        this.a = a;
        k = steps;
        var v = Nd4j.create(a.type(), k, a.rows());
        rows = Rows.of(v);
        firsts = Rows.first(v);
        coefficients = Nd4j.create(a.type(), k, 1);
        along = Rows.first(coefficients);
        w = Nd4j.create(a.type(), a.rows());
        rounding = ROUNDINGS * Rounding.of(a.type());
        alpha = new double[k];
        beta = new double[k];
        t = Nd4j.create(DataType.DOUBLE, k, k);
        theta = Nd4j.create(DataType.DOUBLE, k);
        y = Nd4j.create(DataType.DOUBLE, k, k);
    }

    /**
     * Makes k products as {@link #run(INDArray)} does, from a vector in a random direction.
     *
     * @param key what the first vector is a function of
     * @return this, with the new results
     */
    public Lanczos run(long key) {
        Probes.NORMAL.draw(key, w);
        return start();
    }

    /**
     * Makes k products, whose results the other methods read until the next run.
     *
     * @param start [n], not zero, not modified
     * @return this, with the new results
     * @throws ArithmeticException if a product or the start is not finite
     */
    public Lanczos run(INDArray start) {
        ops.copy(start, w);
        return start();
    }

    private Lanczos start() {
        double length = ops.norm(w);
        if (!(length > 0) || !Double.isFinite(length)) {
            throw new ArithmeticException("Lanczos needs a start of finite length, not 0; got one of " + length);
        }
        restarts = 0;
        double largest = 0;
        keep(0, length);
        for (int j = 0; j < k; j++) {
            a.times(rows.get(j), w);
            orthogonalize(j);
            alpha[j] = coefficients.data().getDouble(j);
            orthogonalize(j);
            alpha[j] += coefficients.data().getDouble(j);
            beta[j] = ops.norm(w);
            if (!Double.isFinite(alpha[j]) || !Double.isFinite(beta[j])) {
                throw new ArithmeticException("product " + (j + 1) + " of Lanczos is not finite");
            }
            largest = Math.max(largest, Math.max(Math.abs(alpha[j]), beta[j]));
            boolean invariant = beta[j] <= rounding * largest;
            if (invariant) {
                beta[j] = 0;
            }
            if (j + 1 < k) {
                keep(j + 1, invariant ? restart(j) : beta[j]);
            }
        }
        decompose();
        return this;
    }

    /** vⱼ ← w / length. */
    private void keep(int j, double length) {
        ops.copy(w, rows.get(j));
        ops.scale(1 / length, rows.get(j));
    }

    /** w ← w − V (Vᵀ w) over the vectors 0 to j. */
    private void orthogonalize(int j) {
        ops.gemm(false, true, 1, firsts.get(j), w, 0, along.get(j));
        ops.gemm(true, false, -1, along.get(j), firsts.get(j), 1, w);
    }

    /** w ← a random vector orthogonal to the vectors 0 to j; returns its length, near 1. */
    private double restart(int j) {
        restarts++;
        double left = 0;
        // Where the draw lay in the span of the vectors, what a first pass leaves is rounding and a second removes
        // most.
        for (long key = RESTART + j; !(left > 0.5); key += k) {
            Probes.SPHERE.draw(key, w);
            orthogonalize(j);
            left = ops.norm(w);
            if (left > 0) {
                ops.scale(1 / left, w);
                orthogonalize(j);
                left = ops.norm(w);
            }
        }
        return left;
    }

    private void decompose() {
        ops.fill(0, t);
        for (int j = 0; j < k; j++) {
            put(j, j, alpha[j]);
            if (j + 1 < k) {
                put(j, j + 1, beta[j]);
                put(j + 1, j, beta[j]);
            }
        }
        ops.eigh(t, theta, y);
    }

    // Through the buffer: the array's own accessors allocate at each call.
    private void put(int i, int j, double value) {
        t.data().put((long) i * k + j, value);
    }

    /** {@return k, the products of a run} */
    public int steps() {
        return k;
    }

    /** {@return how often the last run met an invariant subspace and began anew} */
    public int restarts() {
        return restarts;
    }

    /** {@return the k Ritz values, ascending; a new array} */
    public double[] values() {
        return theta.toDoubleVector();
    }

    /**
     * {@return the weights of the Ritz values, which sum to 1: the squares of the first entries of T's eigenvectors; a
     * new array} With v = start / ‖start‖, Σ weight p(θ) = vᵀp(A) v for every polynomial p of degree below 2 k. Golub
     * and Welsch, 1969.
     */
    public double[] weights() {
        var weights = new double[k];
        for (int i = 0; i < k; i++) {
            weights[i] = y.getDouble(0, i) * y.getDouble(0, i);
        }
        return weights;
    }

    /**
     * {@return the Ritz pairs from an end of the spectrum inward, with new vectors; each costs one more product, for
     * its residual}
     *
     * @param end where to begin
     * @param count from 1 to k
     */
    public List<EigenPair> pairs(End end, int count) {
        if (count < 1 || count > k) {
            throw new IllegalArgumentException(
                    "count must be in [1, " + k + "], got " + count + "; more steps give more pairs");
        }
        var values = values();
        var pairs = new ArrayList<EigenPair>();
        int low = 0;
        int high = k - 1;
        for (int i = 0; i < count; i++) {
            boolean top = end == End.LARGEST
                    || (end == End.LARGEST_MAGNITUDE && Math.abs(values[high]) >= Math.abs(values[low]));
            pairs.add(pair(values, top ? high-- : low++));
        }
        return pairs;
    }

    private EigenPair pair(double[] values, int i) {
        var vector = Nd4j.create(a.type(), a.rows());
        for (int j = 0; j < k; j++) {
            ops.axpy(y.getDouble(j, i), rows.get(j), vector);
        }
        a.times(vector, w);
        ops.axpy(-values[i], vector, w);
        double below = i > 0 ? values[i] - values[i - 1] : Double.POSITIVE_INFINITY;
        double above = i + 1 < k ? values[i + 1] - values[i] : Double.POSITIVE_INFINITY;
        return new EigenPair(values[i], vector, ops.norm(w), Math.min(below, above));
    }
}
