package org.guideddescent.train;

import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;

/** See {@link Gauge#gradientNorm}. */
record GradientNorm() implements Gauge {
    @Override
    public String name() {
        return "gradient norm";
    }

    @Override
    public Meter bind(ParamVector theta, Slots slots) {
        var ops = Ops.current();
        return new Meter() {
            private double norm;

            @Override
            public void before(ParamVector gradient) {
                norm = ops.norm(gradient.flat());
            }

            @Override
            public double after() {
                return norm;
            }
        };
    }
}
