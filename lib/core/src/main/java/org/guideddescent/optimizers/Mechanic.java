package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Piece;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mechanic: learn by how much to scale everything that a rule has done so far.
 * <pre>
 *   h = ⟨g + λ s (‖g‖ / ‖θ‖) θ, Δ⟩          Δ ← Δ + η d, with η and d of the rule inside
 *   for i = 1 … n, with βᵢ = 1 − 10⁻ⁱ and s = Σ sᵢ:
 *     rᵢ ← βᵢ rᵢ + sᵢ clip(h, ±mᵢ)     mᵢ ← max(βᵢ mᵢ, |h| + ε)     vᵢ ← βᵢ² vᵢ + h²
 *     sᵢ ← (s₀/n mᵢ + max(0, rᵢ)) / (√vᵢ + ε)
 *   θ = θ₀ − s Δ
 * </pre>
 * The clip has the mᵢ before. It, the ε in mᵢ, and rᵢ that may be negative are as in optax. θ moves by the change of −s Δ, so θ₀ needs no memory. Sums run over the
 * whole scope. State: Δ (1 number per parameter) and m, v, r, s (4 n numbers). Cutkosky, Defazio and Mehta, 2023, arXiv:2306.00144.
 *
 * @param rule whose steps are scaled
 * @param start s₀, the scale at first, positive
 * @param decay λ, not negative
 * @param betas n, how many decays the scale is learned with, at least 1
 * @param eps ε, added to the largest and to the root, positive
 */
public record Mechanic(Transform rule, double start, double decay, int betas, double eps) implements Around {
    private static final Program MOVE = move();

    /**
     * Refuses a first scale or ε that is not positive, a negative λ, and no β.
     *
     * @param rule whose steps are scaled
     * @param start s₀, the scale at first, positive
     * @param decay λ, not negative
     * @param betas n, how many decays the scale is learned with, at least 1
     * @param eps ε, added to the largest and to the root, positive
     * @throws IllegalArgumentException if one of the four numbers is out of its range
     */
    public Mechanic {
        Require.positive("start", start);
        Require.notNegative("decay", decay);
        Require.positive("eps", eps);
        if (betas < 1) {
            throw new IllegalArgumentException("betas must be at least 1, got " + betas);
        }
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.MOVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        return new Bound(scope, slots, inner.get(0));
    }

    // Buffers: d, θ, Δ. Scalars: η, s before, s.
    private static Program move() {
        var path = load(2).plus(scalar(0).times(load(0)));
        var moved = load(1).minus(scalar(2).times(path).minus(scalar(1).times(load(2))));
        return new Program(3, 3, List.of(new Program.Write(1, moved), new Program.Write(2, path)));
    }

    private final class Bound implements Stepper {
        private final Ops ops;
        private final List<Piece> pieces;
        private final List<INDArray> paths = new ArrayList<>();
        private final List<Compiled> moves = new ArrayList<>();
        private final Stepper rule;
        private final Numbers m;
        private final Numbers v;
        private final Numbers r;
        private final Numbers s;
        private final double[] values = new double[3];

        Bound(Scope scope, Slots slots, Stepper rule) {
            ops = scope.ops();
            pieces = scope.pieces();
            var path = slots.zeros("path", scope.size());
            for (var p : pieces) {
                paths.add(p.of(path));
                moves.add(ops.compile(MOVE, p.direction(), p.theta(), p.of(path)));
            }
            this.rule = rule;
            m = slots.doubles("m", betas);
            v = slots.doubles("v", betas);
            r = slots.doubles("r", betas);
            s = slots.doubles("s", betas);
        }

        @Override
        public void apply(Step step) {
            double before = scale();
            learn(gain(before));
            rule.apply(step);
            values[1] = before;
            values[2] = scale();
            for (int i = 0; i < moves.size(); i++) {
                values[0] = pieces.get(i).rate().applyAsDouble(step.t());
                moves.get(i).run(values);
            }
        }

        private double scale() {
            double sum = 0;
            for (int i = 0; i < betas; i++) {
                sum += s.get(i);
            }
            return sum;
        }

        private double gain(double scale) {
            double alongGradient = 0;
            double alongWeights = 0;
            double gradient = 0;
            double weights = 0;
            for (int i = 0; i < pieces.size(); i++) {
                var g = pieces.get(i).direction();
                var theta = pieces.get(i).theta();
                alongGradient += ops.dot(g, paths.get(i));
                alongWeights += ops.dot(theta, paths.get(i));
                gradient += ops.dot(g, g);
                weights += ops.dot(theta, theta);
            }
            return alongGradient + decay * scale * Math.sqrt(gradient) / (Math.sqrt(weights) + eps) * alongWeights;
        }

        private void learn(double h) {
            for (int i = 0; i < betas; i++) {
                double beta = 1 - Math.pow(0.1, i + 1.0);
                r.set(i, beta * r.get(i) + s.get(i) * Math.max(-m.get(i), Math.min(h, m.get(i))));
                m.set(i, Math.max(beta * m.get(i), Math.abs(h) + eps));
                v.set(i, beta * beta * v.get(i) + h * h);
                double wealth = start / betas * m.get(i) + Math.max(0, r.get(i));
                s.set(i, wealth / (Math.sqrt(v.get(i)) + eps));
            }
        }
    }
}
