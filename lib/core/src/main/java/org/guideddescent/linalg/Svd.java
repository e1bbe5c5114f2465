package org.guideddescent.linalg;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.sign;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The orthogonal factor by the singular value decomposition: exact and slow, the reference for every iteration.
 * <pre>  G = U S Vᵀ          polar(G) = Σ uᵢ vᵢᵀ  over all i with  sᵢ > τ s₁  </pre>
 * A singular value below τ s₁, with τ the rounding of the type times the larger dimension, is taken for zero: its vectors
 * are arbitrary.
 */
public record Svd() implements Polar {
    @Override
    @SuppressWarnings("ReferenceEquality") // Only an array copied onto itself need not be copied.
    public Factor bind(Ops ops, int rows, int cols, Workspace workspace) {
        int r = Math.min(rows, cols);
        var u = workspace.get("u", rows, r);
        var v = workspace.get("v", cols, r);
        var s = workspace.get("s", 1, r);
        var threshold = workspace.get("threshold", 1, r);
        // s ← 1 where s > threshold, else 0.
        var kept = sign(load(0).minus(load(1)));
        var keep = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, kept.plus(1).times(0.5)))), s, threshold);
        double epsilon = s.dataType() == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0);
        var none = new double[0];
        return (g, out) -> {
            if (g != out) {
                ops.copy(g, out);
            }
            // Singular values of 1e-40 would be rounded away.
            if (!Norms.divideByLargest(ops, out)) {
                return;
            }
            ops.svd(out, u, s, v);
            ops.fill(epsilon * Math.max(rows, cols) * ops.maxAbs(s), threshold);
            keep.run(none);
            ops.scaleColumns(s, u);
            ops.gemm(false, true, 1, u, v, 0, out);
        };
    }
}
