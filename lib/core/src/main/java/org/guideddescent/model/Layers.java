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

    /** x σ(x). */
    public static Nonlinearity silu() {
        return new Nonlinearity(Activation.SILU);
    }

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    public static Nonlinearity sigmoid() {
        return new Nonlinearity(Activation.SIGMOID);
    }

    /** x². */
    public static Nonlinearity quadratic() {
        return new Nonlinearity(Activation.QUADRATIC);
    }

    /** The normalized probabilists' Hermite polynomial of that degree: (x² − 1) / √2 or (x³ − 3x) / √6. */
    public static Nonlinearity hermite(int degree) {
        return switch (degree) {
            case 2 -> new Nonlinearity(Activation.HERMITE2);
            case 3 -> new Nonlinearity(Activation.HERMITE3);
            default -> throw new IllegalArgumentException("a Hermite activation has degree 2 or 3, got " + degree);
        };
    }

    /** x + f(x), with f of the shape of x; {@link Residual#times} sets another multiplier than 1. */
    public static Residual residual(Layer f) {
        return new Residual(Stack.of(f), 1);
    }

    /** m x, for a fixed m. */
    public static Multiplier multiplier(double m) {
        return new Multiplier(m);
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

    /** Every position's channels to mean 0 and variance 1, then a gain and a shift; {@link LayerNorm#withEpsilon}. */
    public static LayerNorm layerNorm(int width) {
        return new LayerNorm(width, LayerNorm.EPSILON);
    }

    /** Every position's channels to mean square 1, then a gain; {@link RmsNorm#withEpsilon}. */
    public static RmsNorm rmsNorm(int width) {
        return new RmsNorm(width, LayerNorm.EPSILON);
    }

    /** A vector of so many channels for every token; at first standard normal ({@link Embedding#withDeviation}). */
    public static Embedding embedding(int vocabulary, int width) {
        return new Embedding(vocabulary, width, 1);
    }

    /** A vector for every position, added; at first small ({@link PositionEmbedding#withDeviation}). */
    public static PositionEmbedding positionEmbedding(int positions, int width) {
        return new PositionEmbedding(positions, width, PositionEmbedding.DEVIATION);
    }

    /** What attention does with queries, keys and values [n × 3d] that are there: [n × d]; {@link CausalAttention#times}. */
    public static CausalAttention causalAttention(int heads) {
        return new CausalAttention(heads, 1);
    }

    /**
     * Causal self-attention. The first matrix [3d × d] is three: rows 0 … d − 1 make queries, the next d keys, the last d
     * values; a rule for matrices is told so, such as Muon with {@code splits = 3}.
     */
    public static Stack attention(int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("the width of attention must be a multiple of its heads, got attention("
                    + width + ", " + heads + ")");
        }
        return linear(width, 3 * width).then(causalAttention(heads)).then(linear(width, width));
    }

    /**
     * A GPT-style language model: for every position, the logits of the token that comes next. Embeddings of tokens and
     * positions, then depth times attention and a GELU network four times as wide, each behind a layer norm and around it a
     * residual, then a norm and a linear head without bias. Radford et al., 2019, Language models are unsupervised
     * multitask learners, Section 2.3; the head has weights of its own.
     *
     * @param vocabulary tokens there are
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

    /** Filters of kernel × kernel pixels; {@link Convolution#padding}, {@link Convolution#stride}. */
    public static Convolution convolution(int in, int out, int kernel) {
        return new Convolution(in, out, kernel, 1, 0, true);
    }

    /** The largest of kernel × kernel pixels, windows side by side; {@link MaxPool#stride} and {@link MaxPool#padding}. */
    public static MaxPool maxPool(int kernel) {
        return new MaxPool(kernel, kernel, 0);
    }

    /** The mean of kernel × kernel pixels, windows side by side. */
    public static AveragePool averagePool(int kernel) {
        return new AveragePool(kernel, kernel, 0);
    }

    /** The mean over all positions. */
    public static GlobalAveragePool globalAveragePool() {
        return new GlobalAveragePool();
    }

    /** Every channel to mean 0 and variance 1 over the batch, then a gain and a shift. */
    public static BatchNorm batchNorm(int width) {
        return new BatchNorm(width, LayerNorm.EPSILON);
    }

    /** Sets numbers to 0 with that probability while a network is trained. */
    public static Dropout dropout(double probability) {
        return new Dropout(probability);
    }

    /** A vector of so many channels, added at every position. */
    public static Bias bias(int width) {
        return new Bias(width);
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
