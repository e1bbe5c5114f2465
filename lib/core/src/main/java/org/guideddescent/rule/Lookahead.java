package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lookahead: every k steps go back part of the way to where they began.
 * <pre>
 *   θ: k steps of the rule inside from φ
 *   φ ← φ + α (θ − φ)          θ ← φ
 * </pre>
 * The state of the rule inside is kept at the way back, which the paper calls "maintain". The weights to judge by are the
 * slow ones, φ. State: φ (1 number per parameter) and the count of steps. Zhang et al., 2019, Algorithm 1,
 * arXiv:1907.08610.
 *
 * @param rule takes the k steps
 * @param k steps from one look back to the next, at least 1
 * @param alpha α, the part of the way that is kept, in (0, 1]
 */
public record Lookahead(Transform rule, int k, double alpha) implements Around {
    /**
     * Refuses no steps between two looks back, and a part outside (0, 1].
     *
     * @param rule takes the k steps
     * @param k steps from one look back to the next, at least 1
     * @param alpha α, the part of the way that is kept, in (0, 1]
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public Lookahead {
        Require.atLeast("steps between two looks back", 1, k);
        Require.upToOne("alpha", alpha);
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.DRIVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var ops = scope.ops();
        var phi = slots.zeros("slow", scope.size());
        var steps = slots.doubles("steps", 1);
        var pieces = scope.pieces();
        var slow = pieces.stream().map(p -> p.of(phi)).toList();
        var back = load(0).plus(load(1).minus(load(0)).times(alpha));
        var program = new Program(2, 0, List.of(new Program.Write(0, back), new Program.Write(1, back)));
        var look = scope.compile(program, p -> new INDArray[] {p.of(phi), p.theta()});
        var none = new double[0];
        return new Stepper() {
            @Override
            public void apply(Step step) {
                if (steps.get(0) == 0) {
                    for (int i = 0; i < slow.size(); i++) {
                        ops.copy(pieces.get(i).theta(), slow.get(i));
                    }
                }
                inner.get(0).apply(step);
                steps.add(0, 1);
                if (steps.get(0) % k == 0) {
                    look.run(none);
                }
            }

            @Override
            public boolean averages() {
                return true;
            }

            @Override
            public void readOut(ParamVector weights) {
                if (steps.get(0) > 0) {
                    for (int i = 0; i < slow.size(); i++) {
                        ops.copy(slow.get(i), pieces.get(i).of(weights));
                    }
                }
            }
        };
    }
}
