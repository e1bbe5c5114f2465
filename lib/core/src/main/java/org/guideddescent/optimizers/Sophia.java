package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.min;
import static org.guideddescent.compute.Expr.scalar;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Program;
import org.guideddescent.objective.Need;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sophia: momentum over a running mean of the curvature's diagonal, clipped entry by entry.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          h ← β₂ h + (1 − β₂) ĥ  at t = 1, 1 + k, 1 + 2k, …
 *   d = clip(m / max(γ h, ε), ±1)          with ĥ = z ⊙ H z: Sophia-H
 *   d = clip(m / (ρ h + ε), ±1)            with ĥ = B ĝ ⊙ ĝ ≥ 0: Sophia-G
 * </pre>
 * An ĥ serves from its own step on: the paper's Algorithm 3. Both codes estimate after the step instead, so theirs begin
 * with h = 0: optax at the same t, the official code at k, 2k, …. The official code multiplies by B beside ρ, the same
 * number while batches have one size, and counts tokens. h begins at zero and is not corrected for that.
 *
 * <p>State: m, h (2 numbers per parameter). Liu et al., 2023, Algorithm 3, arXiv:2305.14342; optax, {@code
 * contrib/_sophia.py}; Liuhong99/Sophia, {@code sophia.py}.
 *
 * @param diagonal how ĥ is estimated, and what it divides
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of ĥ, in [0, 1)
 * @param corrected whether m is divided by 1 − β₁ᵗ: optax does, the paper and the official code do not
 * @param every k, at least 1
 * @param seed of the draws for ĥ
 */
public record Sophia(Diagonal diagonal, double beta1, double beta2, boolean corrected, int every, long seed)
        implements Whole {
    /**
     * Refuses a β outside [0, 1) and no step between two estimates.
     *
     * @param diagonal how ĥ is estimated, and what it divides
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of ĥ, in [0, 1)
     * @param corrected whether m is divided by 1 − β₁ᵗ: optax does, the paper and the official code do not
     * @param every k, at least 1
     * @param seed of the draws for ĥ
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public Sophia {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.atLeast("every", 1, every);
    }

    /** Where ĥ comes from, and what m is divided by. */
    public sealed interface Diagonal extends Serializable {}

    /**
     * z ⊙ H z with random signs z, over max(γ h, ε): where the curvature is not positive, d is a sign.
     *
     * @param gamma γ, positive
     * @param eps ε, the least that is divided by, positive
     */
    public record Hessian(double gamma, double eps) implements Diagonal {
        /**
         * Refuses a γ or ε that is not positive.
         *
         * @param gamma γ, positive
         * @param eps ε, the least that is divided by, positive
         * @throws IllegalArgumentException if one of the two is out of its range
         */
        public Hessian {
            Require.positive("gamma", gamma);
            Require.positive("eps", eps);
        }
    }

    /**
     * B ĝ ⊙ ĝ with targets that the model draws, over ρ h + ε.
     *
     * @param rho ρ, positive
     * @param eps ε, added to ρ h, positive
     */
    public record GaussNewton(double rho, double eps) implements Diagonal {
        /**
         * Refuses a ρ or ε that is not positive.
         *
         * @param rho ρ, positive
         * @param eps ε, added to ρ h, positive
         * @throws IllegalArgumentException if one of the two is out of its range
         */
        public GaussNewton {
            Require.positive("rho", rho);
            Require.positive("eps", eps);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope);
        var d = slots.scratch("d", slice.n());
        var drawn = slots.scratch("drawn", slice.n());
        var m = slots.zeros("m", slice.n());
        var h = slots.zeros("h", slice.n());
        var estimate = estimate(scope, slots, slice, drawn);
        var direction = slice.direction(d);
        var mean = lerp(load(1), load(0), 1 - beta1);
        var ratio = mean.over(scalar(0)).over(divisor(load(2)));
        var clipped = max(min(ratio, constant(1)), constant(-1));
        var update = ops.compile(
                new Program(3, 1, List.of(new Program.Write(0, clipped), new Program.Write(1, mean))), d, m, h);
        var average = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, lerp(load(0), load(1), 1 - beta2)))), h, drawn);
        double[] none = {};
        double[] correction = {1};
        return new Asking(
                step -> {
                    if ((step.t() - 1) % every == 0) {
                        slice.begin(step);
                        estimate.draw(DiagonalEstimate.key(seed, step.t()));
                        average.run(none);
                    }
                    if (corrected) {
                        correction[0] = 1 - Math.pow(beta1, (double) step.t());
                    }
                    direction.gather();
                    update.run(correction);
                    direction.scatter();
                },
                Set.of(Need.ORACLE, diagonal instanceof Hessian ? Need.CURVATURE : Need.SAMPLES));
    }

    private DiagonalEstimate estimate(Scope scope, Slots slots, Slice slice, INDArray drawn) {
        return diagonal instanceof Hessian
                ? new Hutchinson(scope, slots, slice, drawn)
                : new Bartlett(scope, slice, drawn);
    }

    private Expr divisor(Expr h) {
        if (diagonal instanceof Hessian c) {
            return max(h.times(c.gamma()), constant(c.eps()));
        }
        var c = (GaussNewton) diagonal;
        return h.times(c.rho()).plus(c.eps());
    }
}
