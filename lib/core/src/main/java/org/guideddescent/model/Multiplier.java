package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fixed number in front of what comes in.
 * <pre>
 *   y = m x          dx = m dy          ẏ = m ẋ          dẋ = m dẏ
 * </pre>
 * {@code linear(32, 256).then(relu()).then(multiplier(0.25)).then(linear(256, 10))}: what parametrizations put before the last matrix.
 * Nothing is learned here. Memory: y, n · width numbers.
 *
 * @param factor m
 */
public record Multiplier(double factor) implements Layer {
    /**
     * Refuses a factor that is not finite.
     *
     * @param factor m
     * @throws IllegalArgumentException if factor is infinite or not a number
     */
    public Multiplier {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("a multiplier must be finite, got " + factor);
        }
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        int width = setting.input().channels();
        return new OnMemory(setting.ops(), factor, setting.array(rows, width), setting.later(rows, width));
    }

    private record OnMemory(Ops ops, double m, INDArray y, Later yDot) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.copy(x, y);
            ops.scale(m, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.scale(m, dy);
            return dy;
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            if (line.inputMoves()) {
                ops.copy(line.xDot(), out);
                ops.scale(m, out);
            } else {
                ops.fill(0, out);
            }
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            ops.scale(m, gradient.value());
            ops.scale(m, gradient.speed());
        }
    }

    @Override
    public String toString() {
        return "multiplier(" + factor + ")";
    }
}
