package org.guideddescent.train;

import org.guideddescent.compute.Ops;
import org.guideddescent.curvature.NoiseScale;
import org.guideddescent.objective.Batch;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;

/**
 * The simple noise scale during training, from k micro-batches of b examples a step.
 * <pre>
 *   s = mean |g_j|² over the micro-batches,   S = |mean g_j|²
 *   |G|² = (k b S − b s) / (k b − b)          tr Σ = (s − S) / (1/b − 1/(k b))
 *   B = mean tr Σ / mean |G|²                 running means with weights decay^age
 * </pre>
 * Both estimates are unbiased, their quotient is not: hence the means first. B is infinite while the mean of |G|² is not positive.
 * A step with one micro-batch has no reading. State: the two means, in double. McCandlish et al., 2018, Appendix A.1,
 * arXiv:1812.06162.
 */
record GradientNoise(double decay) implements Gauge {
    GradientNoise {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("the decay of the noise scale must be in [0, 1), got " + decay);
        }
    }

    @Override
    public String name() {
        return "noise scale";
    }

    @Override
    public boolean comparesParts() {
        return true;
    }

    @Override
    public Meter bind(ParamVector theta, Slots slots) {
        var ops = Ops.current();
        var squared = slots.doubles("gradient squared", 1);
        var trace = slots.doubles("trace", 1);
        return new Meter() {
            private double small;
            private double big;
            private long examples;
            private int parts;

            @Override
            public void part(Batch batch, ParamVector gradient) {
                small += ops.dot(gradient.flat(), gradient.flat());
                examples += batch.size();
                parts++;
            }

            @Override
            public void before(ParamVector gradient) {
                big = ops.dot(gradient.flat(), gradient.flat());
            }

            @Override
            public double after() {
                double reading = parts < 2 ? Double.NaN : read();
                small = 0;
                examples = 0;
                parts = 0;
                return reading;
            }

            private double read() {
                int all = Math.toIntExact(examples);
                var now = NoiseScale.ofBatches(all / parts, small / parts, all, big);
                // The weights of both means sum to the same, which cancels.
                squared.set(0, decay * squared.get(0) + (1 - decay) * now.gradientSquared());
                trace.set(0, decay * trace.get(0) + (1 - decay) * now.trace());
                return new NoiseScale(squared.get(0), trace.get(0)).examples();
            }
        };
    }
}
