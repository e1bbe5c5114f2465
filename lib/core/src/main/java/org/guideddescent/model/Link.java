package org.guideddescent.model;

/** What a single-index model makes of its index t, a function σ of mean 0 under a standard normal t. */
public enum Link {
    /** max(t, 0) − 1/√(2π); E tσ(t) = ½. */
    CENTERED_RELU {
        @Override
        public double value(double t) {
            return Math.max(t, 0) - 1 / Math.sqrt(2 * Math.PI);
        }

        @Override
        double slope(double t) {
            return t > 0 ? 1 : 0;
        }

        @Override
        double bend(double t) {
            return 0;
        }

        @Override
        public double alignment() {
            return 0.5;
        }

        @Override
        public double power() {
            return 0.5 - 1 / (2 * Math.PI);
        }
    },
    /** The second Hermite polynomial t² − 1; E tσ(t) = 0, so that one step learns nothing of the direction. */
    HERMITE_2 {
        @Override
        public double value(double t) {
            return t * t - 1;
        }

        @Override
        double slope(double t) {
            return 2 * t;
        }

        @Override
        double bend(double t) {
            return 2;
        }

        @Override
        public double alignment() {
            return 0;
        }

        @Override
        public double power() {
            return 2;
        }
    };

    /**
     * {@return σ(t)}
     *
     * @param t argument of the link
     */
    public abstract double value(double t);

    /** σ′(t); 0 at a kink. */
    abstract double slope(double t);

    /** σ″(t), without what a kink would add. */
    abstract double bend(double t);

    /** {@return c₁ = E tσ(t) = E σ′(t), t standard normal} */
    public abstract double alignment();

    /** {@return the power E σ(t)², t standard normal} */
    public abstract double power();

    /** {@return E σ(t)² − c₁², what no linear function of t explains} */
    public double residual() {
        return power() - alignment() * alignment();
    }
}
