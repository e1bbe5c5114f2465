package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A ⊗ B by two products of matrices: vec(A X Bᵀ), rows side by side. */
final class KroneckerProduct implements LinearOperator {
    private final INDArray a;
    private final INDArray b;
    private final INDArray in;
    private final INDArray out;
    private final INDArray half;
    private final INDArray adjointHalf;
    private final INDArray flatIn;
    private final INDArray flatOut;

    KroneckerProduct(INDArray a, INDArray b) {
        Fit.matrix("the left factor", a);
        Fit.matrix("the right factor", b);
        if (a.dataType() != b.dataType()) {
            throw new IllegalArgumentException(
                    "kronecker needs factors of one type, got " + a.dataType() + " and " + b.dataType());
        }
        this.a = a;
        this.b = b;
        in = Nd4j.create(a.dataType(), a.columns(), b.columns());
        out = Nd4j.create(a.dataType(), a.rows(), b.rows());
        half = Nd4j.create(a.dataType(), a.rows(), b.columns());
        adjointHalf = Nd4j.create(a.dataType(), a.columns(), b.rows());
        flatIn = Rows.flat(in);
        flatOut = Rows.flat(out);
    }

    @Override
    public long rows() {
        return out.length();
    }

    @Override
    public long columns() {
        return in.length();
    }

    @Override
    public DataType type() {
        return a.dataType();
    }

    @Override
    public void times(INDArray v, INDArray product) {
        var ops = Ops.current();
        ops.copy(v, flatIn);
        ops.gemm(false, false, 1, a, in, 0, half);
        ops.gemm(false, true, 1, half, b, 0, out);
        ops.copy(flatOut, product);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray product) {
        var ops = Ops.current();
        ops.copy(u, flatOut);
        ops.gemm(true, false, 1, a, out, 0, adjointHalf);
        ops.gemm(false, false, 1, adjointHalf, b, 0, in);
        ops.copy(flatIn, product);
    }
}
