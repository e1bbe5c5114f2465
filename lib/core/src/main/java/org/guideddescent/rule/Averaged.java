package org.guideddescent.rule;

import java.util.List;
import org.guideddescent.space.ParamVector;

/**
 * An average of the weights that training passes through; training does not notice.
 * <pre>  x ← x + c (θ − x)          c: see {@link Average}  </pre>
 * The weights after each step are averaged, the first ones not. Until the first point is taken, the weights to judge by are
 * the training weights. State: x (1 number per parameter) and a count of points.
 *
 * @param rule moves the weights that are averaged
 * @param average how much each step counts
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
        var mean = new Tracked(average, scope, slots);
        return new Stepper() {
            @Override
            public void apply(Step step) {
                inner.get(0).apply(step);
                mean.take(step.t());
            }

            @Override
            public boolean averages() {
                return true;
            }

            @Override
            public void readOut(ParamVector weights) {
                mean.readOut(weights);
            }
        };
    }
}
