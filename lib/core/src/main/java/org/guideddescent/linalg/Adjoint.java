package org.guideddescent.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Aᵀ. */
record Adjoint(LinearOperator a) implements LinearOperator {
    @Override
    public long rows() {
        return a.columns();
    }

    @Override
    public long columns() {
        return a.rows();
    }

    @Override
    public DataType type() {
        return a.type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        a.adjointTimes(v, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        a.times(u, out);
    }
}
