package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The passes of a layer that has no parameters and does not bend: around each input it is a linear map A.
 * <pre>
 *   y = f(x),   ẏ = A ẋ,   dx = Aᵀ dy,   dẋ = Aᵀ dẏ
 * </pre>
 * Memory: y, and dx with the first backward pass.
 */
final class PiecewiseLinear implements Pass {
    /** What such a layer computes. */
    interface Map {
        /** The chance of the batch. */
        default void begin(long key) {}

        /** y ← f(x); A is of this x from now on. */
        void forward(INDArray x, INDArray y);

        /** yDot ← A xDot. */
        void tangent(INDArray xDot, INDArray yDot);

        /** dx ← Aᵀ dy. */
        void adjoint(INDArray dy, INDArray dx);
    }

    private final Ops ops;
    private final Map map;
    private final INDArray y;
    private final Later dx;
    private final Later yDot;
    private final Later dxDot;

    PiecewiseLinear(Setting setting, Shape output, Map map) {
        this.map = map;
        ops = setting.ops();
        int rows = setting.rows();
        int width = setting.input().channels();
        int rowsBehind = Math.multiplyExact(setting.examples(), output.positions());
        y = setting.array(rowsBehind, output.channels());
        dx = setting.later(rows, width);
        yDot = setting.later(rowsBehind, output.channels());
        dxDot = setting.later(rows, width);
    }

    @Override
    public void begin(long key) {
        map.begin(key);
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        map.forward(x, y);
        return y;
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        if (!wantsInput) {
            return dy;
        }
        map.adjoint(dy, dx.array());
        return dx.array();
    }

    @Override
    public INDArray tangent(Line line) {
        if (line.inputMoves()) {
            map.tangent(line.xDot(), yDot.array());
        } else {
            ops.fill(0, yDot.array());
        }
        return yDot.array();
    }

    @Override
    public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
        if (!wantsInput) {
            return;
        }
        map.adjoint(gradient.value(), dx.array());
        map.adjoint(gradient.speed(), dxDot.array());
        gradient.set(dx.array(), dxDot.array());
    }
}
