package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A + β B. */
final class Sum implements LinearOperator {
    private final LinearOperator a;
    private final double beta;
    private final LinearOperator b;
    private final Spare product;
    private final Spare adjointProduct;

    Sum(LinearOperator a, double beta, LinearOperator b) {
        Fit.sameShape(beta < 0 ? "minus" : "plus", a, b);
        this.a = a;
        this.beta = beta;
        this.b = b;
        product = new Spare(a.type(), a.rows());
        adjointProduct = a.rows() == a.columns() ? product : new Spare(a.type(), a.columns());
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
        b.times(v, product.get());
        Ops.current().axpy(beta, product.get(), out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        a.adjointTimes(u, out);
        b.adjointTimes(u, adjointProduct.get());
        Ops.current().axpy(beta, adjointProduct.get(), out);
    }
}
