package org.guideddescent.model;

import java.util.Arrays;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The expected loss of a linear regression with inputs of covariance Σ.
 * <pre>  L(W) = ½ tr(D Σ Dᵀ),  D = W − W*          ∇L = D Σ          ∇²L[V] = V Σ  </pre>
 * The parameter is w [m × n], a hidden matrix; Σ is [n × n]; batches are not read. The model is linear, so the
 * Gauss–Newton matrix is the Hessian.
 */
public final class MatrixRegression implements Objective.Curved {
    private final SpectralMatrix covariance;
    private final Layout layout;
    private final Param w;
    private final Ops ops = Ops.current();
    private final PerType<INDArray> target;
    private final PerType<INDArray> difference;
    private final PerType<ParamVector> spare;

    /**
     * Regression onto a matrix, with inputs of that covariance.
     *
     * @param target W* [m × n], copied
     * @param covariance Σ [n × n]
     */
    public MatrixRegression(INDArray target, SpectralMatrix covariance) {
        if (target.rank() != 2 || target.size(1) != covariance.size()) {
            throw new IllegalArgumentException("W* must be a matrix of " + covariance.size()
                    + " columns for a covariance " + covariance + ", got " + Arrays.toString(target.shape()));
        }
        this.covariance = covariance;
        var copy = target.dup('c');
        layout = Layout.builder()
                .add("w", Role.HIDDEN, (int) target.size(0), (int) target.size(1))
                .build();
        w = layout.params().get(0);
        this.target = new PerType<>(type -> copy.castTo(type));
        difference = new PerType<>(type -> copy.castTo(type).dup('c'));
        spare = new PerType<>(type -> ParamVector.zeros(layout, type));
    }

    /** {@return Σ, the covariance of the inputs} */
    public SpectralMatrix covariance() {
        return covariance;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var d = difference.of(theta.type());
        ops.copy(theta.view(w), d);
        ops.axpy(-1, target.of(theta.type()), d);
        covariance.timesRows(d, grad.view(w));
        return ops.dot(d, grad.view(w)) / 2;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, spare.of(theta.type()));
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        covariance.timesRows(v.view(w), out.view(w));
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessianTimes(theta, batch, v, out);
    }

    @Override
    public String toString() {
        return "MatrixRegression[" + w + ", " + covariance + "]";
    }
}
