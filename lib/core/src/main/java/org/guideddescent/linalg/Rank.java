package org.guideddescent.linalg;

import java.io.Serializable;

/** What an inverse root does about eigenvalues that are zero, or negative by rounding. */
public sealed interface Rank extends Serializable {
    /**
     * Replaces eigenvalues by their inverse roots, λ ← λ^(−1/p).
     *
     * @param lambda modified
     * @param p of the root, at least 1
     */
    void inverseRoot(double[] lambda, double p);

    /**
     * Shift all eigenvalues until the smallest is eps.
     * <pre>  λ ← λ + max(0, ε − λ_min)  </pre>
     * facebookresearch/optimizers, PerturbationConfig with perturb_before_computation.
     *
     * @param eps absolute, in the units of the matrix
     */
    record Perturb(double eps) implements Rank {
        /**
         * Refuses a shift that is not a positive number.
         *
         * @param eps absolute, in the units of the matrix
         * @throws IllegalArgumentException if eps is not positive, or infinite
         */
        public Perturb {
            if (!(eps > 0) || eps == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("eps must be positive, got " + eps);
            }
        }

        @Override
        public void inverseRoot(double[] lambda, double p) {
            double least = Double.POSITIVE_INFINITY;
            for (double l : lambda) {
                least = Math.min(least, l);
            }
            // Subtracted first: the smallest becomes eps exactly, even where eps is lost beside it.
            for (int i = 0; least < eps && i < lambda.length; i++) {
                lambda[i] = (lambda[i] - least) + eps;
            }
            for (int i = 0; i < lambda.length; i++) {
                lambda[i] = Math.pow(lambda[i], -1 / p);
            }
        }
    }

    /**
     * Leave the null space out: the root of the Moore–Penrose inverse.
     * <pre>  λ^(−1/p) where λ &gt; tolerance · λ_max, else 0  </pre>
     *
     * @param tolerance relative to the largest eigenvalue; about n times the rounding of the type
     */
    record PseudoInverse(double tolerance) implements Rank {
        /**
         * Refuses a tolerance that would keep nothing.
         *
         * @param tolerance relative to the largest eigenvalue; about n times the rounding of the type
         * @throws IllegalArgumentException if tolerance is not in [0, 1)
         */
        public PseudoInverse {
            if (!(tolerance >= 0 && tolerance < 1)) {
                throw new IllegalArgumentException("tolerance must be in [0, 1), got " + tolerance);
            }
        }

        @Override
        public void inverseRoot(double[] lambda, double p) {
            double largest = 0;
            for (double l : lambda) {
                largest = Math.max(largest, l);
            }
            double cut = tolerance * largest;
            for (int i = 0; i < lambda.length; i++) {
                lambda[i] = lambda[i] > cut ? Math.pow(lambda[i], -1 / p) : 0;
            }
        }
    }
}
