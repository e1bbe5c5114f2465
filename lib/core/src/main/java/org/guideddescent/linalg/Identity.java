package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** I [n × n]. */
record Identity(long n, DataType type) implements LinearOperator {
    Identity {
        if (n < 1) {
            throw new IllegalArgumentException("an identity needs at least 1 row, got " + n);
        }
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("an identity must be FLOAT or DOUBLE, got " + type);
        }
    }

    @Override
    public long rows() {
        return n;
    }

    @Override
    public long columns() {
        return n;
    }

    @Override
    public void times(INDArray v, INDArray out) {
        Ops.current().copy(v, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }
}
