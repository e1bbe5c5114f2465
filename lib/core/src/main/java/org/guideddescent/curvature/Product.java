package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A symmetric curvature matrix, or a block of it: E A Eᵀ, where E chooses parameters. Two vectors of memory. */
final class Product implements LinearOperator {
    /** out ← A v at the parameters of the moment. */
    @FunctionalInterface
    interface Times {
        void apply(ParamVector v, ParamVector out);
    }

    private final String name;
    private final Times times;
    private final Part from;
    private final Part to;

    Product(String name, Ops ops, ParamVector theta, Selector which, Times times) {
        this.name = name;
        this.times = times;
        this.from = new Part(ops, theta.layout(), theta.type(), which);
        this.to = new Part(ops, theta.layout(), theta.type(), which);
    }

    @Override
    public long rows() {
        return to.size();
    }

    @Override
    public long columns() {
        return from.size();
    }

    @Override
    public DataType type() {
        return from.all().type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        from.spread(v);
        times.apply(from.all(), to.all());
        to.collect(out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }

    @Override
    public String toString() {
        return name + " [" + rows() + "×" + columns() + "]";
    }
}
