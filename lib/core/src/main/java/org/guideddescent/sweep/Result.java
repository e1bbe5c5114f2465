package org.guideddescent.sweep;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.train.Run;

/**
 * What became of one trial.
 *
 * @param sweep the name of the sweep
 * @param trial what was asked
 * @param status how it ended
 * @param message why it diverged or failed, else empty
 * @param measures numbers by name, see {@link Outcome}; empty if it failed
 * @param run the record of the training; absent if it failed
 * @param threads of the budget that it computed with, which its last bits depend on
 * @param seconds from its begin to its end, data and evaluation included
 * @param where the process that did it
 * @param finished when it ended
 */
public record Result(
        String sweep,
        Trial trial,
        Status status,
        String message,
        Map<String, Double> measures,
        Optional<Run> run,
        int threads,
        double seconds,
        String where,
        Instant finished) {
    /** How a trial ended. */
    public enum Status {
        /** As planned. */
        FINISHED,
        /** Its loss was no longer a number, or grew past its limit. */
        DIVERGED,
        /** The experiment threw, or its process died. */
        FAILED
    }
}
