package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** diag(d), d [n] borrowed. */
record DiagonalMatrix(INDArray d) implements LinearOperator {
    DiagonalMatrix {
        Fit.numbers("a diagonal", d);
        if (d.rank() != 1 || d.isEmpty()) {
            throw new IllegalArgumentException(
                    "a diagonal must be a flat array [n], got rank " + d.rank() + "; of() takes a matrix");
        }
    }

    @Override
    public long rows() {
        return d.length();
    }

    @Override
    public long columns() {
        return d.length();
    }

    @Override
    public DataType type() {
        return d.dataType();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        var ops = Ops.current();
        ops.copy(v, out);
        ops.scaleColumns(d, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }
}
