package org.guideddescent.train;

import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;

/** See {@link Gauge#updateRatio}. */
record UpdateRatio() implements Gauge {
    @Override
    public String name() {
        return "update ratio";
    }

    @Override
    public Meter bind(ParamVector theta, Slots slots) {
        var ops = Ops.current();
        var before = slots.scratch("weights before", theta.flat().length());
        return new Meter() {
            private double norm;

            @Override
            public void before(ParamVector gradient) {
                ops.copy(theta.flat(), before);
                norm = ops.norm(before);
            }

            @Override
            public double after() {
                // The weights are rounded, so this is the step that was taken and not the one that was meant.
                ops.axpy(-1, theta.flat(), before);
                return norm > 0 ? ops.norm(before) / norm : 0;
            }
        };
    }
}
