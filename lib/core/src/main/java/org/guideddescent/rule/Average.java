package org.guideddescent.rule;

/**
 * How an average weighs its points. With a share c of the newest point, x ← x + c (θ − x): if the first share is one, the
 * shares' weights sum to one at all times, so the average of a constant is the constant, and no start shows through.
 */
public sealed interface Average {
    /** The share of the weights after step t = 1, 2, 3, …; zero if they are not looked at. */
    double share(long t);

    /** c = (1 − β) / (1 − βᵗ): the exponential mean with its correction, as Adam's m̂. */
    record Exponential(double decay) implements Average {
        public Exponential {
            Require.fraction("decay", decay);
        }

        @Override
        public double share(long t) {
            return (1 - decay) / (1 - Math.pow(decay, (double) t));
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
