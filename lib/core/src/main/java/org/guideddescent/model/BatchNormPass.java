package org.guideddescent.model;

import java.util.ArrayList;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes of {@link BatchNorm}: channels are normalized as the rows of the transpose. */
final class BatchNormPass implements Pass {
    private final Ops ops;
    private final double epsilon;
    private final int rows;
    private final INDArray y;
    private final INDArray hat;
    /** [width × n], as what follows. */
    private final INDArray hatT;

    private final INDArray workT;
    private final INDArray inverse;
    private final Later yDot;
    private final Later work;
    private final Later hatDot;
    private final Later hatDotT;
    private final Later workDotT;
    private final Later inverseDot;
    private final Later column;

    BatchNormPass(Setting setting, double epsilon) {
        ops = setting.ops();
        this.epsilon = epsilon;
        rows = setting.rows();
        int width = setting.input().channels();
        y = setting.array(rows, width);
        hat = setting.array(rows, width);
        hatT = setting.array(width, rows);
        workT = setting.array(width, rows);
        inverse = setting.array(width, 1);
        yDot = setting.later(rows, width);
        work = setting.later(rows, width);
        hatDot = setting.later(rows, width);
        hatDotT = setting.later(width, rows);
        workDotT = setting.later(width, rows);
        inverseDot = setting.later(width, 1);
        column = setting.later(width, 1);
    }

    /** With the statistics of the latest forward pass. */
    FixedNorm fixed() {
        var mean = new ArrayList<Double>();
        var r = new ArrayList<Double>();
        var sums = column.array();
        ops.rowSums(workT, sums);
        for (int j = 0; j < sums.length(); j++) {
            mean.add(sums.getDouble(j) / rows);
            r.add(inverse.getDouble(j));
        }
        return new FixedNorm(mean, r);
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        ops.transpose(x, workT);
        ops.normalizeRows(true, epsilon, workT, hatT, inverse);
        ops.transpose(hatT, hat);
        ops.scaleAndShiftColumns(params[0], params[1], hat, y);
        return y;
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        ops.columnDots(dy, hat, grads[0]);
        ops.columnSums(dy, grads[1]);
        if (wantsInput) {
            ops.scaleColumns(params[0], dy, dy);
            ops.transpose(dy, workT);
            ops.normalizeRowsBackward(true, hatT, inverse, workT, workT);
            ops.transpose(workT, dy);
        }
        return dy;
    }

    @Override
    public INDArray tangent(Line line) {
        var out = yDot.array();
        ops.scaleAndShiftColumns(line.v()[0], line.v()[1], hat, out);
        if (line.inputMoves()) {
            ops.transpose(line.xDot(), workT);
            ops.normalizeRowsTangent(true, hatT, inverse, workT, hatDotT.array(), inverseDot.array());
            ops.transpose(hatDotT.array(), hatDot.array());
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
        ops.columnSums(dyDot, gradsDot[1]);
        if (!wantsInput) {
            return;
        }
        // Behind the gain: dx̂ = γ ⊙ dy moves by γ ⊙ dẏ + γ̇ ⊙ dy.
        ops.scaleColumns(line.v()[0], dy, work.array());
        ops.scaleColumns(line.params()[0], dyDot, dyDot);
        ops.axpy(1, work.array(), dyDot);
        ops.scaleColumns(line.params()[0], dy, dy);
        ops.transpose(dy, workT);
        ops.transpose(dyDot, workDotT.array());
        normalized(line.inputMoves());
        ops.transpose(workT, dy);
        ops.transpose(workDotT.array(), dyDot);
    }

    /** dx and dẋ of the transposes in place of dx̂ and how fast it moves. */
    private void normalized(boolean inputMoves) {
        var dotT = workDotT.array();
        if (inputMoves) {
            ops.normalizeRowsBackwardTangent(
                    true, hatT, inverse, hatDotT.array(), inverseDot.array(), workT, dotT, dotT);
        } else {
            ops.normalizeRowsBackward(true, hatT, inverse, dotT, dotT);
        }
        ops.normalizeRowsBackward(true, hatT, inverse, workT, workT);
    }
}
