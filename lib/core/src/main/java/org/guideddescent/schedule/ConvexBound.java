package org.guideddescent.schedule;

/**
 * What convex theory promises for the last iterate of subgradient descent under a schedule.
 * <pre>
 *   f(x_T) − f* ≤ Ω = D²/(2 Σηₜ)  +  G² Σηₜ²/(2 Σηₜ)  +  ½ Σ_{k&lt;T} (ηₖ / Σ_{t&gt;k} ηₜ) (G² Σ_{t≥k} ηₜ² / Σ_{t≥k} ηₜ)
 * </pre>
 * for convex f with E‖g‖² ≤ G² and ‖x₁ − x*‖ = D, the sums over t = 1 … T; the model of loss curves of Schaipp et al., 2025,
 * arXiv:2501.18965. With a schedule of the form γ s(t), the first term is t₁/γ and the others γ (t₂ + t₃), so the best base rate
 * is γ* = √(t₁ / (t₂ + t₃)), where Ω* = 2 √(t₁ (t₂ + t₃)).
 *
 * @param distance D
 * @param gradient G
 */
public record ConvexBound(double distance, double gradient) {
    /**
     * Refuses bounds that are not positive.
     *
     * @param distance D
     * @param gradient G
     * @throws IllegalArgumentException if one of the two is not a positive number
     */
    public ConvexBound {
        Check.positive("distance", distance);
        Check.positive("bound of gradients", gradient);
    }

    /**
     * The three terms of Ω for a schedule as it is, base rate 1.
     *
     * @param distance t₁, what is left of the way from the start
     * @param noise t₂, what an average of all iterates would pay for its steps
     * @param last t₃, what the last iterate pays on top
     */
    public record Terms(double distance, double noise, double last) {
        /** {@return Ω at base rate 1} */
        public double bound() {
            return distance + noise + last;
        }

        /**
         * {@return Ω of the schedule times a base rate}
         *
         * @param rate γ, the base rate, positive
         */
        public double bound(double rate) {
            return distance / rate + rate * (noise + last);
        }

        /** {@return γ*, the base rate of the smallest Ω} */
        public double bestRate() {
            return Math.sqrt(distance / (noise + last));
        }

        /** {@return Ω*, the bound at the best base rate} */
        public double best() {
            return 2 * Math.sqrt(distance * (noise + last));
        }
    }

    /**
     * The terms after that many steps, in as many operations.
     *
     * @param schedule the shape, at base rate 1
     * @param steps T, at least 1
     * @return t₁, t₂ and t₃
     * @throws IllegalArgumentException if the schedule is not positive and finite at each of them
     */
    public Terms terms(Schedule schedule, int steps) {
        return terms(rates(schedule, steps), steps);
    }

    /**
     * Computes Ω after 1, 2, …, steps steps of the schedule times a base rate, in ½ steps² operations.
     *
     * @param schedule the shape, at base rate 1
     * @param steps T, at least 1
     * @param rate γ, the base rate, positive
     * @return the bounds [steps], the shape of a loss curve
     * @throws IllegalArgumentException if a number is out of range, or the schedule is not positive and finite at each of
     *     the steps
     */
    public double[] along(Schedule schedule, int steps, double rate) {
        Check.positive("base rate", rate);
        double[] eta = rates(schedule, steps);
        double[] bounds = new double[steps];
        for (int t = 1; t <= steps; t++) {
            bounds[t - 1] = terms(eta, t).bound(rate);
        }
        return bounds;
    }

    private static double[] rates(Schedule schedule, int steps) {
        Check.atLeast(1, "steps", steps);
        double[] eta = new double[steps];
        for (int t = 1; t <= steps; t++) {
            eta[t - 1] = schedule.at(t);
            if (!(eta[t - 1] > 0) || eta[t - 1] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the bound needs a positive rate at every step, got " + eta[t - 1]
                        + " at step " + t + " of " + steps + "; a shape of n steps is positive for n steps");
            }
        }
        return eta;
    }

    // From the end: the tails of both sums are what the last term is made of, and small numbers are added first.
    private Terms terms(double[] eta, int steps) {
        double g2 = gradient * gradient;
        double sum = eta[steps - 1];
        double squares = sum * sum;
        double last = 0;
        for (int k = steps - 2; k >= 0; k--) {
            double after = sum;
            sum += eta[k];
            squares += eta[k] * eta[k];
            last += eta[k] / after * squares / sum;
        }
        return new Terms(distance * distance / (2 * sum), g2 * squares / (2 * sum), g2 * last / 2);
    }
}
