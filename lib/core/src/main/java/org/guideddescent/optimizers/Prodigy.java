package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Piece;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Prodigy: Adam whose rate is a growing estimate d of the distance to the solution.
 * <pre>
 *   c = √(1 − β₂ᵗ) / (1 − β₁ᵗ)       β₃ = √β₂
 *   r ← β₃ r + (d/d₀) d η c ⟨g, θ₀ − θ⟩
 *   m ← β₁ m + (1 − β₁) d g          v ← β₂ v + (1 − β₂) d² g²
 *   s ← β₃ s + (d/d₀) d η c g        d⁺ = max(d, κ r / ‖s‖₁)
 *   step = d c (m / (√v + d⁺ ε) + λ θ)
 * </pre>
 * Sums run over the whole scope; η is the rate outside, meant to be one or a schedule with peak one. The step has the old d and ε the
 * new one, and c is always applied, as in optax; the authors' code leaves c out by default. With safeguard, s has d instead of d η c,
 * which keeps d from growing too fast under a warm-up. λ is decay that d scales, as decoupled decay behind the rule would not be.
 * State: m, v, s, θ₀ (4 numbers per parameter), d and r (2 numbers). Mishchenko and Defazio, 2023, the Adam variant, arXiv:2306.06101.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, which d⁺ scales, not negative
 * @param d0 d₀, a distance that is surely too short, positive
 * @param coefficient κ, how bold the estimate is, not negative
 * @param safeguard whether d is kept from growing too fast under a warm-up
 * @param decay λ, not negative
 */
public record Prodigy(
        double beta1, double beta2, double eps, double d0, double coefficient, boolean safeguard, double decay)
        implements Whole {
    /**
     * Refuses a β outside [0, 1), a d₀ that is not positive, and a negative ε, κ or λ.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, which d⁺ scales, not negative
     * @param d0 d₀, a distance that is surely too short, positive
     * @param coefficient κ, how bold the estimate is, not negative
     * @param safeguard whether d is kept from growing too fast under a warm-up
     * @param decay λ, not negative
     * @throws IllegalArgumentException if one of the six numbers is out of its range
     */
    public Prodigy {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.positive("d0", d0);
        Require.notNegative("coefficient", coefficient);
        Require.notNegative("decay", decay);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return new Bound(scope, slots);
    }

    // Buffers: g, θ, m, v, s, θ₀, θ₀ − θ, sign s.
    private Program gather() {
        var g = load(0);
        var d = scalar(0);
        var s = load(4).times(Math.sqrt(beta2)).plus(scalar(1).times(g));
        return new Program(
                8,
                2,
                List.of(
                        new Program.Write(
                                2, load(2).times(beta1).plus(d.times(g).times(1 - beta1))),
                        new Program.Write(
                                3, load(3).times(beta2).plus(square(d.times(g)).times(1 - beta2))),
                        new Program.Write(4, s),
                        new Program.Write(6, load(5).minus(load(1))),
                        new Program.Write(7, sign(s))));
    }

    // Buffers: g, θ, m, v.
    private Program bend() {
        var u = load(2).over(sqrt(load(3)).plus(scalar(0)));
        var decayed = decay == 0 ? u : u.plus(load(1).times(decay));
        return new Program(4, 2, List.of(new Program.Write(0, scalar(1).times(decayed))));
    }

    private final class Bound implements Stepper {
        private final Ops ops;
        private final List<Piece> pieces;
        private final List<INDArray> away = new ArrayList<>();
        private final List<Compiled> gather = new ArrayList<>();
        private final Compiled bend;
        private final INDArray start;
        private final INDArray sum;
        private final INDArray signs;
        private final Numbers memory;
        private final double[] values = new double[2];

        Bound(Scope scope, Slots slots) {
            ops = scope.ops();
            pieces = scope.pieces();
            long n = scope.size();
            var m = slots.zeros("m", n);
            var v = slots.zeros("v", n);
            sum = slots.zeros("s", n);
            start = slots.zeros("start", n);
            var difference = slots.sharedScratch("difference", n);
            signs = slots.sharedScratch("signs", n);
            memory = slots.doubles("d, r", 2);
            var first = gather();
            bend = scope.compile(bend(), p -> new INDArray[] {p.direction(), p.theta(), p.of(m), p.of(v)});
            for (var p : pieces) {
                INDArray[] buffers = {
                    p.direction(), p.theta(), p.of(m), p.of(v), p.of(sum), p.of(start), p.of(difference), p.of(signs)
                };
                away.add(buffers[6]);
                gather.add(ops.compile(first, buffers));
            }
        }

        @Override
        public void apply(Step step) {
            if (memory.get(0) == 0) {
                memory.set(0, d0);
                for (var p : pieces) {
                    ops.copy(p.theta(), p.of(start));
                }
            }
            double d = memory.get(0);
            double c = Math.sqrt(1 - Math.pow(beta2, (double) step.t())) / (1 - Math.pow(beta1, (double) step.t()));
            double weighted = 0;
            for (int i = 0; i < pieces.size(); i++) {
                double moved = d * pieces.get(i).rate().applyAsDouble(step.t()) * c;
                values[0] = d;
                values[1] = d / d0 * (safeguard ? d : moved);
                gather.get(i).run(values);
                weighted += d / d0 * moved * ops.dot(pieces.get(i).direction(), away.get(i));
            }
            double r = Math.sqrt(beta2) * memory.get(1) + weighted;
            double size = ops.dot(sum, signs);
            double next = size == 0 ? d : Math.max(d, coefficient * r / size);
            memory.set(0, next);
            memory.set(1, r);
            values[0] = next * eps;
            values[1] = d * c;
            bend.run(values);
        }
    }
}
