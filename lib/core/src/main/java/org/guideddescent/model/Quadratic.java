package org.guideddescent.model;

import java.util.Arrays;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A quadratic of given spectrum.
 * <pre>  f(x) = ½ xᵀH x − bᵀx          ∇f = H x − b          ∇²f = H  </pre>
 * The parameter is x [n × 1]; batches are not read. The Gauss–Newton matrix is H: the outputs are the parameters
 * themselves.
 */
public final class Quadratic implements Objective.Curved {
    private final SpectralMatrix hessian;
    private final double[] b;
    private final Layout layout;
    private final Param x;
    private final Ops ops = Ops.current();
    private final PerType<INDArray> slope;
    private final PerType<ParamVector> spare;

    private Quadratic(SpectralMatrix hessian, double... b) {
        if (b.length != hessian.size() || !Arrays.stream(b).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "b needs " + hessian.size() + " finite numbers for H " + hessian + ", got " + b.length);
        }
        this.hessian = hessian;
        this.b = b.clone();
        layout = Layout.vector(hessian.size());
        x = layout.params().get(0);
        slope = new PerType<>(type -> Numbers.column(type, this.b));
        spare = new PerType<>(type -> ParamVector.zeros(layout, type));
    }

    /**
     * {@return the loss ½ xᵀH x}
     *
     * @param hessian H
     */
    public static Quadratic of(SpectralMatrix hessian) {
        return new Quadratic(hessian, new double[hessian.size()]);
    }

    /**
     * {@return the loss ½ xᵀH x − bᵀx}
     *
     * @param slope b, a number for each coordinate; copied
     */
    public Quadratic minus(double... slope) {
        return new Quadratic(hessian, slope);
    }

    /** {@return H, the matrix of second derivatives} */
    public SpectralMatrix hessian() {
        return hessian;
    }

    /**
     * {@return the minimizer H⁻¹ b, in double}
     *
     * @throws IllegalStateException if an eigenvalue is not positive: there is then no single minimizer
     */
    public double[] minimizer() {
        for (double lambda : hessian.eigenvalues()) {
            if (!(lambda > 0)) {
                throw new IllegalStateException(
                        "a quadratic with eigenvalue " + lambda + " has no single minimizer; all must be positive");
            }
        }
        var best = new double[b.length];
        var found = Numbers.column(DataType.DOUBLE, best);
        hessian.map(l -> 1 / l).times(slope.of(DataType.DOUBLE), found);
        Numbers.read(found, best);
        return best;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var linear = slope.of(theta.type());
        var at = theta.view(x);
        var g = grad.view(x);
        hessian.times(at, g);
        double value = ops.dot(at, g) / 2 - ops.dot(linear, at);
        ops.axpy(-1, linear, g);
        return value;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, spare.of(theta.type()));
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessian.times(v.view(x), out.view(x));
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessianTimes(theta, batch, v, out);
    }

    @Override
    public String toString() {
        return "Quadratic[" + hessian + "]";
    }
}
