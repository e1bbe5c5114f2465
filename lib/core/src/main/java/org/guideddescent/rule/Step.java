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
    /**
     * Refuses a step before the first.
     *
     * @param t 1, 2, 3, … as in papers
     * @param loss the loss at the weights before the step
     * @param asked who answers for the loss elsewhere, if the caller can
     * @throws IllegalArgumentException if t is below 1
     */
    public Step {
        if (t < 1) {
            throw new IllegalArgumentException("steps count from 1, got " + t);
        }
    }

    /**
     * A step with nobody to ask.
     *
     * @param t 1, 2, 3, … as in papers
     * @param loss the loss at the weights before the step
     */
    public Step(long t, double loss) {
        this(t, loss, Optional.empty());
    }

    /**
     * {@return who answers for the loss at other weights}
     *
     * @throws IllegalStateException if there is nobody to ask
     */
    public Oracle oracle() {
        return asked.orElseThrow(
                () -> new IllegalStateException(
                        "this rule asks for the loss at other weights; use Trainer, or step(grad, loss, new Oracle(objective, batch))"));
    }

    /**
     * {@return the same step counted otherwise: what a wrapper that skips or gathers steps gives to the rule inside}
     *
     * @param other its t there, from 1
     */
    public Step at(long other) {
        return new Step(other, loss, asked);
    }
}
