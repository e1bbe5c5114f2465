package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes of {@link LayerNorm} and {@link RmsNorm}: normalized rows, then a gain and, where centered, a shift. */
final class RowNorm implements Pass {
    private final Ops ops;
    private final boolean centered;
    private final double epsilon;
    private final INDArray y;
    /** x̂ and 1 / √ of each row's variance, which the other passes read. */
    private final INDArray hat;

    private final INDArray inverse;
    private final Later yDot;
    private final Later hatDot;
    private final Later inverseDot;
    private final Later work;
    private final Later column;

    RowNorm(Setting setting, boolean centered, double epsilon) {
        ops = setting.ops();
        this.centered = centered;
        this.epsilon = epsilon;
        int rows = setting.rows();
        int width = setting.input().channels();
        y = setting.array(rows, width);
        hat = setting.array(rows, width);
        inverse = setting.array(rows, 1);
        yDot = setting.later(rows, width);
        hatDot = setting.later(rows, width);
        inverseDot = setting.later(rows, 1);
        work = setting.later(rows, width);
        column = setting.later(width, 1);
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        ops.normalizeRows(centered, epsilon, x, hat, inverse);
        affine(params, hat, y);
        return y;
    }

    private void affine(INDArray[] params, INDArray from, INDArray to) {
        if (centered) {
            ops.scaleAndShiftColumns(params[0], params[1], from, to);
        } else {
            ops.scaleColumns(params[0], from, to);
        }
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        ops.columnDots(dy, hat, grads[0]);
        if (centered) {
            ops.columnSums(dy, grads[1]);
        }
        if (wantsInput) {
            ops.scaleColumns(params[0], dy, dy);
            ops.normalizeRowsBackward(centered, hat, inverse, dy, dy);
        }
        return dy;
    }

    @Override
    public INDArray tangent(Line line) {
        var out = yDot.array();
        affine(line.v(), hat, out);
        if (line.inputMoves()) {
            ops.normalizeRowsTangent(centered, hat, inverse, line.xDot(), hatDot.array(), inverseDot.array());
            ops.scaleColumns(line.params()[0], hatDot.array(), work.array());
            ops.axpy(1, work.array(), out);
        }
        return out;
    }

    @Override
    public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
        var dy = gradient.value();
        var dyDot = gradient.speed();
        ops.columnDots(dyDot, hat, gradsDot[0]);
        if (line.inputMoves()) {
            ops.columnDots(dy, hatDot.array(), column.array());
            ops.axpy(1, column.array(), gradsDot[0]);
        }
        if (centered) {
            ops.columnSums(dyDot, gradsDot[1]);
        }
        if (!wantsInput) {
            return;
        }
        // Behind the gain: dx̂ = γ ⊙ dy moves by γ ⊙ dẏ + γ̇ ⊙ dy.
        ops.scaleColumns(line.v()[0], dy, work.array());
        ops.scaleColumns(line.params()[0], dyDot, dyDot);
        ops.axpy(1, work.array(), dyDot);
        ops.scaleColumns(line.params()[0], dy, dy);
        if (line.inputMoves()) {
            ops.normalizeRowsBackwardTangent(
                    centered, hat, inverse, hatDot.array(), inverseDot.array(), dy, dyDot, dyDot);
        } else {
            ops.normalizeRowsBackward(centered, hat, inverse, dyDot, dyDot);
        }
        ops.normalizeRowsBackward(centered, hat, inverse, dy, dy);
    }
}
