package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense matrix [rows × columns], borrowed. */
record Matrix(INDArray numbers) implements LinearOperator {
    Matrix {
        Fit.matrix("the matrix of an operator", numbers);
    }

    @Override
    public long rows() {
        return numbers.rows();
    }

    @Override
    public long columns() {
        return numbers.columns();
    }

    @Override
    public DataType type() {
        return numbers.dataType();
    }

    // A flat array counts as one row, so the products are vᵀAᵀ and uᵀA.
    @Override
    public void times(INDArray v, INDArray out) {
        Ops.current().gemm(false, true, 1, v, numbers, 0, out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        Ops.current().gemm(false, false, 1, u, numbers, 0, out);
    }
}
