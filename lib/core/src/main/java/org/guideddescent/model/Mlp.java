package org.guideddescent.model;

import org.guideddescent.compute.Activation;

/** The multilayer perceptron for classification that most experiments begin with. */
public final class Mlp {
    private Mlp() {}

    /**
     * {@return a network with ReLU between the widths and softmax cross-entropy at the end:
     * {@code Mlp.of(784, 256, 10)}}
     *
     * @param widths of the inputs, of each layer between and of the outputs; two or more
     */
    public static Network of(int... widths) {
        return of(Activation.RELU, widths);
    }

    /**
     * {@return a network as of {@link #of(int...)} with another activation}
     *
     * @param activation between the widths
     * @param widths of the inputs, of each layer between and of the outputs; two or more
     */
    public static Network of(Activation activation, int... widths) {
        return Network.of(Layers.mlp(activation, widths), Loss.SOFTMAX_CROSS_ENTROPY);
    }
}
