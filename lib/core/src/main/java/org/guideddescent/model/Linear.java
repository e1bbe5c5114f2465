package org.guideddescent.model;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear layer.
 * <pre>
 *   y = x Wᵀ + 1 bᵀ          dW = dyᵀ x,   db = dyᵀ 1,   dx = dy W
 *   ẏ = ẋ Wᵀ + x Vᵀ + 1 vᵀ   dẆ = dẏᵀ x + dyᵀ ẋ,   dḃ = dẏᵀ 1,   dẋ = dẏ W + dy V
 * </pre>
 * The second line is the derivative of the first where W moves along V and b along v. W is [out × in], b [out × 1], x [n × in], y [n × out].
 */
public record Linear(int in, int out, boolean bias) implements Layer {
    public Linear {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "widths of a linear layer must be at least 1, got linear(" + in + ", " + out + ")");
        }
    }

    /** The same without b. */
    public Linear withoutBias() {
        return new Linear(in, out, false);
    }

    @Override
    public OptionalInt inputWidth() {
        return OptionalInt.of(in);
    }

    @Override
    public int outputWidth(int inputWidth) {
        if (inputWidth != in) {
            throw new IllegalArgumentException(this + " needs rows of " + in + " numbers but is given " + inputWidth
                    + "; write linear(" + inputWidth + ", " + out + ")");
        }
        return out;
    }

    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public void declare(Layout.Builder layout, int index, Role role) {
        layout.add("w" + index, role, out, in);
        if (bias) {
            layout.add("b" + index, Role.BIAS, out, 1);
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
    public Pass pass(Ops ops, DataType type, int rows, int inputWidth) {
        return new OnMemory(
                ops,
                bias,
                Nd4j.create(type, rows, out),
                new Later(type, rows, in),
                new Later(type, rows, out),
                new Later(type, rows, in));
    }

    private record OnMemory(Ops ops, boolean bias, INDArray y, Later dx, Later yDot, Later dxDot) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.gemm(false, true, 1, x, params[0], 0, y);
            if (bias) {
                ops.addBias(params[1], y);
            }
            return y;
        }

        @Override
        public INDArray backward(INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput) {
            if (grads.length > 0) {
                ops.gemm(true, false, 1, dy, x, 0, grads[0]);
                if (bias) {
                    ops.columnSums(dy, grads[1]);
                }
            }
            if (!wantsInput) {
                return dy;
            }
            ops.gemm(false, false, 1, dy, params[0], 0, dx.array());
            return dx.array();
        }

        @Override
        public INDArray tangent(INDArray[] params, INDArray[] v, INDArray x, INDArray xDot, boolean inputMoves) {
            var out = yDot.array();
            ops.gemm(false, true, 1, x, v[0], 0, out);
            if (inputMoves) {
                ops.gemm(false, true, 1, xDot, params[0], 1, out);
            }
            if (bias) {
                ops.addBias(v[1], out);
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
            ops.gemm(true, false, 1, dyDot, x, 0, gradsDot[0]);
            if (inputMoves) {
                ops.gemm(true, false, 1, dy, xDot, 1, gradsDot[0]);
            }
            if (bias) {
                ops.columnSums(dyDot, gradsDot[1]);
            }
            if (!wantsInput) {
                return dyDot;
            }
            var out = dxDot.array();
            ops.gemm(false, false, 1, dyDot, params[0], 0, out);
            ops.gemm(false, false, 1, dy, v[0], 1, out);
            return out;
        }
    }

    @Override
    public String toString() {
        return "linear(" + in + ", " + out + ")" + (bias ? "" : ".withoutBias()");
    }
}
