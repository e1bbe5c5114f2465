package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

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
 * MoMo: momentum with a Polyak step, taken on the average of the past lines below the loss.
 * <pre>
 *   m ← β m + (1 − β) g          f̄ ← β f̄ + (1 − β) f          γ ← β γ + (1 − β) ⟨g, θ⟩
 *   τ = min(η, max(f̄ − f* − γ + ⟨m, θ⟩, 0) / ‖m‖²)
 *   step = τ m
 * </pre>
 * m, f̄ and γ begin as g, f and ⟨g, θ⟩ of the first step. η, the largest step, is the rate outside, which must be one for all
 * parameters. Sums run over the whole scope. State: m (1 number per parameter), f̄, γ and whether it has begun (3 numbers). Schaipp et al.,
 * 2024, arXiv:2305.07583, without decay and with f* given.
 *
 * @param beta β, decay of the momentum, in [0, 1)
 * @param least f*, which no loss is below, finite
 */
public record Momo(double beta, double least) implements Whole {
    /**
     * Refuses β outside [0, 1) and a least loss that is not finite.
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @param least f*, which no loss is below, finite
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Momo {
        Require.fraction("beta", beta);
        if (!Double.isFinite(least)) {
            throw new IllegalArgumentException("the least loss must be a number, got " + least);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        if (!scope.hasOneRate()) {
            throw new IllegalArgumentException("the parameters " + scope.params()
                    + " have several rates, but the largest step of MoMo is one for all; write .at(rate) behind it");
        }
        return new Bound(scope, slots);
    }

    private final class Bound implements Stepper {
        private final Ops ops;
        private final List<Piece> pieces;
        private final List<INDArray> means = new ArrayList<>();
        private final List<Compiled> averages = new ArrayList<>();
        private final Numbers memory;
        private final double[] values = new double[1];

        Bound(Scope scope, Slots slots) {
            ops = scope.ops();
            pieces = scope.pieces();
            var m = slots.zeros("m", scope.size());
            // The direction becomes m in the same pass; only its factor is still open then.
            var mean = load(0).times(scalar(0)).plus(load(1).minus(load(1).times(scalar(0))));
            var average = new Program(2, 1, List.of(new Program.Write(0, mean), new Program.Write(1, mean)));
            for (var p : pieces) {
                means.add(p.of(m));
                averages.add(ops.compile(average, p.direction(), p.of(m)));
            }
            memory = slots.doubles("mean loss, gamma, begun", 3);
        }

        @Override
        public void apply(Step step) {
            double weight = memory.get(2) == 0 ? 1 : 1 - beta;
            memory.set(2, 1);
            double slope = 0;
            for (int i = 0; i < pieces.size(); i++) {
                slope += ops.dot(pieces.get(i).direction(), pieces.get(i).theta());
            }
            memory.set(0, (1 - weight) * memory.get(0) + weight * step.loss());
            memory.set(1, (1 - weight) * memory.get(1) + weight * slope);
            double along = 0;
            double squares = 0;
            values[0] = weight;
            for (int i = 0; i < pieces.size(); i++) {
                averages.get(i).run(values);
                along += ops.dot(means.get(i), pieces.get(i).theta());
                squares += ops.dot(means.get(i), means.get(i));
            }
            double most = pieces.get(0).rate().applyAsDouble(step.t());
            double gap = Math.max(memory.get(0) - least - memory.get(1) + along, 0);
            double factor = squares == 0 || most == 0 ? 0 : Math.min(1, gap / squares / most);
            for (int i = 0; i < pieces.size(); i++) {
                ops.scale(factor, pieces.get(i).direction());
            }
        }
    }
}
