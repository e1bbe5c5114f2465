package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Sliding;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of each channel over the kernel² numbers of every window, zeros around the image counted: {@code
 * averagePool(2)}. Memory: y, n · places · channels numbers, and dx, n · pixels · channels.
 *
 * @param kernel pixels of a window's side, at least 1
 * @param stride pixels from one window to the next, at least 1
 * @param padding pixels of the frame of zeros, from 0 to kernel − 1
 */
public record AveragePool(int kernel, int stride, int padding) implements Layer {
    /**
     * Refuses a window of no pixels, or one that could lie in the frame alone.
     *
     * @param kernel pixels of a window's side, at least 1
     * @param stride pixels from one window to the next, at least 1
     * @param padding pixels of the frame of zeros, from 0 to kernel − 1
     * @throws IllegalArgumentException if kernel or stride is below 1, or padding is not in [0, kernel)
     */
    public AveragePool {
        MaxPool.check("averagePool", kernel, stride, padding);
    }

    /**
     * {@return the same pool at another distance of windows}
     *
     * @param step pixels from one window to the next, at least 1
     */
    public AveragePool stride(int step) {
        return new AveragePool(kernel, step, padding);
    }

    /**
     * {@return the same pool in a frame of so many zeros}
     *
     * @param frame pixels of the frame, from 0 to kernel − 1
     */
    public AveragePool padding(int frame) {
        return new AveragePool(kernel, stride, frame);
    }

    private Sliding window(Shape input) {
        return new Sliding(input.height(), input.width(), input.channels(), kernel, stride, padding);
    }

    @Override
    public Shape output(Shape input) {
        var window = window(input);
        return new Shape(window.outHeight(), window.outWidth(), input.channels());
    }

    @Override
    public Pass pass(Setting setting) {
        return new PiecewiseLinear(setting, output(setting.input()), new Means(setting.ops(), window(setting.input())));
    }

    private record Means(Ops ops, Sliding window) implements PiecewiseLinear.Map {
        @Override
        public void forward(INDArray x, INDArray y) {
            ops.averagePool(window, x, y);
        }

        @Override
        public void tangent(INDArray xDot, INDArray yDot) {
            ops.averagePool(window, xDot, yDot);
        }

        @Override
        public void adjoint(INDArray dy, INDArray dx) {
            ops.averagePoolAdjoint(window, dy, dx);
        }
    }

    @Override
    public String toString() {
        return MaxPool.text("averagePool", kernel, stride, padding);
    }
}
