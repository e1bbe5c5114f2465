package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The second derivative of ½‖z − target‖²: the identity; targets are normal around z with unit variance. */
final class NormalCurvature implements LossCurvature {
    private final Ops ops;
    private final INDArray result;
    /** Ones in the column asked for last, which is the only one not zero. */
    private final INDArray column;

    private int latest = -1;

    NormalCurvature(Ops ops, DataType type, int rows, int outputs) {
        this.ops = ops;
        result = Nd4j.create(type, rows, outputs);
        column = Nd4j.create(type, rows, outputs);
    }

    @Override
    public INDArray times(INDArray outputs, INDArray targets, INDArray v) {
        ops.copy(v, result);
        ops.scale(1.0 / result.size(0), result);
        return result;
    }

    @Override
    public INDArray rootColumn(INDArray outputs, INDArray targets, int c) {
        if (c != latest) {
            ops.fill(0, column);
            for (long at = c; at < column.length(); at += column.size(1)) {
                column.data().put(at, 1.0);
            }
            latest = c;
        }
        return times(outputs, targets, column);
    }

    @Override
    public INDArray draw(INDArray outputs, long key) {
        ops.normal(key, result);
        ops.axpy(1, outputs, result);
        return result;
    }
}
