package org.guideddescent.curvature;

/** Whose targets the gradients of a Fisher matrix F = mean g gᵀ have, g being the gradient of one example. */
public sealed interface Targets {
    /**
     * All targets that the model thinks possible, each as often as it thinks: the Fisher matrix itself, from one backward pass
     * for each column of the root of the loss's Hessian. It is the Gauss–Newton matrix. Martens, 2020, Section 9.2,
     * arXiv:1412.1193.
     */
    record Enumerated() implements Targets {}

    /**
     * Targets that the model draws: an unbiased estimate, whose error falls as 1/√draws.
     *
     * @param draws for each example
     * @param seed equal seeds give equal targets
     */
    record Drawn(int draws, long seed) implements Targets {
        /**
         * Refuses to draw nothing.
         *
         * @param draws for each example
         * @param seed equal seeds give equal targets
         * @throws IllegalArgumentException if draws is below 1
         */
        public Drawn {
            if (draws < 1) {
                throw new IllegalArgumentException("draws must be at least 1, got " + draws);
            }
        }

        /** Of draw d = 0, 1, … of the example or batch of that index. */
        long key(int d, long index) {
            // Odd multiples, so that no two pairs a program will meet share a key.
            return seed + 0x9E3779B97F4A7C15L * (d + 1) + 0xD1B54A32D192ED03L * index;
        }
    }

    /** The targets of the batch: the empirical Fisher matrix, which is not an estimate of F. Kunstner et al., 2019, arXiv:1905.12558. */
    record Given() implements Targets {}

    /** {@return all targets that the model thinks possible; see {@link Enumerated}} */
    static Targets enumerated() {
        return new Enumerated();
    }

    /**
     * {@return targets drawn from the model; see {@link Drawn}}
     *
     * @param draws targets for each example, at least 1
     * @param seed what the draws are functions of
     */
    static Targets drawn(int draws, long seed) {
        return new Drawn(draws, seed);
    }

    /** {@return the batch's own targets; see {@link Given}} */
    static Targets given() {
        return new Given();
    }
}
