package org.guideddescent.rule;

import java.util.List;

/**
 * A monitored rule: reads the norm of the gradient that goes in, and what a {@link Monitor} reads of the direction that comes
 * out; changes nothing.
 * <pre>  ‖g‖₂          ‖d‖₂          ‖θ‖₂          ‖η d‖₂ / ‖θ‖₂  </pre>
 * They are state, in double: "gradient", "direction", "weights" and "ratio".
 *
 * @param rule whose gradient and direction are read
 */
public record Monitored(Transform rule) implements Around {
    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var gradient = slots.doubles("gradient", 1);
        var norms = new Monitor.Norms(scope, slots);
        var runs = scope.directionRuns();
        return step -> {
            gradient.set(0, Math.sqrt(scope.ops().squares(runs)));
            inner.get(0).apply(step);
            norms.apply(step);
        };
    }
}
