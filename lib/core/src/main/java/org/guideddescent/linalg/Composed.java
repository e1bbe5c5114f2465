package org.guideddescent.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A B. */
final class Composed implements LinearOperator {
    private final LinearOperator a;
    private final LinearOperator b;
    private final Spare between;

    Composed(LinearOperator a, LinearOperator b) {
        Fit.sameType("after", a, b);
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException("after needs as many columns on its left as rows on its right, got "
                    + Fit.text(a) + " after " + Fit.text(b));
        }
        this.a = a;
        this.b = b;
        between = new Spare(a.type(), a.columns());
    }

    @Override
    public long rows() {
        return a.rows();
    }

    @Override
    public long columns() {
        return b.columns();
    }

    @Override
    public DataType type() {
        return a.type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        b.times(v, between.get());
        a.times(between.get(), out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        a.adjointTimes(u, between.get());
        b.adjointTimes(between.get(), out);
    }
}
