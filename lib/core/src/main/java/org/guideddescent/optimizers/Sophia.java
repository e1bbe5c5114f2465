package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;

import java.util.List;
import java.util.Set;
import org.guideddescent.compute.Program;
import org.guideddescent.objective.Need;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * Sophia: momentum over a mean of the curvature's diagonal, clipped entry by entry.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          h ← β₂ h + (1 − β₂) ĥ  at t = 1, 1 + k, 1 + 2k, …
 *   d = clip(m / max(γ h, ε), ±1)
 * </pre>
 * Means are not corrected for their start at zero: the paper's Algorithm 3; optax corrects m. State: m, h (2 numbers per
 * parameter). Liu et al., 2023, Algorithm 3, arXiv:2305.14342.
 *
 * @param every k
 * @param seed of the draws for ĥ
 */
public record Sophia(Estimate estimate, double beta1, double beta2, double gamma, double eps, int every, long seed)
        implements Whole {
    public Sophia {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.positive("gamma", gamma);
        Require.positive("eps", eps);
        Require.atLeastOne("every", every);
    }

    /** Where ĥ comes from. */
    public enum Estimate {
        /** z ⊙ H z with random signs z: Sophia-H. */
        HUTCHINSON(Set.of(Need.ORACLE, Need.CURVATURE)) {
            @Override
            void into(Hutchinson h, long seed, long t) {
                h.diagonal(seed, t);
            }
        },
        /** B ĝ ⊙ ĝ with targets drawn from the model: Sophia-G. */
        GAUSS_NEWTON_BARTLETT(Set.of(Need.ORACLE, Need.SAMPLES)) {
            @Override
            void into(Hutchinson h, long seed, long t) {
                h.bartlett(seed, t);
            }
        };

        private final Set<Need> needs;

        Estimate(Set<Need> needs) {
            this.needs = needs;
        }

        abstract void into(Hutchinson h, long seed, long t);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope, true);
        var d = slots.scratch("d", slice.n());
        var m = slots.zeros("m", slice.n());
        var h = slots.zeros("h", slice.n());
        var curvature = new Hutchinson(scope, slots, slice);
        var direction = slice.direction(d);
        var mean = lerp(load(1), load(0), 1 - beta1);
        var ratio = mean.over(max(load(2).times(gamma), constant(eps)));
        var update = ops.compile(
                new Program(
                        3,
                        0,
                        List.of(
                                new Program.Write(0, max(min(ratio, constant(1)), constant(-1))),
                                new Program.Write(1, mean))),
                d,
                m,
                h);
        var average = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, lerp(load(0), load(1), 1 - beta2)))), h, curvature.h);
        double[] none = {};
        return new Asking(
                step -> {
                    if ((step.t() - 1) % every == 0) {
                        slice.begin(step);
                        estimate.into(curvature, seed, step.t());
                        average.run(none);
                    }
                    direction.gather();
                    update.run(none);
                    direction.scatter();
                },
                estimate.needs);
    }
}
