package org.guideddescent.model;

import org.guideddescent.compute.Activation;

/** The multilayer perceptron for classification that most experiments begin with. */
public final class Mlp {
    private Mlp() {}

    /** ReLU between the widths, softmax cross-entropy at the end: {@code Mlp.of(784, 256, 10)}. */
    public static Network of(int... widths) {
        return of(Activation.RELU, widths);
    }

    /** As {@link #of(int...)} with another activation. */
    public static Network of(Activation activation, int... widths) {
        return Network.of(Layers.mlp(activation, widths), Loss.SOFTMAX_CROSS_ENTROPY);
    }
}
