package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products with A ⊗ Γ without forming it: (A ⊗ Γ) vec W = vec(Γ W A) for symmetric A [n × n] and Γ [m × m], where vec
 * stacks the columns of W [m × n].
 */
public final class Kronecker {
    private final Ops ops;
    private final INDArray half;

    /**
     * Makes products for W [rows × cols]; takes one array of the workspace.
     *
     * @param ops primitives that compute
     * @param rows rows of W
     * @param cols columns of W
     * @param scratch where the intermediate product lives
     */
    public Kronecker(Ops ops, int rows, int cols, Workspace scratch) {
        this.ops = ops;
        this.half = scratch.get("kronecker half", rows, cols);
    }

    /**
     * out ← op(left) w op(right), where op transposes if told so.
     *
     * @param transposeLeft whether op(left) is leftᵀ
     * @param left left factor, not modified
     * @param w [rows × cols], not modified
     * @param transposeRight whether op(right) is rightᵀ
     * @param right right factor, not modified
     * @param out [m × n], overwritten; may be w
     */
    public void times(
            boolean transposeLeft, INDArray left, INDArray w, boolean transposeRight, INDArray right, INDArray out) {
        ops.gemm(transposeLeft, false, 1, left, w, 0, half);
        ops.gemm(false, transposeRight, 1, half, right, 0, out);
    }

    /**
     * {@return π = √((tr A / n) / (tr Γ / m)): with π√λ on the diagonal of A and √λ/π on that of Γ, both are damped in
     * proportion to their mean eigenvalue; 1 where a trace is not positive} Martens and Grosse, 2015, Section 6.3,
     * arXiv:1503.05671.
     *
     * @param a A [n × n], not modified
     * @param gamma Γ [m × m], not modified
     */
    public static double balance(INDArray a, INDArray gamma) {
        double pi = Math.sqrt(Diagonal.trace(a) / a.rows() / (Diagonal.trace(gamma) / gamma.rows()));
        return pi > 0 && Double.isFinite(pi) ? pi : 1;
    }
}
