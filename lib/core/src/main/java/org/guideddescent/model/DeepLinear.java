package org.guideddescent.model;

/** Linear layers without bias under squared error: a product of matrices, not convex in its factors. */
public final class DeepLinear {
    private DeepLinear() {}

    /**
     * {@return a network that computes y = W_L … W₁ x with these widths: {@code DeepLinear.of(50, 8, 15)}}
     *
     * @param widths of the inputs, of each layer between and of the outputs; two or more
     */
    public static Network of(int... widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("a deep linear network needs at least an input and an output width, got "
                    + widths.length + "; e.g. DeepLinear.of(50, 8, 15)");
        }
        var net = Stack.of(Layers.linear(widths[0], widths[1]).withoutBias());
        for (int i = 2; i < widths.length; i++) {
            net = net.then(Layers.linear(widths[i - 1], widths[i]).withoutBias());
        }
        return Network.of(net, Loss.SQUARED_ERROR);
    }
}
