package org.guideddescent.linalg;

import java.io.Serializable;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A basis that follows the eigenvectors of a slowly changing symmetric matrix L.
 * <pre>
 *   d = diag(Qᵀ L Q)          order: d descending
 *   Q ← eigenvectors of L, by descending eigenvalue             (EIGH)
 *   Q ← the orthonormal factor of QR(L Q[:, order])             (POWER_QR)
 * </pre>
 * The first basis is by eigh either way. In both cases column k of the new Q takes the place of column order[k] of the
 * old one, so that numbers kept by column can follow. POWER_QR is one step of orthogonal iteration, from
 * nikhilvyas/SOAP, {@code get_orthogonal_matrix_QR}; rounding's worth of the trace times the identity is added to L
 * there, which changes no eigenvector and makes L Q regular where L is singular.
 *
 * @param refresh how the basis follows the matrix
 * @param reuse the basis is kept while ‖Qᵀ L Q − diag‖_F ≤ reuse · ‖L‖_F, the criterion of Eschenhagen et al., 2025,
 *     arXiv:2506.03595; 0 refreshes always
 */
public record Eigenbasis(Refresh refresh, double reuse) implements Serializable {
    /** How the basis is made anew. */
    public enum Refresh {
        /** A full eigendecomposition. */
        EIGH,
        /** One product and one QR from the basis before. */
        POWER_QR
    }

    /**
     * Refuses a tolerance for reuse that would never refresh.
     *
     * @param refresh how the basis follows the matrix
     * @param reuse the basis is kept while ‖Qᵀ L Q − diag‖_F ≤ reuse · ‖L‖_F, the criterion of Eschenhagen et al.,
     *     2025, arXiv:2506.03595; 0 refreshes always
     * @throws IllegalArgumentException if reuse is not in [0, 1)
     */
    public Eigenbasis {
        if (!(reuse >= 0 && reuse < 1)) {
            throw new IllegalArgumentException("reuse must be in [0, 1), got " + reuse);
        }
    }

    /**
     * {@return a basis that is ready for matrices [n × n]}
     *
     * @param place where the basis lives, and what a sentence calls the matrix
     * @param n rows of the matrices
     */
    public Tracked bind(Place place, int n) {
        return new Tracked(this, place, n);
    }

    /** Follows one matrix; what it must remember is all in the caller's Q. */
    public static final class Tracked {
        private static final double[] NONE = {};

        private final Eigenbasis recipe;
        private final Ops ops;
        private final int n;
        private final Eigh eigh;
        private final INDArray lq;
        private final INDArray work;
        private final Compiled products;
        private final INDArray sums;
        private final INDArray values;
        private final double[] d;

        private Tracked(Eigenbasis recipe, Place place, int n) {
            this.recipe = recipe;
            this.ops = place.ops();
            this.n = n;
            this.eigh = new Eigh(ops, n, place.name(), place.scratch(), place.failures());
            this.lq = place.scratch().get("basis product", n, n);
            this.work = place.scratch().get("basis work", n, n);
            // work ← work ⊙ lq: n products of columns, where the matrix product would compute n².
            var both = new Program.Write(0, Expr.load(0).times(Expr.load(1)));
            this.products = ops.compile(new Program(2, 0, List.of(both)), work, lq);
            this.sums = place.scratch().get("basis sums", n);
            this.values = place.scratch().get("basis values", n);
            this.d = new double[n];
        }

        /**
         * Moves Q to L, or keeps it where the criterion or a failure says so.
         *
         * @param l [n × n], symmetric, not modified
         * @param q [n × n], the basis, or zero before the first call; modified
         * @param order n places: column k of the new Q was column order[k]; modified
         * @return whether q has changed
         * @throws NotFiniteException if l holds NaN or an infinity
         * @throws ArithmeticException at the third failure in a row
         */
        public boolean refresh(INDArray l, INDArray q, int[] order) {
            Permutation.reset(order);
            if (ops.maxAbs(q) == 0) {
                if (!descending(l, q)) {
                    Diagonal.assign(ops, 1, q);
                }
                return true;
            }
            rayleigh(l, q, d);
            double size = ops.norm(l);
            // ‖QᵀLQ‖ is ‖L‖, so what is off the diagonal is known without forming QᵀLQ.
            double off = size * size;
            for (double x : d) {
                off -= x * x;
            }
            off = Math.sqrt(Math.max(0, off));
            if (size == 0 || (recipe.reuse > 0 && off <= recipe.reuse * size)) {
                return false;
            }
            Permutation.descending(d, order);
            if (recipe.refresh == Refresh.POWER_QR) {
                double rounding = l.dataType() == DataType.FLOAT ? 0x1p-23 : 0x1p-52;
                ops.axpy(rounding * Diagonal.trace(l), q, lq);
                Permutation.columns(ops, lq, order, work, q);
                ops.copy(q, work);
                ops.qr(work, q);
                return true;
            }
            if (descending(l, q)) {
                return true;
            }
            Permutation.reset(order);
            return false;
        }

        /**
         * Writes the diagonal of Qᵀ L Q, the eigenvalues as far as Q is a basis of eigenvectors.
         *
         * @param l symmetric L [n × n], not modified
         * @param q orthogonal Q [n × n], not modified
         * @param into n numbers, overwritten
         */
        public void rayleigh(INDArray l, INDArray q, double[] into) {
            ops.gemm(false, false, 1, l, q, 0, lq);
            ops.copy(q, work);
            products.run(NONE);
            ops.columnSums(work, sums);
            for (int j = 0; j < n; j++) {
                into[j] = sums.data().getDouble(sums.offset() + j);
            }
        }

        private boolean descending(INDArray l, INDArray q) {
            // Of −L, whose ascending order is the descending one of L.
            ops.copy(l, work);
            ops.scale(-1, work);
            return eigh.decompose(work, values, q);
        }
    }
}
