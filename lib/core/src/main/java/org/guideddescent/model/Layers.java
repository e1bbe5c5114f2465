package org.guideddescent.model;

import org.guideddescent.compute.Activation;

/** The layers by name, for a static import: {@code linear(784, 256).then(relu()).then(linear(256, 10))}. */
public final class Layers {
    private Layers() {}

    /** y = x Wᵀ + b with W [out × in] and b [out × 1]; {@link Linear#withoutBias()} drops b. */
    public static Linear linear(int in, int out) {
        return new Linear(in, out, true);
    }

    /** max(x, 0). */
    public static Nonlinearity relu() {
        return new Nonlinearity(Activation.RELU);
    }

    /** x Φ(x). */
    public static Nonlinearity gelu() {
        return new Nonlinearity(Activation.GELU);
    }

    /** tanh x. */
    public static Nonlinearity tanh() {
        return new Nonlinearity(Activation.TANH);
    }

    /** x + f(x), with f of the shape of x; {@link Residual#times} sets another multiplier than 1. */
    public static Residual residual(Layer f) {
        return new Residual(Stack.of(f), 1);
    }

    /** Examples are images, given row by row, the channels of a pixel side by side. */
    public static Given image(int height, int width, int channels) {
        return new Given(new Shape(height, width, channels));
    }

    /** Examples are sequences of so many class indices. */
    public static Given tokens(int length) {
        return new Given(Shape.sequence(length, 1));
    }

    /** All numbers of an example as one vector. */
    public static Flatten flatten() {
        return new Flatten();
    }

    /** Linear layers of these widths with the activation between them: {@code mlp(RELU, 784, 256, 10)}. */
    public static Stack mlp(Activation activation, int... widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException(
                    "a multilayer perceptron needs at least an input and an output width, got " + widths.length
                            + "; e.g. mlp(RELU, 784, 256, 10)");
        }
        var net = Stack.of(linear(widths[0], widths[1]));
        for (int i = 2; i < widths.length; i++) {
            net = net.then(new Nonlinearity(activation)).then(linear(widths[i - 1], widths[i]));
        }
        return net;
    }
}
