package org.guideddescent.train;

import java.util.function.ToDoubleFunction;
import org.guideddescent.space.ParamVector;

/**
 * A number that says how good the weights are, such as accuracy on held-out examples.
 *
 * @param name of one line, its own among those of a trainer
 * @param every steps between two evaluations; the last step is always one
 * @param of of the weights to judge by, {@link Optimizer#evaluationWeights()}; must not modify them
 */
public record Measure(String name, long every, ToDoubleFunction<ParamVector> of) {
    /**
     * Refuses a name that is no line of its own, and a measure that is never due.
     *
     * @param name of one line, its own among those of a trainer
     * @param every steps between two evaluations; the last step is always one
     * @param of of the weights to judge by, {@link Optimizer#evaluationWeights()}; must not modify them
     * @throws IllegalArgumentException if every is below 1, or the name is blank or longer than a line
     */
    public Measure {
        Text.name("a measure", name);
        if (every < 1) {
            throw new IllegalArgumentException("'" + name + "' must be evaluated every 1 step or more, got " + every);
        }
    }

    /** All of it but the function, which has no text. */
    @Override
    public String toString() {
        return name + " every " + every;
    }
}
