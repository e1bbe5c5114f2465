package org.guideddescent.rule;

/**
 * Where a step stands.
 *
 * @param t 1, 2, 3, … as in papers
 * @param loss the loss at the weights before the step
 */
public record Step(long t, double loss) {
    public Step {
        if (t < 1) {
            throw new IllegalArgumentException("steps count from 1, got " + t);
        }
    }
}
