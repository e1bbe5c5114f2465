package org.guideddescent.compute;

/**
 * The nonlinearities of a layer, y = f(x), elementwise. The Hermite polynomials are the probabilists', normalized: of a
 * standard normal x each has mean 0 and variance 1, and they are uncorrelated.
 */
public enum Activation {
    /** max(x, 0); its derivative at 0 is 0. */
    RELU(2),
    /** x Φ(x) with Φ by the tanh approximation of Hendrycks and Gimpel, 2016, arXiv:1606.08415. */
    GELU(2),
    /** x σ(x), with σ the sigmoid (Elfwing, Uchibe and Doya, 2017, arXiv:1702.03118). */
    SILU(2),
    /** tanh x. */
    TANH(1),
    /** σ(x) = 1 / (1 + e⁻ˣ). */
    SIGMOID(1),
    /** x². */
    QUADRATIC(1),
    /** (x² − 1) / √2. */
    HERMITE2(1),
    /** (x³ − 3x) / √6. */
    HERMITE3(1);

    private final int gain;

    Activation(int gain) {
        this.gain = gain;
    }

    /**
     * {@return what weights before it have as in × variance when a network begins: 2 where negative numbers are cut
     * off, else 1}
     */
    public int gain() {
        return gain;
    }
}
