package org.guideddescent.rule;

import java.io.Serializable;

/**
 * How an average weighs its points. With a share c of the newest point, x ← x + c (θ − x): if the first share is one, the
 * shares' weights sum to one at all times, so the average of a constant is the constant, and no start shows through.
 */
public sealed interface Average extends Serializable {
    /** The share of the weights after step t = 1, 2, 3, …; zero if they are not looked at. */
    double share(long t);

    /** The exponential mean in which a point counts half as much after so many steps: β = 2^(−1/steps). */
    static Exponential halfLife(double steps) {
        Require.positive("half-life", steps);
        return new Exponential(Math.pow(2, -1 / steps));
    }

    /** c = (1 − β) / (1 − βᵗ): the exponential mean with its correction, as Adam's m̂. */
    record Exponential(double decay) implements Average {
        public Exponential {
            Require.fraction("decay", decay);
        }

        @Override
        public double share(long t) {
            return (1 - decay) / (1 - Math.pow(decay, (double) t));
        }

        /** Steps after which a point counts half as much: ln ½ / ln β; 0 if β is. */
        public double halfLife() {
            return decay == 0 ? 0 : Math.log(0.5) / Math.log(decay);
        }

        /**
         * The mean that looks back over as many examples when batches are κ times as large: β^κ, which is a half-life of 1/κ
         * as many steps. To go with a rate that is κ times as large. Busbridge et al., 2023, arXiv:2307.13813.
         */
        public Exponential forBatches(double kappa) {
            Require.positive("ratio of batch sizes", kappa);
            return new Exponential(Math.pow(decay, kappa));
        }
    }

    /** The arithmetic mean of the weights after steps start, start + every, start + 2 every, …. */
    record Equal(long start, long every) implements Average {
        public Equal {
            Require.atLeast("first step averaged", 1, start);
            Require.atLeast("steps between two points of an average", 1, every);
        }

        @Override
        public double share(long t) {
            return t < start || (t - start) % every != 0 ? 0 : 1.0 / ((t - start) / every + 1);
        }
    }

    /** c = (η + 1) / (t + η): weights that grow like tᵑ. Shamir and Zhang, 2013, "polynomial-decay averaging", arXiv:1212.1824. */
    record Polynomial(double eta) implements Average {
        public Polynomial {
            Require.notNegative("eta", eta);
        }

        @Override
        public double share(long t) {
            return (eta + 1) / (t + eta);
        }
    }
}
