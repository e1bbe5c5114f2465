package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector that is added at every position.
 * <pre>
 *   y = x + 1 bᵀ,   db = dyᵀ 1,   dx = dy          ẏ = ẋ + 1 vᵀ,   dḃ = dẏᵀ 1,   dẋ = dẏ
 * </pre>
 * b is [width × 1], at first 0. {@code convolution(1, 16, 5).withoutBias().then(maxPool(2)).then(bias(16))}, which adds
 * a quarter as often. Memory: y, n · width numbers.
 *
 * @param width channels, at least 1
 */
public record Bias(int width) implements Layer {
    /**
     * Refuses a bias of no channels.
     *
     * @param width channels, at least 1
     * @throws IllegalArgumentException if width is below 1
     */
    public Bias {
        if (width < 1) {
            throw new IllegalArgumentException("the width of a bias must be at least 1, got " + width);
        }
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.flat(width));
    }

    @Override
    public Shape output(Shape input) {
        if (input.channels() != width) {
            throw new IllegalArgumentException(this + " needs " + width + " channels but is given " + input
                    + "; write bias(" + input.channels() + ")");
        }
        return input;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.vector("bias", Role.BIAS, width);
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        params[0].assign(0);
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        return new OnMemory(setting.ops(), setting.array(rows, width), setting.later(rows, width));
    }

    private record OnMemory(Ops ops, INDArray y, Later yDot) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.copy(x, y);
            ops.addBias(params[0], y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.columnSums(dy, grads[0]);
            return dy;
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            if (line.inputMoves()) {
                ops.copy(line.xDot(), out);
            } else {
                ops.fill(0, out);
            }
            ops.addBias(line.v()[0], out);
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            ops.columnSums(gradient.speed(), gradsDot[0]);
        }
    }

    @Override
    public String toString() {
        return "bias(" + width + ")";
    }
}
