package org.guideddescent.linalg;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A way to the inverse root A^(−1/p) of a symmetric positive semidefinite matrix: which one a rule takes is data.
 *
 * <p>The iterations use products alone. What they add to a matrix that may be singular is their ridge: A + ridge · I.
 * An iteration that does not reach its tolerance has failed, which {@link Eigh} says what happens then; the tolerance is
 * on max|M − I| and is raised to what the type can reach.
 */
public sealed interface InverseRoot extends Serializable {
    /**
     * {@return a finder that is ready for matrices [n × n]}
     *
     * @param place where the algorithm works, and what a sentence calls the matrix
     * @param n rows of the matrices
     * @param p 1 or more; a whole number for the iterations
     */
    Finder bind(Place place, int n, double p);

    /** Finds the roots of matrices of one size. */
    @FunctionalInterface
    interface Finder {
        /**
         * Writes a^(−1/p), or leaves out as it is and says so.
         *
         * @param a [n × n], symmetric, not modified
         * @param out [n × n]
         * @return whether out is new
         * @throws NotFiniteException if a holds NaN or an infinity
         * @throws ArithmeticException at the third failure in a row
         */
        boolean write(INDArray a, INDArray out);
    }

    /**
     * From an eigendecomposition.
     * <pre>  A = V diag(λ) Vᵀ          X = V diag(λ^(−1/p)) Vᵀ  </pre>
     * No state.
     *
     * @param rank how eigenvalues near zero are treated
     */
    record Eigendecomposition(Rank rank) implements InverseRoot {
        @Override
        public Finder bind(Place place, int n, double p) {
            return SpectralRoot.byEigh(place, rank, n, p);
        }
    }

    /**
     * From a basis that follows the matrix, with the diagonal of Qᵀ A Q for eigenvalues.
     * <pre>  X = Q diag(d^(−1/p)) Qᵀ          d = diag(Qᵀ A Q)  </pre>
     * Where the basis is reused, d and so X are new all the same. State: Q. Eschenhagen et al., 2025, arXiv:2506.03595.
     *
     * @param basis how the basis follows the matrix
     * @param rank how eigenvalues near zero are treated
     */
    record Tracked(Eigenbasis basis, Rank rank) implements InverseRoot {
        @Override
        public Finder bind(Place place, int n, double p) {
            return SpectralRoot.byBasis(place, basis, rank, n, p);
        }
    }

    /**
     * Coupled Newton.
     * <pre>
     *   z = (p + 1) / (2 ‖A‖_F)          X = z^(1/p) I,  M = z A
     *   T = (1 + 1/p) I − M / p          X ← X T,  M ← Tᵖ M
     * </pre>
     * No state. Guo and Higham, 2006; facebookresearch/optimizers, CoupledNewtonConfig, with 100 and 10⁻⁶.
     *
     * @param ridge multiple of the identity that is added to A first, 0 or more
     * @param tolerance largest residual that counts as converged, in [0, 1)
     * @param maxIterations most steps before it gives up, at least 1
     */
    record CoupledNewton(double ridge, double tolerance, int maxIterations) implements InverseRoot {
        /**
         * Refuses a negative ridge, a tolerance out of range, and an iteration without steps.
         *
         * @param ridge multiple of the identity that is added to A first, 0 or more
         * @param tolerance largest residual that counts as converged, in [0, 1)
         * @param maxIterations most steps before it gives up, at least 1
         * @throws IllegalArgumentException if ridge is negative or infinite, tolerance not in [0, 1), or maxIterations
         *     below 1
         */
        public CoupledNewton {
            CoupledIteration.require(ridge, tolerance, maxIterations);
        }

        @Override
        public Finder bind(Place place, int n, double p) {
            return new CoupledIteration(place, 2, ridge, tolerance, maxIterations, n, p);
        }
    }

    /**
     * The coupled iteration of any order: as many terms of the binomial series of (I − R)^(−1/p), R = I − M.
     * <pre>
     *   X = ‖A‖_F^(−1/p) I,  M = A / ‖A‖_F
     *   T = Σ_k c_k Rᵏ, k &lt; order       c₀ = 1,  c_k = c_{k−1} (1/p + k − 1) / k
     *   X ← X T,  M ← Tᵖ M
     * </pre>
     * Order 2 is Newton's but for the scale. No state. The series of facebookresearch/optimizers,
     * CoupledHigherOrderConfig, which scales by the trace; the Frobenius norm is smaller and bounds the spectrum as
     * well.
     *
     * @param order terms of the series, at least 2
     * @param ridge multiple of the identity that is added to A first, 0 or more
     * @param tolerance largest residual that counts as converged, in [0, 1)
     * @param maxIterations most steps before it gives up, at least 1
     */
    record CoupledHigherOrder(int order, double ridge, double tolerance, int maxIterations) implements InverseRoot {
        /**
         * Refuses a series of one term, a negative ridge, a tolerance out of range, and an iteration without steps.
         *
         * @param order terms of the series, at least 2
         * @param ridge multiple of the identity that is added to A first, 0 or more
         * @param tolerance largest residual that counts as converged, in [0, 1)
         * @param maxIterations most steps before it gives up, at least 1
         * @throws IllegalArgumentException if order is below 2, ridge negative or infinite, tolerance not in [0, 1), or
         *     maxIterations below 1
         */
        public CoupledHigherOrder {
            CoupledIteration.require(ridge, tolerance, maxIterations);
            if (order < 2) {
                throw new IllegalArgumentException("order must be 2 or more, got " + order);
            }
        }

        @Override
        public Finder bind(Place place, int n, double p) {
            return new CoupledIteration(place, order, ridge, tolerance, maxIterations, n, p);
        }
    }

    /**
     * Square roots by the coupled Newton–Schulz iteration, one after the other, for p a power of two.
     * <pre>
     *   Y = A / ‖A‖_F,  Z = I          T = (3 I − Z Y) / 2          Y ← Y T,  Z ← T Z
     *   Y → (A / ‖A‖_F)^(1/2),  Z → (A / ‖A‖_F)^(−1/2)
     * </pre>
     * A^(−1/4) is the inverse square root of the square root; for p = 1 the inverse square root is squared. No state.
     * Higham, 2008, Functions of Matrices, chapter 6.
     *
     * @param ridge multiple of the identity that is added to A first, 0 or more
     * @param tolerance largest residual that counts as converged, in [0, 1)
     * @param maxIterations most steps before it gives up, at least 1
     */
    record CoupledNewtonSchulz(double ridge, double tolerance, int maxIterations) implements InverseRoot {
        /**
         * Refuses a negative ridge, a tolerance out of range, and an iteration without steps.
         *
         * @param ridge multiple of the identity that is added to A first, 0 or more
         * @param tolerance largest residual that counts as converged, in [0, 1)
         * @param maxIterations most steps before it gives up, at least 1
         * @throws IllegalArgumentException if ridge is negative or infinite, tolerance not in [0, 1), or maxIterations
         *     below 1
         */
        public CoupledNewtonSchulz {
            CoupledIteration.require(ridge, tolerance, maxIterations);
        }

        @Override
        public Finder bind(Place place, int n, double p) {
            return new SquareRoots(place, ridge, tolerance, maxIterations, n, p);
        }
    }
}
