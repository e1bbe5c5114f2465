package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.ConjugateGradient.Outcome;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** (A + λ I)⁻¹ v as what conjugate gradients from zero reach, or an exception with the numbers. */
final class Solution implements LinearOperator {
    private final LinearOperator damped;
    private final double lambda;
    private final ConjugateGradient.Stop stop;
    private final ConjugateGradient cg;

    Solution(LinearOperator a, double lambda, ConjugateGradient.Stop stop) {
        Fit.square("an inverse", a);
        damped = a.damped(lambda);
        this.lambda = lambda;
        this.stop = stop;
        cg = new ConjugateGradient(Ops.current(), stop, a.rows(), (name, shape) -> Nd4j.create(a.type(), shape));
    }

    @Override
    public long rows() {
        return damped.rows();
    }

    @Override
    public long columns() {
        return damped.columns();
    }

    @Override
    public DataType type() {
        return damped.type();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        var ops = Ops.current();
        ops.fill(0, out);
        var outcome = cg.solve(damped, v, out, ConjugateGradient.Watcher.NONE);
        if (outcome != Outcome.CONVERGED) {
            throw new ArithmeticException(
                    "(A + " + lambda + " I)⁻¹ v for A " + Fit.text(this) + " ended with " + outcome + " after "
                            + cg.iterations() + " products at a residual of " + cg.residual() + ", asked for "
                            + stop.tolerance() * ops.norm(v) + "; a larger damping, more iterations or a larger "
                            + "tolerance may help");
        }
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }
}
