package org.guideddescent.model;

import org.guideddescent.compute.Activation;

/** The layers by name, for a static import: {@code linear(784, 256).then(relu()).then(linear(256, 10))}. */
public final class Layers {
    private Layers() {}

    /**
     * {@return the linear layer y = x Wᵀ + b with W [out × in] and b [out × 1]; {@link Linear#withoutBias()} drops b}
     *
     * @param in numbers that come in, for each position
     * @param out numbers that go out, for each position
     */
    public static Linear linear(int in, int out) {
        return new Linear(in, out, true);
    }

    /** {@return the layer max(x, 0)} */
    public static Nonlinearity relu() {
        return new Nonlinearity(Activation.RELU);
    }

    /** {@return the layer x Φ(x)} */
    public static Nonlinearity gelu() {
        return new Nonlinearity(Activation.GELU);
    }

    /** {@return the layer tanh x} */
    public static Nonlinearity tanh() {
        return new Nonlinearity(Activation.TANH);
    }

    /** {@return the layer x σ(x)} */
    public static Nonlinearity silu() {
        return new Nonlinearity(Activation.SILU);
    }

    /** {@return the layer σ(x) = 1 / (1 + e⁻ˣ)} */
    public static Nonlinearity sigmoid() {
        return new Nonlinearity(Activation.SIGMOID);
    }

    /** {@return the layer x²} */
    public static Nonlinearity quadratic() {
        return new Nonlinearity(Activation.QUADRATIC);
    }

    /**
     * {@return the normalized probabilists' Hermite polynomial of that degree: (x² − 1) / √2 or (x³ − 3x) / √6}
     *
     * @param degree 2 or 3
     */
    public static Nonlinearity hermite(int degree) {
        return switch (degree) {
            case 2 -> new Nonlinearity(Activation.HERMITE2);
            case 3 -> new Nonlinearity(Activation.HERMITE3);
            default -> throw new IllegalArgumentException("a Hermite activation has degree 2 or 3, got " + degree);
        };
    }

    /**
     * {@return the layer x + f(x); {@link Residual#times} sets another multiplier than 1}
     *
     * @param f the branch
     */
    public static Residual residual(Layer f) {
        return new Residual(Stack.of(f), 1);
    }

    /**
     * {@return the layer m x, for a fixed m}
     *
     * @param m the factor, finite
     */
    public static Multiplier multiplier(double m) {
        return new Multiplier(m);
    }

    /**
     * {@return what stands first where examples are images, given row by row, the channels of a pixel side by side}
     *
     * @param height pixels from top to bottom
     * @param width pixels from left to right
     * @param channels numbers of a pixel
     */
    public static Given image(int height, int width, int channels) {
        return new Given(new Shape(height, width, channels));
    }

    /**
     * {@return what stands first where examples are sequences of so many class indices}
     *
     * @param length tokens of an example
     */
    public static Given tokens(int length) {
        return new Given(Shape.sequence(length, 1));
    }

    /** {@return a layer that takes all numbers of an example as one vector} */
    public static Flatten flatten() {
        return new Flatten();
    }

    /**
     * {@return a layer that brings every position's channels to mean 0 and variance 1, then has a gain and a shift;
     * {@link LayerNorm#withEpsilon} sets its ε}
     *
     * @param width channels
     */
    public static LayerNorm layerNorm(int width) {
        return new LayerNorm(width, LayerNorm.EPSILON);
    }

    /**
     * {@return a layer that brings every position's channels to mean square 1, then has a gain;
     * {@link RmsNorm#withEpsilon} sets its ε}
     *
     * @param width channels
     */
    public static RmsNorm rmsNorm(int width) {
        return new RmsNorm(width, LayerNorm.EPSILON);
    }

    /**
     * {@return a layer that takes a vector of so many channels for every token; at first standard normal
     * ({@link Embedding#withDeviation})}
     *
     * @param vocabulary tokens there are
     * @param width channels of a vector
     */
    public static Embedding embedding(int vocabulary, int width) {
        return new Embedding(vocabulary, width, 1);
    }

    /**
     * {@return a layer that adds a vector for every position; at first small ({@link PositionEmbedding#withDeviation})}
     *
     * @param positions of an example
     * @param width channels of a vector
     */
    public static PositionEmbedding positionEmbedding(int positions, int width) {
        return new PositionEmbedding(positions, width, PositionEmbedding.DEVIATION);
    }

