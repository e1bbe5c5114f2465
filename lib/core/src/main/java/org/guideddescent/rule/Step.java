package org.guideddescent.rule;

import java.util.Optional;
import org.guideddescent.objective.Oracle;

/**
 * Where a step stands.
 *
 * @param t 1, 2, 3, … as in papers
 * @param loss the loss at the weights before the step
 * @param asked who answers for the loss elsewhere, if the caller can
 */
public record Step(long t, double loss, Optional<Oracle> asked) {
    public Step {
        if (t < 1) {
            throw new IllegalArgumentException("steps count from 1, got " + t);
        }
    }

    /** A step with nobody to ask. */
    public Step(long t, double loss) {
        this(t, loss, Optional.empty());
    }

    /** Who answers for the loss at other weights. */
    public Oracle oracle() {
        return asked.orElseThrow(
                () -> new IllegalStateException(
                        "this rule asks for the loss at other weights; use Trainer, or step(grad, loss, new Oracle(objective, batch))"));
    }

    /** The same step counted otherwise: what a wrapper that skips or gathers steps gives to the rule inside. */
    public Step at(long other) {
        return new Step(other, loss, asked);
    }
}
