package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
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
 * D-Adapt Adam: Adam whose rate is a lower bound d of the distance to the solution, raised as gradients prove it too low.
 * <pre>
 *   c = √(1 − β₂ᵗ) / (1 − β₁ᵗ)       σ = √β₂
 *   a = ⟨g, s / (√v + ε)⟩            with s and v of the step before
 *   m ← β₁ m + (1 − β₁) d c g        v ← β₂ v + (1 − β₂) g²
 *   s ← σ s + (1 − σ) d η c g        r ← σ r + (1 − σ) d η c a
 *   d ← max(d, r / ((1 − σ) ‖s‖₁))
 *   step = m / (√v + ε) + λ d c θ    with the d before
 * </pre>
 * Sums run over the whole scope; η is the rate outside, meant to be one or a schedule with peak one. The paper has η inside m, so
 * that its schedule lags; here it is outside, which is the same for a constant rate. c as in optax. State: m, v, s (3 numbers per
 * parameter), d and r (2 numbers). Defazio and Mishchenko, 2023, the Adam variant, arXiv:2301.07733.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param d0 d at first, a distance that is surely too short, positive
 * @param decay λ, not negative
 */
public record DAdaptAdam(double beta1, double beta2, double eps, double d0, double decay) implements Whole {
    /**
     * Refuses a β outside [0, 1), a negative ε or λ, and a first d that is not positive.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param d0 d at first, a distance that is surely too short, positive
     * @param decay λ, not negative
     * @throws IllegalArgumentException if one of the five is out of its range
     */
    public DAdaptAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.positive("d0", d0);
        Require.notNegative("decay", decay);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return new Bound(scope, slots);
    }

    // Buffers: g, θ, m, v, s, s / (√v + ε), sign s.
    private Program gather() {
        var g = load(0);
        var s = load(4).times(Math.sqrt(beta2)).plus(scalar(1).times(g));
        return new Program(
                7,
                2,
                List.of(
                        new Program.Write(2, load(2).times(beta1).plus(scalar(0).times(g))),
                        new Program.Write(3, lerp(load(3), square(g), 1 - beta2)),
                        new Program.Write(4, s),
                        new Program.Write(5, load(4).over(sqrt(load(3)).plus(eps))),
                        new Program.Write(6, sign(s))));
    }

    // Buffers: g, θ, m, v.
    private Program bend() {
        var u = load(2).over(sqrt(load(3)).plus(eps));
        return new Program(
                4,
                1,
                List.of(new Program.Write(0, decay == 0 ? u : u.plus(scalar(0).times(load(1))))));
    }

    private final class Bound implements Stepper {
        private final Ops ops;
        private final List<Piece> pieces;
        private final List<INDArray> scaled = new ArrayList<>();
        private final List<Compiled> gather = new ArrayList<>();
        private final Compiled bend;
        private final INDArray sum;
        private final INDArray signs;
        private final Numbers memory;
        private final double[] two = new double[2];
        private final double[] one = new double[1];

        Bound(Scope scope, Slots slots) {
            ops = scope.ops();
            pieces = scope.pieces();
            long n = scope.size();
            var m = slots.zeros("m", n);
            var v = slots.zeros("v", n);
            sum = slots.zeros("s", n);
            var ratio = slots.sharedScratch("difference", n);
            signs = slots.sharedScratch("signs", n);
            memory = slots.doubles("d, r", 2);
            var first = gather();
            bend = scope.compile(bend(), p -> new INDArray[] {p.direction(), p.theta(), p.of(m), p.of(v)});
            for (var p : pieces) {
                INDArray[] buffers = {p.direction(), p.theta(), p.of(m), p.of(v), p.of(sum), p.of(ratio), p.of(signs)};
                scaled.add(buffers[5]);
                gather.add(ops.compile(first, buffers));
            }
        }

        @Override
        public void apply(Step step) {
            if (memory.get(0) == 0) {
                memory.set(0, d0);
            }
            double d = memory.get(0);
            double c = Math.sqrt(1 - Math.pow(beta2, (double) step.t())) / (1 - Math.pow(beta1, (double) step.t()));
            double sigma = Math.sqrt(beta2);
            double weighted = 0;
            for (int i = 0; i < pieces.size(); i++) {
                double moved = d * pieces.get(i).rate().applyAsDouble(step.t()) * c;
                two[0] = (1 - beta1) * d * c;
                two[1] = (1 - sigma) * moved;
                gather.get(i).run(two);
                weighted += (1 - sigma) * moved * ops.dot(pieces.get(i).direction(), scaled.get(i));
            }
            double r = sigma * memory.get(1) + weighted;
            double size = ops.dot(sum, signs);
            memory.set(0, size == 0 ? d : Math.max(d, r / ((1 - sigma) * size)));
            memory.set(1, r);
            one[0] = decay * d * c;
            bend.run(one);
        }
    }
}
