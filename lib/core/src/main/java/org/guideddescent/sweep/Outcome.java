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

    public Outcome {
        var checked = new LinkedHashMap<String, Double>();
        measures.forEach((name, value) -> checked.put(Trial.named(name), value));
        measures = Collections.unmodifiableMap(checked);
    }

    /** A run, compared by the mean loss of its last steps, infinite if it diverged; see {@link Run#finalLoss}. */
    public static Outcome of(Run run, int lastSteps) {
        return new Outcome(run, Map.of(LOSS, run.finalLoss(lastSteps)));
    }

    /** The same with one more measure. */
    public Outcome with(String name, double value) {
        var more = new LinkedHashMap<>(measures);
        more.put(name, value);
        return new Outcome(run, more);
    }
}
