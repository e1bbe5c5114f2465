package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;

/**
 * Hutch++: the trace on a space that holds most of A, and Hutchinson's estimate of the rest.
 * <pre>  Q = basis of A S      tr QᵀA Q + (1/k) Σ gᵀ(I − Q Qᵀ) A (I − Q Qᵀ) g      over the columns of S and G, k each  </pre>
 * Exact for rank at most k. For positive semidefinite A a relative error of ε takes about 1/ε products, where
 * Hutchinson's takes 1/ε². The standard error is that of the sum over g, which are independent of Q. Memory: about
 * eight times count × n numbers. Meyer, Musco, Musco and Woodruff, 2021, arXiv:2010.09649.
 *
 * @param probes distribution of the random vectors
 * @param count k, at least 2 and at most n; 3 k products
 */
public record HutchPlusPlus(Probes probes, int count) {
    /**
     * Refuses so few vectors that there is no standard error.
     *
     * @param probes distribution of the random vectors
     * @param count k, at least 2 and at most n; 3 k products
     * @throws IllegalArgumentException if count is below 2
     */
    public HutchPlusPlus {
        if (count < 2) {
            throw new IllegalArgumentException("count must be at least 2 for a standard error, got " + count);
        }
    }

    /**
     * {@return an estimate of tr A}
     *
     * @param a square operator
     * @param key what the probes are functions of
     */
    public Estimate trace(LinearOperator a, long key) {
        Sketch.fits("Hutch++", a, count);
        var ops = Ops.current();
        var drawn = Sketch.probes(a, probes, 2 * count, key);
        var halves = Rows.halves(drawn);
        var q = Sketch.basis(ops, Sketch.times(a, halves.get(0)));
        double[] inside = Sketch.rowProducts(ops, q, Sketch.times(a, q));
        var g = halves.get(1);
        ops.gemm(false, false, -1, Sketch.products(ops, g, q), q, 1, g);
        double[] samples = Sketch.rowProducts(ops, g, Sketch.times(a, g));
        double known = 0;
        for (double x : inside) {
            known += x;
        }
        for (int i = 0; i < count; i++) {
            samples[i] += known;
        }
        return Estimate.of(samples, 3 * count);
    }
}
