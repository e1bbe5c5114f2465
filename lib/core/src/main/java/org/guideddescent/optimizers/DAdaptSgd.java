package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.compute.Ops;
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
 * D-Adapt SGD: gradient descent whose rate is a lower bound d of the distance to the solution.
 * <pre>
 *   r ← r + (d η / ‖g₁‖) ⟨g, s⟩      s ← s + (d η / ‖g₁‖) g
 *   step = (d / ‖g₁‖) g              d ← max(d, 2 r / ‖s‖)
 * </pre>
 * g₁ is the first gradient that is not zero; norms are over the whole scope; η is the rate outside, meant to be one or a schedule with
 * peak one. Without the momentum of the authors' code, which is an average of the weights. State: s (1 number per parameter), d, r and
 * ‖g₁‖ (3 numbers). Defazio and Mishchenko, 2023, the SGD variant, arXiv:2301.07733.
 *
 * @param d0 d at first, a distance that is surely too short, positive
 */
public record DAdaptSgd(double d0) implements Whole {
    /**
     * Refuses a first d that is not positive.
     *
     * @param d0 d at first, a distance that is surely too short, positive
     * @throws IllegalArgumentException if it is zero, negative or not finite
     */
    public DAdaptSgd {
        Require.positive("d0", d0);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return new Bound(
                d0, scope.ops(), scope.pieces(), slots.zeros("s", scope.size()), slots.doubles("d, r, first norm", 3));
    }

    private record Bound(
            double d0,
            Ops ops,
            List<Piece> pieces,
            List<INDArray> directions,
            List<INDArray> parts,
            INDArray sum,
            Numbers memory)
            implements Stepper {
        Bound(double d0, Ops ops, List<Piece> pieces, INDArray sum, Numbers memory) {
            this(
                    d0,
                    ops,
                    pieces,
                    pieces.stream().map(Piece::direction).toList(),
                    pieces.stream().map(p -> p.of(sum)).toList(),
                    sum,
                    memory);
        }

        @Override
        public void apply(Step step) {
            if (memory.get(2) == 0) {
                begin();
            }
            double first = memory.get(2);
            double lambda = first == 0 ? 0 : memory.get(0) / first;
            for (int i = 0; i < pieces.size(); i++) {
                var g = pieces.get(i).direction();
                double moved = lambda * pieces.get(i).rate().applyAsDouble(step.t());
                memory.add(1, moved * ops.dot(g, parts.get(i)));
                ops.axpy(moved, g, parts.get(i));
                ops.scale(lambda, g);
            }
            double size = ops.norm(sum);
            if (size > 0) {
                memory.set(0, Math.max(memory.get(0), 2 * memory.get(1) / size));
            }
        }

        private void begin() {
            memory.set(0, d0);
            memory.set(2, Math.sqrt(ops.squares(directions)));
        }
    }
}
