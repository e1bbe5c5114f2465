package org.guideddescent.model;

/** A loss ℓ(z, y) of one output z and one target y, with its derivatives in z. */
interface ScalarLoss {
    double value(double z, double y);

    /** ∂ℓ/∂z. */
    double slope(double z, double y);

    /** ∂²ℓ/∂z². */
    double bend(double z, double y);

    /** The part of it that the Gauss–Newton matrix keeps, never negative. */
    double gaussNewton(double z, double y);

    /** ln(1 + eᶻ) − y z for y of 0 or 1: the logistic loss. */
    record Logistic() implements ScalarLoss {
        @Override
        public double value(double z, double y) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;
        }

        @Override
        public double slope(double z, double y) {
            return sigmoid(z) - y;
        }

        @Override
        public double bend(double z, double y) {
            return sigmoid(z) * sigmoid(-z);
        }

        @Override
        public double gaussNewton(double z, double y) {
            return bend(z, y);
        }

        private static double sigmoid(double z) {
            return 1 / (1 + Math.exp(-z));
        }
    }

    /** ½(σ(z) − y)². */
    record Squared(Link link) implements ScalarLoss {
        @Override
        public double value(double z, double y) {
            double off = link.value(z) - y;
            return off * off / 2;
        }

        @Override
        public double slope(double z, double y) {
            return (link.value(z) - y) * link.slope(z);
        }

        @Override
        public double bend(double z, double y) {
            return gaussNewton(z, y) + (link.value(z) - y) * link.bend(z);
        }

        @Override
        public double gaussNewton(double z, double y) {
            return link.slope(z) * link.slope(z);
        }
    }
}
