package org.guideddescent.linalg;

import java.io.Serializable;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A way to the orthogonal factor of a matrix: which one a rule takes is data.
 * <pre>  G = U S Vᵀ          polar(G) = U Vᵀ  </pre>
 * U Vᵀ is the nearest matrix with orthonormal rows or columns, and the direction of steepest descent in the spectral
 * norm. Where a singular value is zero, its direction is left out: a zero matrix gives zero.
 */
public sealed interface Polar extends Serializable permits NewtonSchulz, Svd, Polar.None {
    /**
     * {@return a factor that is ready for matrices [rows × cols]; it takes its arrays from the workspace now, and none
     * later} What they held is lost at each call, so factors may share them.
     *
     * @param ops primitives that compute
     * @param rows rows of the matrices
     * @param cols columns of the matrices
     * @param workspace where the algorithm's arrays live
     */
    Factor bind(Ops ops, int rows, int cols, Workspace workspace);

    /** Finds the factor of matrices of one shape. */
    @FunctionalInterface
    interface Factor {
        /**
         * Writes an orthogonal matrix near U Vᵀ, for g = U S Vᵀ.
         *
         * @param g [rows × cols], not modified unless it is out
         * @param out [rows × cols], overwritten; may be g
         */
        void orthogonalize(INDArray g, INDArray out);
    }

    /** The matrix as it is: what Muon is without orthogonalization, for comparison. */
    record None() implements Polar {
        @Override
        @SuppressWarnings("ReferenceEquality") // Only an array copied onto itself need not be copied.
        public Factor bind(Ops ops, int rows, int cols, Workspace workspace) {
            return (g, out) -> {
                if (g != out) {
                    ops.copy(g, out);
                }
            };
        }
    }
}
