package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** α A. */
record Scaled(LinearOperator a, double alpha) implements LinearOperator {
    Scaled {
        Fit.finite("alpha", alpha);
    }

    @Override
    public long rows() {
        return a.rows();
    }

    @Override
    public long columns() {
        return a.columns();
    }

    @Override
    public DataType type() {
        return a.type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        a.times(v, out);
        Ops.current().scale(alpha, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        a.adjointTimes(u, out);
        Ops.current().scale(alpha, out);
    }
}
