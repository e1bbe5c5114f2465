package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.LayerTape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear layer.
 * <pre>
 *   y = x Wᵀ + 1 bᵀ          dW = dyᵀ x,   db = dyᵀ 1,   dx = dy W
 *   ẏ = ẋ Wᵀ + x Vᵀ + 1 vᵀ   dẆ = dẏᵀ x + dyᵀ ẋ,   dḃ = dẏᵀ 1,   dẋ = dẏ W + dy V
 * </pre>
 * The second line is the derivative of the first where W moves along V and b along v. W is [out × in], b [out × 1], x
 * [n × in], y [n × out]; n counts examples times positions. Memory: y, n · out numbers, and dx, n · in, unless it is
 * the first layer.
 *
 * @param in numbers that come in, for each position
 * @param out numbers that go out, for each position
 * @param bias whether there is a b
 */
public record Linear(int in, int out, boolean bias) implements Layer {
    /**
     * Refuses a matrix without rows or columns.
     *
     * @param in numbers that come in, for each position
     * @param out numbers that go out, for each position
     * @param bias whether there is a b
     * @throws IllegalArgumentException if a width is below 1
     */
    public Linear {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "widths of a linear layer must be at least 1, got linear(" + in + ", " + out + ")");
        }
    }

    /** {@return the same layer without b} */
    public Linear withoutBias() {
        return new Linear(in, out, false);
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.flat(in));
    }

    /** Acts on every position. */
    @Override
    public Shape output(Shape input) {
        if (input.channels() == in) {
            return input.withChannels(out);
        }
        if (input.numbers() == in) {
            throw new IllegalArgumentException(
                    this + " needs rows of " + in + " numbers but is given " + input + "; write flatten() before it");
        }
        throw new IllegalArgumentException(this + " needs rows of " + in + " numbers but is given " + input
                + "; write linear(" + input.channels() + ", " + out + ")");
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.matrix(out, in);
        if (bias) {
            parameters.bias(out);
        }
    }

    /** Weights normal with mean 0 and variance gain / in, in row-major order; biases 0. */
    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        double deviation = Math.sqrt(gain / in);
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                params[0].putScalar(i, j, deviation * Normal.next(random));
            }
        }
        if (bias) {
            params[1].assign(0);
        }
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        return new OnMemory(
                setting,
                setting.ops(),
                bias,
                setting.array(rows, out),
                setting.later(rows, in),
                setting.later(rows, out),
                setting.later(rows, in));
    }

    private record OnMemory(Setting setting, Ops ops, boolean bias, INDArray y, Later dx, Later yDot, Later dxDot)
            implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.gemm(false, true, 1, x, params[0], 0, y);
            if (bias) {
                ops.addBias(params[1], y);
            }
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.gemm(true, false, 1, dy, x, 0, grads[0]);
            if (bias) {
                ops.columnSums(dy, grads[1]);
            }
            if (watch != LayerObserver.NONE) {
                watch.see(tape(x, dy));
            }
            if (!wantsInput) {
                return dy;
            }
            ops.gemm(false, false, 1, dy, params[0], 0, dx.array());
            return dx.array();
        }

        private LayerTape tape(INDArray x, INDArray dy) {
            var own = setting.params();
            return new LayerTape(
                    own.get(0),
                    bias ? Optional.of(own.get(1)) : Optional.empty(),
                    x,
                    dy,
                    setting.input().positions());
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            ops.gemm(false, true, 1, line.x(), line.v()[0], 0, out);
            if (line.inputMoves()) {
                ops.gemm(false, true, 1, line.xDot(), line.params()[0], 1, out);
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
            ops.gemm(true, false, 1, dyDot, line.x(), 0, gradsDot[0]);
            if (line.inputMoves()) {
                ops.gemm(true, false, 1, dy, line.xDot(), 1, gradsDot[0]);
            }
            if (bias) {
                ops.columnSums(dyDot, gradsDot[1]);
            }
            if (!wantsInput) {
                return;
            }
            ops.gemm(false, false, 1, dyDot, line.params()[0], 0, dxDot.array());
            ops.gemm(false, false, 1, dy, line.v()[0], 1, dxDot.array());
            ops.gemm(false, false, 1, dy, line.params()[0], 0, dx.array());
            gradient.set(dx.array(), dxDot.array());
        }
    }

    @Override
    public String toString() {
        return "linear(" + in + ", " + out + ")" + (bias ? "" : ".withoutBias()");
    }
}
