package org.guideddescent.optimizers;

import java.io.Serializable;

/** Whose gradients the factors of K-FAC are made of. */
public sealed interface Fisher extends Serializable {
    /**
     * The gradients of the step itself: nothing to pay, but not a Fisher matrix. Kunstner et al., 2019, arXiv:1905.12558.
     */
    record Empirical() implements Fisher {}

    /**
     * Gradients with targets that the model draws, one more backward pass: an unbiased estimate of the Fisher matrix.
     * Martens and Grosse, 2015, Section 5, arXiv:1503.05671.
     *
     * @param seed of the draws; that of step t is a function of the seed and t
     */
    record Sampled(long seed) implements Fisher {
        long key(long t) {
            return seed + 0x9E3779B97F4A7C15L * t;
        }
    }

    /** The Gauss–Newton matrix without sampling: one backward pass for each column of the loss's root. */
    record TypeTwo() implements Fisher {}
}
