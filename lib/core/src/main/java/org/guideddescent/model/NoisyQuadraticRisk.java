package org.guideddescent.model;

/**
 * What one coordinate of the noisy quadratic model costs in the long run, ½ h E x², in closed form.
 *
 * <p>h is the curvature, noise the variance c/B of the gradient, rate the constant learning rate α; they must be positive
 * and α below the edge of stability. Zhang et al., 2019, arXiv:1907.04164; the averages by summing the autocorrelation ρᵏ
 * of the iterates, ρ = 1 − αh.
 */
public final class NoisyQuadraticRisk {
    private NoisyQuadraticRisk() {}

    /**
     * {@return α c / (2 (2 − αh)), the risk of gradient descent}
     *
     * @param rate α, positive, small enough to be stable
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double sgd(double rate, double h, double noise) {
        require(rate, h, noise, 2);
        return rate * noise / (2 * (2 - rate * h));
    }

    /**
     * {@return (1 + β) α c / (2 (1 − β) (2 (1 + β) − αh)), the risk of heavy ball, v ← βv + g, x ← x − αv}
     *
     * @param rate α, positive, small enough to be stable
     * @param beta momentum β, from 0 to below 1
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double heavyBall(double rate, double beta, double h, double noise) {
        requireBelowOne("beta", beta);
        require(rate, h, noise, 2 * (1 + beta));
        return (1 + beta) * rate * noise / (2 * (1 - beta) * (2 * (1 + beta) - rate * h));
    }

    /**
     * {@return α c h^(−p) / (2 (2 − αh^(1−p))), the risk of gradient descent whose rate is divided by h^p}
     *
     * @param rate α, positive, small enough to be stable
     * @param power p, where the rate is divided by h^p
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double preconditioned(double rate, double power, double h, double noise) {
        return sgd(rate * Math.pow(h, -power), h, noise);
    }

    /**
     * {@return the risk of gradient descent times (1 − γ)(1 + γρ) / ((1 + γ)(1 − γρ)), of x̃ ← γx̃ + (1 − γ)x}
     *
     * @param rate α, positive, small enough to be stable
     * @param gamma γ of the average, from 0 to below 1
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double exponentialAverage(double rate, double gamma, double h, double noise) {
        requireBelowOne("gamma", gamma);
        double rho = 1 - rate * h;
        return sgd(rate, h, noise) * (1 - gamma) * (1 + gamma * rho) / ((1 + gamma) * (1 - gamma * rho));
    }

    /**
     * {@return the risk of gradient descent times (1 + ρ)/((1 − ρ)N) − 2ρ(1 − ρᴺ)/(N²(1 − ρ)²), of the mean of N
     * iterates}
     *
     * @param rate α, positive, small enough to be stable
     * @param n N, iterates in the mean, at least 1
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double tailAverage(double rate, int n, double h, double noise) {
        if (n < 1) {
            throw new IllegalArgumentException("an average needs one iterate or more, got " + n);
        }
        double rho = 1 - rate * h;
        double left = 1 - rho;
        double count = n;
        return sgd(rate, h, noise)
                * ((1 + rho) / (left * count) - 2 * rho * (1 - Math.pow(rho, n)) / (count * count * left * left));
    }

    /**
     * {@return the risk of gradient descent after t steps from one of initial: ρ²ᵗ initial + (1 − ρ²ᵗ) of the long run}
     *
     * @param steps t, 0 or more
     * @param initial risk before the first step
     * @param rate α, positive, small enough to be stable
     * @param h curvature, positive
     * @param noise c, the variance of the gradient
     */
    public static double sgdAfter(long steps, double initial, double rate, double h, double noise) {
        double kept = Math.pow(1 - rate * h, 2.0 * steps);
        return kept * initial + (1 - kept) * sgd(rate, h, noise);
    }

    private static void require(double rate, double h, double noise, double edge) {
        if (!(rate > 0 && h > 0 && noise >= 0)) {
            throw new IllegalArgumentException("rate and h must be positive and noise 0 or more, got rate = " + rate
                    + ", h = " + h + ", noise = " + noise);
        }
        if (!(rate * h < edge)) {
            throw new IllegalArgumentException("rate times curvature must be below " + edge
                    + " for the risk to settle, got " + rate + " times " + h);
        }
    }

    private static void requireBelowOne(String what, double x) {
        if (!(x >= 0 && x < 1)) {
            throw new IllegalArgumentException(what + " must be in [0, 1), got " + x);
        }
    }
}
