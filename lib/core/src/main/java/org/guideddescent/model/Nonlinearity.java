package org.guideddescent.model;

import java.util.Locale;
import java.util.OptionalInt;
import org.guideddescent.compute.Activation;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An activation on every number.
 * <pre>
 *   y = f(x)            dx = dy ⊙ f′(x)
 *   ẏ = ẋ ⊙ f′(x)       dẋ = dẏ ⊙ f′(x) + dy ⊙ f″(x) ⊙ ẋ
 * </pre>
 * The second derivative of the ReLU is taken as 0 everywhere.
 */
public record Nonlinearity(Activation activation) implements Layer {
    @Override
    public OptionalInt inputWidth() {
        return OptionalInt.empty();
    }

    @Override
    public int outputWidth(int inputWidth) {
        return inputWidth;
    }

    @Override
    public Pass pass(Ops ops, DataType type, int rows, int inputWidth) {
        return new OnMemory(
                ops,
                activation,
                Nd4j.create(type, rows, inputWidth),
                new Later(type, rows, inputWidth),
                new Bend(ops, activation, type, rows, inputWidth));
    }

    private record OnMemory(Ops ops, Activation f, INDArray y, Later yDot, Bend bend) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.activate(f, x, y);
            return y;
        }

        @Override
        public INDArray backward(INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput) {
            ops.activateBackward(f, x, dy, dy);
            return dy;
        }

        @Override
        public INDArray tangent(INDArray[] params, INDArray[] v, INDArray x, INDArray xDot, boolean inputMoves) {
            var out = yDot.array();
            if (inputMoves) {
                ops.activateBackward(f, x, xDot, out);
            } else {
                ops.fill(0, out);
            }
            return out;
        }

        @Override
        public INDArray backwardTangent(
                INDArray[] params,
                INDArray[] v,
                INDArray x,
                INDArray xDot,
                boolean inputMoves,
                INDArray dy,
                INDArray dyDot,
                INDArray[] gradsDot,
                boolean wantsInput) {
            ops.activateBackward(f, x, dyDot, dyDot);
            if (inputMoves && f != Activation.RELU) {
                ops.axpy(1, bend.of(x, xDot, dy), dyDot);
            }
            return dyDot;
        }
    }

    @Override
    public String toString() {
        return activation.name().toLowerCase(Locale.ROOT) + "()";
    }
}
