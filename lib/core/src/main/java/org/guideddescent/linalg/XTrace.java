package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;

/**
 * XTrace: every probe serves the low-rank part of the others' estimates and the rest of its own.
 * <pre>
 *   tᵢ = tr Pᵢ A Pᵢ + ωᵢᵀ(I − Pᵢ) A (I − Pᵢ) ωᵢ          Pᵢ: projector on the span of A ωⱼ, j ≠ i          tr A ≈ (1/k) Σ tᵢ
 * </pre>
 * Without bias; exact for rank below k; on decaying spectra orders of magnitude nearer than {@link Hutchinson}'s of as
 * many products. With {@link Probes#SPHERE}, the default of the paper, (I − Pᵢ) ωᵢ is given the length √(n − k + 1),
 * which lowers the variance. The tᵢ are exchangeable but not independent; their standard deviation over √k serves as
 * standard error, as in the paper. Memory: about six times count × n numbers. Epperly, Tropp and Webber, 2024,
 * arXiv:2301.07825.
 *
 * @param probes distribution of the random vectors
 * @param count k, at least 2 and at most n; 2 k products
 */
public record XTrace(Probes probes, int count) {
    /**
     * Refuses so few vectors that there is no standard error.
     *
     * @param probes distribution of the random vectors
     * @param count k, at least 2 and at most n; 2 k products
     * @throws IllegalArgumentException if count is below 2
     */
    public XTrace {
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
        Sketch.fits("XTrace", a, count);
        var ops = Ops.current();
        var omega = Sketch.probes(a, probes, count, key);
        var out = new LeaveOneOut(ops, a, omega);
        var q = out.q;
        var s = out.s;
        var z = Sketch.times(a, q);
        var h = Sketch.products(ops, q, z);
        var c = Sketch.products(ops, omega, q);
        // cᵢ ← (I − s sᵀ) Qᵀωᵢ, so that uᵢ = ωᵢ − Q cᵢ is (I − Pᵢ) ωᵢ.
        double[] sw = Sketch.rowProducts(ops, s, c);
        var rows = Rows.of(c);
        var directions = Rows.of(s);
        for (int i = 0; i < count; i++) {
            ops.axpy(-sw[i], directions.get(i), rows.get(i));
        }
        ops.gemm(false, false, -1, c, q, 1, omega);
        ops.gemm(false, false, -1, c, z, 1, out.y);
        double[] uau = Sketch.rowProducts(ops, omega, out.y);
        double[] uu = Sketch.rowProducts(ops, omega, omega);
        var sh = s.like();
        ops.gemm(false, false, 1, s, h, 0, sh);
        double[] shs = Sketch.rowProducts(ops, sh, s);
        double traceOfH = Diagonal.trace(h);
        var samples = new double[count];
        for (int i = 0; i < count; i++) {
            double rest = probes == Probes.SPHERE && uu[i] > 0 ? (a.rows() - count + 1.0) / uu[i] * uau[i] : uau[i];
            samples[i] = traceOfH - shs[i] + rest;
        }
        return Estimate.of(samples, 2 * count);
    }
}
