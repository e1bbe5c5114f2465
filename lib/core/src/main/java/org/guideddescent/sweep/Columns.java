package org.guideddescent.sweep;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** The names of a result's columns that neither parameters nor measures may have. */
final class Columns {
    static final String SWEEP = "sweep";
    static final String KEY = "key";
    static final String STATUS = "status";
    static final String MESSAGE = "message";
    static final String RULE = "runRule";
    static final String OBJECTIVE = "runObjective";
    static final String SEED = "runSeed";
    static final String STEPS = "runSteps";
    static final String END = "runEnd";
    static final String REASON = "runEndReason";
    static final String ENDED_AT = "runEndedAt";
    static final String BACK_TO = "runBackTo";
    static final String THREADS = "threads";
    static final String SECONDS = "seconds";
    static final String PROCESS = "process";
    static final String FINISHED = "finished";
    static final String ENVIRONMENT = "environment";
    static final String PARAMETERS = "parameters";
    static final String MEASURES = "measures";
    static final String CURVE_STEPS = "curveSteps";
    static final String CURVE_LOSSES = "curveLosses";
    static final String CURVE_SECONDS = "curveSeconds";
    static final String EVALUATION_STEPS = "evaluationSteps";
    static final String EVALUATION_NAMES = "evaluationNames";
    static final String EVALUATION_VALUES = "evaluationValues";
    static final String EVALUATION_SECONDS = "evaluationSeconds";
    static final String READING_STEPS = "readingSteps";
    static final String READING_NAMES = "readingNames";
    static final String READING_VALUES = "readingValues";
    static final String DIGEST = "digest";
    static final String CHECKSUM = "checksum";

    private static final List<String> RESERVED = List.of(
            SWEEP,
            KEY,
            STATUS,
            MESSAGE,
            RULE,
            OBJECTIVE,
            SEED,
            STEPS,
            END,
            REASON,
            ENDED_AT,
            BACK_TO,
            THREADS,
            SECONDS,
            PROCESS,
            FINISHED,
            ENVIRONMENT,
            PARAMETERS,
            MEASURES,
            CURVE_STEPS,
            CURVE_LOSSES,
            CURVE_SECONDS,
            EVALUATION_STEPS,
            EVALUATION_NAMES,
            EVALUATION_VALUES,
            EVALUATION_SECONDS,
            READING_STEPS,
            READING_NAMES,
            READING_VALUES,
            DIGEST,
            CHECKSUM);

    private Columns() {}

    /**
     * Checks that the names can stand side by side as columns. SQL does not tell capitals from small letters, so names that
     * differ in nothing else are refused too.
     *
     * @param what they name, for the message
     */
    static void check(Collection<String> names, String what) {
        var seen = new LinkedHashMap<String, String>();
        RESERVED.forEach(name -> seen.put(name.toLowerCase(Locale.ROOT), name));
        for (var name : names) {
            var before = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (before != null && RESERVED.contains(before)) {
                throw new IllegalArgumentException(what + " cannot be called '" + name + "': every result has a column "
                        + before + "; choose another name");
            }
            if (before != null) {
                throw new IllegalArgumentException(what + " '" + name + "' is there twice"
                        + (before.equals(name) ? "" : ", as '" + before + "'; tables do not tell capitals apart"));
            }
        }
    }
}
