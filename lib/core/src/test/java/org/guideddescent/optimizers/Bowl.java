package org.guideddescent.optimizers;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;

/** ½·0.3‖θ‖², in place and without allocation: what a rule allocates is then its own. */
record Bowl(Layout layout) implements Objective.Curved {
    private static final double CURVATURE = 0.3;

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var ops = Ops.current();
        ops.copy(theta.flat(), grad.flat());
        ops.scale(CURVATURE, grad.flat());
        return loss(theta, batch);
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return CURVATURE / 2 * Ops.current().dot(theta.flat(), theta.flat());
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        Ops.current().copy(v.flat(), out.flat());
        Ops.current().scale(CURVATURE, out.flat());
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessianTimes(theta, batch, v, out);
    }
}
