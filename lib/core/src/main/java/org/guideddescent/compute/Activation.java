package org.guideddescent.compute;

/** The nonlinearities of a layer, y = f(x), elementwise. */
public enum Activation {
    /** max(x, 0); its derivative at 0 is 0. */
    RELU,
    /** x Φ(x) with Φ by the tanh approximation of Hendrycks and Gimpel, 2016, arXiv:1606.08415. */
    GELU,
    /** tanh x. */
    TANH
}
