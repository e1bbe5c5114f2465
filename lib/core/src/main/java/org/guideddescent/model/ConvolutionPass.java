package org.guideddescent.model;

import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Sliding;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes of {@link Convolution}. */
final class ConvolutionPass implements Pass {
    private final Setting setting;
    private final Ops ops;
    private final Sliding window;
    private final boolean bias;
    private final INDArray y;
    private final Later dx;
    private final Later patches;
    private final Later yDot;
    private final Later dxDot;

    ConvolutionPass(Setting setting, Sliding window, int out, boolean bias) {
        this.setting = setting;
        this.window = window;
        this.bias = bias;
        ops = setting.ops();
        int places = Math.multiplyExact(setting.examples(), window.places());
        y = setting.array(places, out);
        dx = setting.later(setting.rows(), window.channels());
        patches = setting.later(places, window.patch());
        yDot = setting.later(places, out);
        dxDot = setting.later(setting.rows(), window.channels());
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        if (bias) {
            ops.convolveWithBias(window, x, params[0], params[1], y);
        } else {
            ops.convolve(window, x, params[0], 0, y);
        }
        return y;
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        if (bias) {
            ops.convolveWeightAndBias(window, x, dy, grads[0], grads[1]);
        } else {
            ops.convolveWeight(window, x, dy, 0, grads[0]);
        }
        if (watch != LayerObserver.NONE) {
            watch.see(tape(x, dy));
        }
        if (!wantsInput) {
            return dy;
        }
        ops.convolveInput(window, dy, params[0], 0, dx.array());
        return dx.array();
    }

    private LayerTape tape(INDArray x, INDArray dy) {
        ops.patches(window, x, patches.array());
        var own = setting.params();
        var second = bias ? Optional.of(own.get(1)) : Optional.<Param>empty();
        return new LayerTape(own.get(0), second, patches.array(), dy, window.places());
    }

    @Override
    public INDArray tangent(Line line) {
        var out = yDot.array();
        ops.convolve(window, line.x(), line.v()[0], 0, out);
        if (line.inputMoves()) {
            ops.convolve(window, line.xDot(), line.params()[0], 1, out);
        }
        if (bias) {
            ops.addBias(line.v()[1], out);
        }
        return out;
    }

    @Override
    public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
        var dy = gradient.value();
        var dyDot = gradient.speed();
        ops.convolveWeight(window, line.x(), dyDot, 0, gradsDot[0]);
        if (line.inputMoves()) {
            ops.convolveWeight(window, line.xDot(), dy, 1, gradsDot[0]);
        }
        if (bias) {
            ops.columnSums(dyDot, gradsDot[1]);
        }
        if (!wantsInput) {
            return;
        }
        ops.convolveInput(window, dyDot, line.params()[0], 0, dxDot.array());
        ops.convolveInput(window, dy, line.v()[0], 1, dxDot.array());
        ops.convolveInput(window, dy, line.params()[0], 0, dx.array());
        gradient.set(dx.array(), dxDot.array());
    }
}
