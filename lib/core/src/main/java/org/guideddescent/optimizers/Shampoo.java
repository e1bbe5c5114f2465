package org.guideddescent.optimizers;

import java.io.Serializable;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Rank;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Shampoo: whiten rows and columns by the inverse roots of what their outer products add up to.
 * <pre>
 *   L ← β₂ L + (1 − β₂) G Gᵀ,  R ← β₂ R + (1 − β₂) Gᵀ G          (β₂ = 1: L ← L + G Gᵀ, R ← R + Gᵀ G)
 *   d = L̂^(−q) M R̂^(−q)          L̂ = L / (1 − β₂ᵗ) (β₂ = 1: L̂ = L),  R̂ likewise
 *   M = (β₃ m + (1 − β₃) G) / (1 − β₃ β₁ᵗ⁻¹),  then  m ← β₁ m + (1 − β₁) G
 * </pre>
 * State for a block [r × c]: L, R and their roots, 2 r² + 2 c² numbers and four counts in double; m unless β₁ = β₃ = 0. We
 * follow facebookresearch/optimizers (Shi et al., 2023, arXiv:2309.06497), where factors begin at zero and take the
 * gradient, and their roots act on its running mean; Gupta et al., 2018, Algorithm 1, arXiv:1802.09568, is β₁ = β₃ = 0,
 * β₂ = 1 but for its start at ε I. Roots that cannot be found stay as they were, see {@link InverseRoot}. Grafting goes
 * around: {@code graft(shampoo, adam, start)}.
 *
 * @param average M, the running mean that is whitened
 * @param beta2 β₂, decay of L and R, in [0, 1]; 1 for plain sums
 * @param power q, of each of two sides: ¼ in the paper, ½ for Shampoo½; where only one side is whitened it is twice that
 * @param root how a root is found, and what is done about a lack of rank
 * @param timing when roots are found
 * @param sides which sides are whitened
 * @param cut how a matrix is taken apart first
 */
public record Shampoo(
        Average average, double beta2, double power, InverseRoot root, Timing timing, Sides sides, Cut cut)
        implements PerMatrix {
    /**
     * Refuses β₂ outside [0, 1] and a power outside (0, 1].
     *
     * @param average M, the running mean that is whitened
     * @param beta2 β₂, decay of L and R, in [0, 1]; 1 for plain sums
     * @param power q, of each of two sides: ¼ in the paper, ½ for Shampoo½; where only one side is whitened it is twice that
     * @param root how a root is found, and what is done about a lack of rank
     * @param timing when roots are found
     * @param sides which sides are whitened
     * @param cut how a matrix is taken apart first
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public Shampoo {
        if (!(beta2 >= 0 && beta2 <= 1)) {
            throw new IllegalArgumentException("beta2 must be in [0, 1], where 1 means plain sums; got " + beta2);
        }
        if (!(power > 0 && power <= 1)) {
            throw new IllegalArgumentException("power must be in (0, 1], got " + power);
        }
    }

    /**
     * {@return the defaults of facebookresearch/optimizers: β = (0.9, 1), q = ¼ by eigh with ε = 1e-12, blocks of 1024}
     *
     * @param frequency steps from roots to roots, at least 1
     */
    public static Shampoo every(int frequency) {
        return new Shampoo(
                new Average(0.9, 0.9),
                1,
                0.25,
                new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-12)),
                new Timing(frequency, frequency),
                Sides.BOTH,
                new Cut(1024, 0));
    }

    /**
     * The running mean that is whitened.
     *
     * @param beta1 what is remembered, in [0, 1); 0 for none
     * @param beta3 what this step takes from memory, in [0, 1); β₁ for a plain running mean, less for more of the gradient
     */
    public record Average(double beta1, double beta3) implements Serializable {
        /**
         * Refuses a β outside [0, 1).
         *
         * @param beta1 what is remembered, in [0, 1); 0 for none
         * @param beta3 what this step takes from memory, in [0, 1); β₁ for a plain running mean, less for more of the
         *     gradient
         * @throws IllegalArgumentException if one of the two is out of its range
         */
        public Average {
            Require.fraction("beta1", beta1);
            Require.fraction("beta3", beta3);
        }

        boolean remembers() {
            return beta1 != 0 || beta3 != 0;
        }
    }

    /**
     * When roots are found.
     *
     * @param frequency every so many steps from start on, at least 1
     * @param start the first step with roots, at least 1; before, d = M
     */
    public record Timing(int frequency, int start) implements Serializable {
        /**
         * Refuses a frequency and a start below 1.
         *
         * @param frequency every so many steps from start on, at least 1
         * @param start the first step with roots, at least 1; before, d = M
         * @throws IllegalArgumentException if one of the two is below 1
         */
        public Timing {
            if (frequency < 1 || start < 1) {
                throw new IllegalArgumentException(
                        "frequency and start must be 1 or more, got " + frequency + " and " + start);
            }
        }
    }

    /** Which sides are whitened. */
    public enum Sides {
        /** Rows and columns. */
        BOTH,
        /** L only: d = L^(−2q) M. */
        LEFT,
        /** R only: d = M R^(−2q). */
        RIGHT
    }

    /**
     * How a matrix is taken apart first.
     *
     * @param block rows and columns are cut into runs of so many, the last may be shorter, and each block is a matrix of its
     *     own
     * @param merge a matrix of at most so many numbers becomes one column, whitened by a full matrix with power 2q: what
     *     merging small dimensions means where all weights are stored as matrices. 0 merges none
     */
    public record Cut(int block, int merge) implements Serializable {
        /**
         * Refuses empty blocks and a negative size of what is merged.
         *
         * @param block rows and columns are cut into runs of so many, the last may be shorter, and each block is a matrix of
         *     its own
         * @param merge a matrix of at most so many numbers becomes one column, whitened by a full matrix with power 2q: what
         *     merging small dimensions means where all weights are stored as matrices. 0 merges none
         * @throws IllegalArgumentException if block is below 1, or merge below 0
         */
        public Cut {
            if (block < 1 || merge < 0) {
                throw new IllegalArgumentException(
                        "block must be 1 or more and merge 0 or more, got " + block + " and " + merge);
            }
        }
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        return new KroneckerStepper(p, scope, slots, this, false);
    }
}
