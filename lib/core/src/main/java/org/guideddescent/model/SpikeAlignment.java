package org.guideddescent.model;

/**
 * The squared cosine between β* and the first step's direction where d and n grow together, inputs isotropic.
 * <pre>
 *   1/m = λ + 1/(1 + γm),   m′ = −dm/dλ,   γ = d/n
 *   cos² = [c₁(1 − λm)]² / (c₁²(1 − 2λm + λ²m′) + τ²γ(m − λm′))          K-FAC with damping λ
 *   cos² = c₁² / (c₁²(1 + γ) + τ²γ)                                      gradient descent, λ → ∞
 * </pre>
 * τ² is the variance that no linear function of the index explains: {@link Link#residual} and the noise's. Standard ridge
 * asymptotics, the isotropic case of Zhang et al., 2025, Theorem 3.9, arXiv:2502.01763.
 */
public final class SpikeAlignment {
    private SpikeAlignment() {}

    /**
     * {@return cos² of the angle between K-FAC's direction and β*}
     *
     * @param c1 c₁ of the link, as {@link Link#alignment} gives it
     * @param tau2 τ², the variance of the target that no linear function explains
     * @param ratio γ = d/n, positive
     * @param damping λ, positive
     */
    public static double kfac(double c1, double tau2, double ratio, double damping) {
        require(c1, tau2, ratio);
        if (!(damping > 0)) {
            throw new IllegalArgumentException("damping must be positive, got " + damping);
        }
        double m = stieltjes(ratio, damping);
        // From the derivative of λγm² + (λ + 1 − γ)m − 1 = 0 in λ.
        double slope = (ratio * m * m + m) / (2 * damping * ratio * m + damping + 1 - ratio);
        double top = c1 * (1 - damping * m);
        double bottom =
                c1 * c1 * (1 - 2 * damping * m + damping * damping * slope) + tau2 * ratio * (m - damping * slope);
        return top * top / bottom;
    }

    /**
     * {@return cos² of the angle between gradient descent's direction and β*}
     *
     * @param c1 c₁ of the link, as {@link Link#alignment} gives it
     * @param tau2 τ², the variance of the target that no linear function explains
     * @param ratio γ = d/n, positive
     */
    public static double sgd(double c1, double tau2, double ratio) {
        require(c1, tau2, ratio);
        return c1 * c1 / (c1 * c1 * (1 + ratio) + tau2 * ratio);
    }

    /** The positive root of 1/m = λ + 1/(1 + γm). */
    static double stieltjes(double ratio, double damping) {
        double b = damping + 1 - ratio;
        // The form without cancellation for either sign of b.
        double root = Math.sqrt(b * b + 4 * damping * ratio);
        return b > 0 ? 2 / (b + root) : (root - b) / (2 * damping * ratio);
    }

    private static void require(double c1, double tau2, double ratio) {
        if (!(c1 != 0 && tau2 >= 0 && ratio > 0)) {
            throw new IllegalArgumentException(
                    "c1 must not be 0, tau2 must be 0 or more and the ratio d/n positive, got c1 = " + c1 + ", tau2 = "
                            + tau2 + ", ratio = " + ratio);
        }
    }
}
