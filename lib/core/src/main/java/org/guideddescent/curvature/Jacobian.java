package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.objective.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ∂z/∂θ, z being the outputs of all examples of a batch one after the other. */
final class Jacobian implements LinearOperator {
    private final Landscape here;
    private final Objective.Differentiable objective;
    private final Part part;

    Jacobian(Landscape here, Objective.Differentiable objective) {
        this.here = here;
        this.objective = objective;
        this.part = new Part(Ops.current(), here.theta().layout(), here.theta().type(), here.which());
    }

    @Override
    public long rows() {
        return objective.outputs(here.batch());
    }

    @Override
    public long columns() {
        return part.size();
    }

    @Override
    public DataType type() {
        return here.theta().type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        part.spread(v);
        objective.jacobianTimes(here.theta(), here.batch(), part.all(), out);
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        objective.jacobianAdjointTimes(here.theta(), here.batch(), u, part.all());
        part.collect(out);
    }

    @Override
    public String toString() {
        return "the Jacobian [" + rows() + "×" + columns() + "]";
    }
}
