package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Sliding;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest number of each channel in every window: {@code convolution(1, 16, 5).then(maxPool(2))}. The first of
 * equals counts, and its derivative is 1; nothing outside of the image is seen. Memory: y and what was chosen, 2 · n ·
 * places · channels numbers, and dx, n · pixels · channels.
 *
 * @param kernel pixels of a window's side, at least 1
 * @param stride pixels from one window to the next, at least 1
 * @param padding pixels of the frame, from 0 to kernel − 1
 */
public record MaxPool(int kernel, int stride, int padding) implements Layer {
    /**
     * Refuses a window of no pixels, or one that could lie in the frame alone.
     *
     * @param kernel pixels of a window's side, at least 1
     * @param stride pixels from one window to the next, at least 1
     * @param padding pixels of the frame, from 0 to kernel − 1
     * @throws IllegalArgumentException if kernel or stride is below 1, or padding is not in [0, kernel)
     */
    public MaxPool {
        check("maxPool", kernel, stride, padding);
    }

    static void check(String name, int kernel, int stride, int padding) {
        if (kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException(
                    "a pool needs a positive kernel and stride and a padding below the kernel, got "
                            + text(name, kernel, stride, padding));
        }
    }

    /** The code that makes it. */
    static String text(String name, int kernel, int stride, int padding) {
        return name + "(" + kernel + ")" + (stride == kernel ? "" : ".stride(" + stride + ")")
                + (padding == 0 ? "" : ".padding(" + padding + ")");
    }

    /**
     * {@return the same pool at another distance of windows}
     *
     * @param step pixels from one window to the next, at least 1
     */
    public MaxPool stride(int step) {
        return new MaxPool(kernel, step, padding);
    }

    /**
     * {@return the same pool in a frame of so many pixels}
     *
     * @param frame pixels of the frame, from 0 to kernel − 1
     */
    public MaxPool padding(int frame) {
        return new MaxPool(kernel, stride, frame);
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
        var output = output(setting.input());
        var chosen = setting.array(setting.examples() * output.positions(), output.channels());
        return new PiecewiseLinear(setting, output, new Chosen(setting.ops(), window(setting.input()), chosen));
    }

    private record Chosen(Ops ops, Sliding window, INDArray chosen) implements PiecewiseLinear.Map {
        @Override
        public void forward(INDArray x, INDArray y) {
            ops.maxPool(window, x, chosen, y);
        }

        @Override
        public void tangent(INDArray xDot, INDArray yDot) {
            ops.takeChosen(window, xDot, chosen, yDot);
        }

        @Override
        public void adjoint(INDArray dy, INDArray dx) {
            ops.putChosen(window, dy, chosen, dx);
        }
    }

    @Override
    public String toString() {
        return text("maxPool", kernel, stride, padding);
    }
}
