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
 * <pre>  y = f(x)          dx = dy ⊙ f′(x)  </pre>
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
        return new OnMemory(ops, activation, Nd4j.create(type, rows, inputWidth));
    }

    private record OnMemory(Ops ops, Activation f, INDArray y) implements Pass {
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
    }

    @Override
    public String toString() {
        return activation.name().toLowerCase(Locale.ROOT) + "()";
    }
}