    /**
     * {@return what attention does with queries, keys and values [n × 3d] that are there: [n × d];
     * {@link CausalAttention#times} scales its scores}
     *
     * @param heads equal parts of each of queries, keys and values
     */
    public static CausalAttention causalAttention(int heads) {
        return new CausalAttention(heads, 1);
    }

    /**
     * {@return causal self-attention with its two linear layers} The first matrix [3d × d] is three: rows 0 … d − 1
     * make queries, the next d keys, the last d values; a rule for matrices is told so, such as Muon with
     * {@code splits = 3}.
     *
     * @param width d, channels of a position, a multiple of heads
     * @param heads how many, at least 1
     */
    public static Stack attention(int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("the width of attention must be a multiple of its heads, got attention("
                    + width + ", " + heads + ")");
        }
        return linear(width, 3 * width).then(causalAttention(heads)).then(linear(width, width));
    }

    /**
     * {@return a GPT-style language model: for every position, the logits of the token that comes next} Embeddings of
     * tokens and positions, then depth times attention and a GELU network four times as wide, each behind a layer norm
     * and around it a residual, then a norm and a linear head without bias. Radford et al., 2019, Language models are
     * unsupervised multitask learners, Section 2.3; the head has weights of its own.
     *
     * @param vocabulary tokens there are
     * @param width channels of a position, a multiple of heads
     * @param depth blocks of attention and network
     * @param heads heads of each attention
     * @param context positions in an example
     */
    public static Stack transformer(int vocabulary, int width, int depth, int heads, int context) {
        if (depth < 1) {
            throw new IllegalArgumentException("a transformer needs at least one block, got depth " + depth);
        }
        var net = tokens(context).then(embedding(vocabulary, width)).then(positionEmbedding(context, width));
        for (int i = 0; i < depth; i++) {
            net = net.then(residual(layerNorm(width).then(attention(width, heads))))
                    .then(residual(layerNorm(width)
                            .then(linear(width, 4 * width))
                            .then(gelu())
                            .then(linear(4 * width, width))));
        }
        return net.then(layerNorm(width)).then(linear(width, vocabulary).withoutBias());
    }

    /**
     * {@return a convolution with filters of kernel × kernel pixels; {@link Convolution#padding} and
     * {@link Convolution#stride} change where they stand}
     *
     * @param in channels that come in
     * @param out channels that go out
     * @param kernel pixels of a filter's side
     */
    public static Convolution convolution(int in, int out, int kernel) {
        return new Convolution(in, out, kernel, 1, 0, true);
    }

    /**
     * {@return a pool that takes the largest of kernel × kernel pixels, windows side by side; {@link MaxPool#stride}
     * and {@link MaxPool#padding} change where they stand}
     *
     * @param kernel pixels of a window's side
     */
    public static MaxPool maxPool(int kernel) {
        return new MaxPool(kernel, kernel, 0);
    }

    /**
     * {@return a pool that takes the mean of kernel × kernel pixels, windows side by side}
     *
     * @param kernel pixels of a window's side
     */
    public static AveragePool averagePool(int kernel) {
        return new AveragePool(kernel, kernel, 0);
    }

    /** {@return a layer that takes the mean over all positions} */
    public static GlobalAveragePool globalAveragePool() {
        return new GlobalAveragePool();
    }

    /**
     * {@return a layer that brings every channel to mean 0 and variance 1 over the batch, then has a gain and a shift}
     *
     * @param width channels
     */
    public static BatchNorm batchNorm(int width) {
        return new BatchNorm(width, LayerNorm.EPSILON);
    }

    /**
     * {@return a layer that sets numbers to 0 with that probability while a network is trained}
     *
     * @param probability of dropping a number, from 0 to below 1
     */
    public static Dropout dropout(double probability) {
        return new Dropout(probability);
    }

    /**
     * {@return a vector of so many channels, added at every position}
     *
     * @param width channels
     */
    public static Bias bias(int width) {
        return new Bias(width);
    }

    /**
     * {@return linear layers of these widths with the activation between them: {@code mlp(RELU, 784, 256, 10)}}
     *
     * @param activation after each linear layer but the last
     * @param widths of the inputs, of each layer between and of the outputs; two or more
     */
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
