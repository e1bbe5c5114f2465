package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An average of the weights that training passes through; training does not notice.
 * <pre>  x ← x + c (θ − x)          c: see {@link Average}  </pre>
 * The weights after each step are averaged, the first ones not. Until the first point is taken, the weights to judge by are
 * the training weights. State: x (1 number per parameter) and a count of points.
 */
public record Averaged(Transform rule, Average average) implements Around {
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
        var x = slots.zeros("average", scope.size());
        var points = slots.doubles("points", 1);
        var pieces = scope.pieces();
        // In this form equal x and θ stay as they are, to the last bit, and so does the first point, for x is zero
        // then.
        var next = load(0).plus(scalar(0).times(load(1).minus(load(0))));
        var program = new Program(2, 1, List.of(new Program.Write(0, next)));
        var fold = scope.compile(program, p -> new INDArray[] {p.of(x), p.theta()});
        var share = new double[1];
        return new Stepper() {
            @Override
            public void apply(Step step) {
                inner.get(0).apply(step);
                share[0] = average.share(step.t());
                if (share[0] > 0) {
                    fold.run(share);
                    points.add(0, 1);
                }
            }

            @Override
            public boolean averages() {
                return true;
            }

            @Override
            public void readOut(ParamVector weights) {
                if (points.get(0) > 0) {
                    for (int i = 0; i < pieces.size(); i++) {
                        ops.copy(pieces.get(i).of(x), pieces.get(i).of(weights));
                    }
                }
            }
        };
    }
}
