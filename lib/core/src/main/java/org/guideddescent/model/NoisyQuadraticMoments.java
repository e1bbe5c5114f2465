package org.guideddescent.model;

/**
 * The second moments of heavy ball and its exponential average on the noisy quadratic model, without sampling.
 * <pre>
 *   v ← β v + h x + ε          x ← x − αᵢ v          x̃ ← γ x̃ + (1 − γ) x          αᵢ = α hᵢ^(−p)
 *   E s sᵀ ← M E s sᵀ Mᵀ + (c/B) n nᵀ,   s = (v, x, x̃)
 * </pre>
 * Exact, since the noise of a step is independent of all before it: six numbers a coordinate. With β = 0 it is gradient
 * descent, with γ = 0 the average is the iterate itself. Zhang et al., 2019, arXiv:1907.04164.
 */
public final class NoisyQuadraticMoments {
    private final double[] h;
    private final double[] noise;
    private final double[] divisor;
    private final double[] vv;
    private final double[] vx;
    private final double[] xx;
    private final double[] va;
    private final double[] xa;
    private final double[] aa;

    /**
     * Begins at x = x̃ with E xᵢ² = initial and v = 0.
     *
     * @param h curvatures, positive; not modified
     * @param noise variances c/B of the gradient; not modified
     * @param initial E xᵢ² at the beginning, 0 or more
     * @param power p of the preconditioner h^p; 0 for none
     */
    public NoisyQuadraticMoments(double[] h, double[] noise, double initial, double power) {
        int n = h.length;
        if (noise.length != n || !(initial >= 0)) {
            throw new IllegalArgumentException("moments need a variance for each curvature and an initial E x² of 0 or"
                    + " more, got " + n + " curvatures, " + noise.length + " variances and " + initial);
        }
        this.h = h.clone();
        this.noise = noise.clone();
        divisor = new double[n];
        vv = new double[n];
        vx = new double[n];
        xx = new double[n];
        va = new double[n];
        xa = new double[n];
        aa = new double[n];
        for (int i = 0; i < n; i++) {
            divisor[i] = Math.pow(h[i], power);
            xx[i] = initial;
            xa[i] = initial;
            aa[i] = initial;
        }
    }

    /**
     * Takes one step, whose numbers may differ from those of the step before.
     *
     * @param rate α, 0 or more
     * @param beta momentum β, from 0 to below 1
     * @param gamma γ of the average, from 0 to below 1
     */
    public void step(double rate, double beta, double gamma) {
        for (int i = 0; i < h.length; i++) {
            double alpha = rate / divisor[i];
            // The new momentum against the old position and average; then the new position; then the new average.
            double newVv = beta * beta * vv[i] + 2 * beta * h[i] * vx[i] + h[i] * h[i] * xx[i] + noise[i];
            double newVoldX = beta * vx[i] + h[i] * xx[i];
            double newVoldA = beta * va[i] + h[i] * xa[i];
            double newXoldA = xa[i] - alpha * newVoldA;
            vv[i] = newVv;
            vx[i] = newVoldX - alpha * newVv;
            xx[i] += alpha * (alpha * newVv - 2 * newVoldX);
            va[i] = gamma * newVoldA + (1 - gamma) * vx[i];
            xa[i] = gamma * newXoldA + (1 - gamma) * xx[i];
            aa[i] = gamma * gamma * aa[i] + 2 * gamma * (1 - gamma) * newXoldA + (1 - gamma) * (1 - gamma) * xx[i];
        }
    }

    /** {@return the risk of the iterate, ½ Σ hᵢ E xᵢ²} */
    public double risk() {
        return risk(xx);
    }

    /** {@return the risk of the average, ½ Σ hᵢ E x̃ᵢ²} */
    public double averageRisk() {
        return risk(aa);
    }

    private double risk(double... moments) {
        double sum = 0;
        for (int i = 0; i < h.length; i++) {
            sum += h[i] * moments[i] / 2;
        }
        return sum;
    }
}
