package org.guideddescent.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.guideddescent.train.Run;

/**
 * What an experiment found.
 *
 * @param run the record of the training
 * @param measures numbers by name, such as the accuracy; {@code loss} is what trials are compared by unless said otherwise
 */
public record Outcome(Run run, Map<String, Double> measures) {
    /** The measure that trials are compared by unless said otherwise; smaller is better. */
    public static final String LOSS = "loss";

    /**
     * Refuses a measure whose name no store can hold.
     *
     * @param run the record of the training
     * @param measures numbers by name, such as the accuracy; {@code loss} is what trials are compared by unless said
     *     otherwise
     * @throws IllegalArgumentException if a name is not letters, digits and underscores, a letter first
     */
    public Outcome {
        var checked = new LinkedHashMap<String, Double>();
        measures.forEach((name, value) -> checked.put(Trial.named(name), value));
        measures = Collections.unmodifiableMap(checked);
    }

    /**
     * {@return a run, compared by the mean loss of its last steps, infinite if it diverged; see {@link Run#finalLoss}}
     *
     * @param run the record of the training
     * @param lastSteps steps to average, at least 1
     */
    public static Outcome of(Run run, int lastSteps) {
        return new Outcome(run, Map.of(LOSS, run.finalLoss(lastSteps)));
    }

    /**
     * {@return the same with one more measure}
     *
     * @param name of letters, digits and underscores, a letter first
     * @param value the number; the smaller, the better
     */
    public Outcome with(String name, double value) {
        var more = new LinkedHashMap<>(measures);
        more.put(name, value);
        return new Outcome(run, more);
    }
}
