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

    private final PositionMask mask;
    private int latest = -1;

    NormalCurvature(Ops ops, DataType type, int rows, int outputs, int positions) {
        this.ops = ops;
        result = Nd4j.create(type, rows, outputs);
        column = Nd4j.create(type, rows, outputs);
        mask = new PositionMask(ops, type, rows, positions);
    }

    @Override
    public INDArray times(INDArray outputs, INDArray targets, INDArray v) {
        ops.copy(v, result);
        ops.scale(1.0 / result.size(0), result);
        return result;
    }

    @Override
    public INDArray rootColumn(INDArray outputs, INDArray targets, int c) {
        int k = (int) column.size(1);
        if (c % k != latest) {
            ops.fill(0, column);
            for (long at = c % k; at < column.length(); at += k) {
                column.data().put(at, 1.0);
            }
            latest = c % k;
        }
        times(outputs, targets, column);
        mask.keep(c / k, result);
        return result;
    }

    @Override
    public INDArray draw(INDArray outputs, long key) {
        ops.normal(key, result);
        ops.axpy(1, outputs, result);
        return result;
    }
}
