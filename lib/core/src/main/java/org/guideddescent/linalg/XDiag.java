package org.guideddescent.linalg;

import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * XDiag: {@link XTrace}'s idea for the diagonal.
 * <pre>
 *   dᵢ = diag Pᵢ A + ωᵢ ⊙ (I − Pᵢ) A ωᵢ          Pᵢ: projector on the span of A ωⱼ, j ≠ i          diag A ≈ (1/k) Σ dᵢ
 * </pre>
 * Without bias; exact for rank below k. Half of the products are with Aᵀ. The dᵢ are exchangeable but not independent;
 * their standard deviation over √k serves as standard error. Memory: about eight times count × n numbers. Epperly,
 * Tropp and Webber, 2024, arXiv:2301.07825.
 *
 * @param probes distribution of the random vectors
 * @param count k, at least 2 and at most n; 2 k products
 */
public record XDiag(Probes probes, int count) {
    /**
     * Refuses so few vectors that there is no standard error.
     *
     * @param probes distribution of the random vectors
     * @param count k, at least 2 and at most n; 2 k products
     * @throws IllegalArgumentException if count is below 2
     */
    public XDiag {
        if (count < 2) {
            throw new IllegalArgumentException("count must be at least 2 for a standard error, got " + count);
        }
    }

    /**
     * {@return an estimate of diag A}
     *
     * @param a square operator
     * @param key what the probes are functions of
     */
    public VectorEstimate diagonal(LinearOperator a, long key) {
        Sketch.fits("XDiag", a, count);
        var ops = Ops.current();
        var omega = Sketch.probes(a, probes, count, key);
        var out = new LeaveOneOut(ops, a, omega);
        var x = Sketch.times(a.adjoint(), out.q);
        // Rows: Q sᵢ and Aᵀ Q sᵢ.
        var qs = out.q.like();
        ops.gemm(false, false, 1, out.s, out.q, 0, qs);
        var xs = x.like();
        ops.gemm(false, false, 1, out.s, x, 0, xs);
        double[] left = Sketch.rowProducts(ops, qs, out.y);
        var inside = Nd4j.create(a.type(), a.rows());
        multiply(ops, x, out.q);
        ops.columnSums(x, inside);
        var sample = Nd4j.create(a.type(), a.rows());
        var mean = new RunningMean(ops, sample);
        multiply(ops, xs, qs);
        multiply(ops, qs, omega);
        var without = Rows.of(xs);
        var rest = Rows.of(qs);
        for (int i = 0; i < count; i++) {
            ops.copy(inside, sample);
            ops.axpy(-1, without.get(i), sample);
            ops.axpy(left[i], rest.get(i), sample);
            mean.add();
        }
        return mean.estimate(2 * count);
    }

    /** x ← x ⊙ y. */
    private static void multiply(Ops ops, INDArray x, INDArray y) {
        var product = new Program(2, 0, List.of(new Program.Write(0, load(0).times(load(1)))));
        ops.compile(product, x, y).run(new double[0]);
    }
}
