package org.guideddescent.rule;

import java.io.Serializable;

/**
 * How an average weighs its points. With a share c of the newest point, x ← x + c (θ − x): if the first share is one, the
 * shares' weights sum to one at all times, so the average of a constant is the constant, and no start shows through.
 */
public sealed interface Average extends Serializable {
    /**
     * {@return the share of the weights after step t = 1, 2, 3, …; zero if they are not looked at}
     *
     * @param t the step
     */
    double share(long t);

    /**
     * {@return the exponential mean in which a point counts half as much after so many steps: β = 2^(−1/steps)}
     *
     * @param steps in which a weight in the mean is halved, positive
     */
    static Exponential halfLife(double steps) {
        Require.positive("half-life", steps);
        return new Exponential(Math.pow(2, -1 / steps));
    }

    /**
     * c = (1 − β) / (1 − βᵗ): the exponential mean with its correction, as Adam's m̂.
     *
     * @param decay β, in [0, 1)
     */
    record Exponential(double decay) implements Average {
        /**
         * Refuses a decay outside [0, 1).
         *
         * @param decay β, in [0, 1)
         * @throws IllegalArgumentException if the decay is outside of it
         */
        public Exponential {
            Require.fraction("decay", decay);
        }

        @Override
        public double share(long t) {
            return (1 - decay) / (1 - Math.pow(decay, (double) t));
        }

        /** {@return the steps after which a point counts half as much, ln ½ / ln β; 0 if β is} */
        public double halfLife() {
            return decay == 0 ? 0 : Math.log(0.5) / Math.log(decay);
        }

        /**
         * The mean that looks back over as many examples when batches are κ times as large: β^κ, which is a half-life of 1/κ
         * as many steps. To go with a rate that is κ times as large. Busbridge et al., 2023, arXiv:2307.13813.
         *
         * @param kappa κ, how many times as large the batches are, positive
         * @return that mean
         */
        public Exponential forBatches(double kappa) {
            Require.positive("ratio of batch sizes", kappa);
            return new Exponential(Math.pow(decay, kappa));
        }
    }

    /**
     * The arithmetic mean of the weights after steps start, start + every, start + 2 every, ….
     *
     * @param start the first step whose weights count, at least 1
     * @param every steps from one point to the next, at least 1
     */
    record Equal(long start, long every) implements Average {
        /**
         * Refuses a start below 1 and a spacing below one step.
         *
         * @param start the first step whose weights count, at least 1
         * @param every steps from one point to the next, at least 1
         * @throws IllegalArgumentException if one of the two is below 1
         */
        public Equal {
            Require.atLeast("first step averaged", 1, start);
            Require.atLeast("steps between two points of an average", 1, every);
        }

        @Override
        public double share(long t) {
            return t < start || (t - start) % every != 0 ? 0 : 1.0 / ((t - start) / every + 1);
        }
    }

    /**
     * c = (η + 1) / (t + η): weights that grow like tᵑ. Shamir and Zhang, 2013, "polynomial-decay averaging", arXiv:1212.1824.
     *
     * @param eta η, how fast weights grow; 0 weighs all alike
     */
    record Polynomial(double eta) implements Average {
        /**
         * Refuses a negative η.
         *
         * @param eta η, how fast weights grow; 0 weighs all alike
         * @throws IllegalArgumentException if η is negative or not finite
         */
        public Polynomial {
            Require.notNegative("eta", eta);
        }

        @Override
        public double share(long t) {
            return (eta + 1) / (t + eta);
        }
    }
}
