package org.guideddescent.model;

import java.util.Locale;
import org.guideddescent.compute.Activation;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation on every number.
 * <pre>
 *   y = f(x)            dx = dy ⊙ f′(x)
 *   ẏ = ẋ ⊙ f′(x)       dẋ = dẏ ⊙ f′(x) + dy ⊙ f″(x) ⊙ ẋ
 * </pre>
 * The second derivative of the ReLU is taken as 0 everywhere. Memory: y, n · width numbers.
 *
 * @param activation f
 */
public record Nonlinearity(Activation activation) implements Layer {
    @Override
    public Shape output(Shape input) {
        return input;
    }

    /** 2 where half of the signal is lost. */
    @Override
    public double gain() {
        return activation.gain();
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        int width = setting.input().channels();
        return new OnMemory(
                setting.ops(),
                activation,
                setting.array(rows, width),
                setting.later(rows, width),
                new Bend(setting.ops(), activation, setting.type(), rows, width));
    }

    private record OnMemory(Ops ops, Activation f, INDArray y, Later yDot, Bend bend) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.activate(f, x, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.activateBackward(f, x, dy, dy);
            return dy;
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            if (line.inputMoves()) {
                ops.activateBackward(f, line.x(), line.xDot(), out);
            } else {
                ops.fill(0, out);
            }
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            ops.activateBackward(f, line.x(), gradient.speed(), gradient.speed());
            if (line.inputMoves() && f != Activation.RELU) {
                ops.axpy(1, bend.of(line.x(), line.xDot(), gradient.value()), gradient.speed());
            }
            ops.activateBackward(f, line.x(), gradient.value(), gradient.value());
        }
    }

    @Override
    public String toString() {
        return switch (activation) {
            case HERMITE2 -> "hermite(2)";
            case HERMITE3 -> "hermite(3)";
            default -> activation.name().toLowerCase(Locale.ROOT) + "()";
        };
    }
}
