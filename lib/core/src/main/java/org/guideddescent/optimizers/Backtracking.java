package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;

/**
 * Backtracking along the step of any rule, on the step's own batch.
 * <pre>  d ← α d  with the first of  α₁, ρ α₁, ρ² α₁, …  for which  f(θ − α η d) ≤ f(θ) − c α gᵀ(η d)  </pre>
 * α₁ = min(1, grow · the last step's α), so η is the largest step: grow = 2 is the stochastic Armijo search of Vaswani et al.,
 * 2019, arXiv:1905.09997; grow = ∞ begins at one each time, Nocedal and Wright, 2006, Chapter 3. Where the
 * rule's direction does not descend, or no trial goes down enough, the weights stay and the step is counted. State: the last α
 * and the two counts.
 *
 * @param rule whose step is shrunk
 * @param armijo when a trial goes down enough
 * @param grow how many times the last α the first trial may be, at least 1; infinite to begin at one each time
 */
public record Backtracking(Transform rule, Armijo armijo, double grow) implements Around {
    /**
     * Refuses a first trial that must be shorter than the last step.
     *
     * @param rule whose step is shrunk
     * @param armijo when a trial goes down enough
     * @param grow how many times the last α the first trial may be, at least 1; infinite to begin at one each time
     * @throws IllegalArgumentException if grow is below 1
     */
    public Backtracking {
        if (!(grow >= 1)) {
            throw new IllegalArgumentException("grow must be at least 1, got " + grow);
        }
    }

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
        var ray = new RatedRay(scope, slots);
        var memory = slots.doubles("alpha-uphill-failed", 3);
        var within = inner.get(0);
        return Asking.loss(step -> {
            ray.begin(step);
            within.apply(step);
            double slope = ray.load(step.t());
            double last = memory.get(0);
            double first = last == 0 ? 1 : Math.min(1, grow * last);
            double alpha = armijo.search(ray, step.loss(), slope, first);
            if (alpha > 0) {
                memory.set(0, alpha);
            } else if (ray.moves()) {
                memory.add(slope >= 0 ? 1 : 2, 1);
            }
            ray.scale(alpha);
        });
    }
}
