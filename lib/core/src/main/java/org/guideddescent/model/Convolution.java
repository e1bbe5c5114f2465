package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Sliding;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution: one linear layer on every patch that a window sees.
 * <pre>
 *   y = P(x) Wᵀ + 1 bᵀ              dW = dyᵀ P(x),   db = dyᵀ 1,   dx = Pᵀ(dy W)
 *   ẏ = P(ẋ) Wᵀ + P(x) Vᵀ + 1 vᵀ    dẆ = dẏᵀ P(x) + dyᵀ P(ẋ),   dḃ = dẏᵀ 1,   dẋ = Pᵀ(dẏ W + dy V)
 * </pre>
 * P makes the patches [n · places × kernel² · in] of images [n · pixels × in], and Pᵀ is its adjoint. W is [out ×
 * kernel² · in], b [out × 1]. {@code image(28, 28, 1).then(convolution(1, 16, 5).padding(2)).then(relu())}. Memory: y,
 * n · places · out numbers, and dx, n · pixels · in, unless it is the first layer; patches, n · places · kernel² · in,
 * are stored only where an observer sees the layer.
 *
 * @param in channels that come in, at least 1
 * @param out channels that go out, at least 1
 * @param kernel pixels of a filter's side, at least 1
 * @param stride pixels from one place to the next, at least 1
 * @param padding pixels of the frame of zeros, from 0 to kernel − 1
 * @param bias whether there is a b
 */
public record Convolution(int in, int out, int kernel, int stride, int padding, boolean bias) implements Layer {
    /**
     * Refuses sizes below 1, and a frame in which a filter could see zeros alone.
     *
     * @param in channels that come in, at least 1
     * @param out channels that go out, at least 1
     * @param kernel pixels of a filter's side, at least 1
     * @param stride pixels from one place to the next, at least 1
     * @param padding pixels of the frame of zeros, from 0 to kernel − 1
     * @param bias whether there is a b
     * @throws IllegalArgumentException if a size is below 1, or padding is not in [0, kernel)
     */
    public Convolution {
        if (in < 1 || out < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException("a convolution needs positive channels, kernel and stride and a padding "
                    + "below the kernel, got " + text(in, out, kernel, stride, padding, bias));
        }
    }

    /**
     * {@return the same convolution that takes only every so-manieth place}
     *
     * @param step pixels from one place to the next, at least 1
     */
    public Convolution stride(int step) {
        return new Convolution(in, out, kernel, step, padding, bias);
    }

    /**
     * {@return the same convolution with so many zeros around the image; (kernel − 1) / 2 keeps its size}
     *
     * @param zeros pixels of the frame, from 0 to kernel − 1
     */
    public Convolution padding(int zeros) {
        return new Convolution(in, out, kernel, stride, zeros, bias);
    }

    /** {@return the same convolution without b} */
    public Convolution withoutBias() {
        return new Convolution(in, out, kernel, stride, padding, false);
    }

    Sliding window(Shape input) {
        if (input.channels() != in) {
            throw new IllegalArgumentException(this + " needs images of " + in + " channels but is given " + input
                    + "; write convolution(" + input.channels() + ", " + out + ", " + kernel + ")");
        }
        return new Sliding(input.height(), input.width(), in, kernel, stride, padding);
    }

    @Override
    public Shape output(Shape input) {
        var window = window(input);
        return new Shape(window.outHeight(), window.outWidth(), out);
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.matrix(out, kernel * kernel * in);
        if (bias) {
            parameters.bias(out);
        }
    }

    /** Weights normal with mean 0 and variance gain / (kernel² · in), in row-major order; biases 0. */
    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        Normal.fill(random, Math.sqrt(gain / (kernel * kernel * in)), params[0]);
        if (bias) {
            params[1].assign(0);
        }
    }

    @Override
    public Pass pass(Setting setting) {
        return new ConvolutionPass(setting, window(setting.input()), out, bias);
    }

    private static String text(int in, int out, int kernel, int stride, int padding, boolean bias) {
        return "convolution(" + in + ", " + out + ", " + kernel + ")" + (stride == 1 ? "" : ".stride(" + stride + ")")
                + (padding == 0 ? "" : ".padding(" + padding + ")") + (bias ? "" : ".withoutBias()");
    }

    @Override
    public String toString() {
        return text(in, out, kernel, stride, padding, bias);
    }
}
