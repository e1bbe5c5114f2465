package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;

/**
 * A strong Wolfe search along the step of any rule, on the step's own batch.
 * <pre>  d ← α d  with  f(θ − α η d) ≤ f(θ) + c₁ α φ′(0),  |φ′(α)| ≤ c₂ |φ′(0)|,   φ′(0) = −gᵀ(η d)  </pre>
 * The search begins at α = 1, the step of the rule, and may go further. Where it finds no step, the weights stay and the step is
 * counted. State: a count for each {@link StrongWolfe.Outcome}, in its order. Nocedal and Wright, 2006, Chapter 3.
 *
 * @param rule whose step is searched along
 * @param wolfe when the search ends
 */
public record LineSearch(Transform rule, StrongWolfe wolfe) implements Around {
    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // The counters stand in the order of the outcomes.
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var ray = new RatedRay(scope, slots);
        var counts = slots.doubles("outcomes", StrongWolfe.Outcome.values().length);
        var search = wolfe.new Search();
        var within = inner.get(0);
        return Asking.loss(step -> {
            ray.begin(step);
            within.apply(step);
            double slope = ray.load(step.t());
            var outcome = search.along(ray.line(), step.loss(), slope, 1);
            counts.add(outcome.ordinal(), 1);
            ray.scale(search.alpha());
        });
    }
}
