package org.guideddescent.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.train.Run;

/**
 * What became of one trial, in the precision of the store: {@code Result.parse(result.line())} equals the result. For that,
 * a measure that is no finite number is infinite if the run diverged and NaN if not; a loss, evaluation or reading that is
 * none is NaN; and a curve longer than {@value #POINTS} points keeps that many, see {@link Run#thinned}.
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
    /** Points of a curve, and readings of a gauge, that are kept. */
    public static final int POINTS = 1000;

    /** How a trial ended. */
    public enum Status {
        /** As planned. */
        FINISHED,
        /** Its loss was no longer a number, or grew past its limit. */
        DIVERGED,
        /** The experiment threw, or its process died. */
        FAILED
    }

    /**
     * Refuses a measure that is called like a parameter or like a column of the store.
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
    public Result {
        var names = new ArrayList<>(trial.values().keySet());
        names.addAll(measures.keySet());
        Columns.check(names, "the parameter or measure");
        if (run.isPresent() == (status == Status.FAILED)) {
            throw new IllegalArgumentException(
                    "a result has a run unless it failed, got " + status + (run.isPresent() ? " with" : " without"));
        }
        double none = status == Status.DIVERGED ? Double.POSITIVE_INFINITY : Double.NaN;
        var numbers = new LinkedHashMap<String, Double>();
        measures.forEach((name, value) -> numbers.put(name, Double.isFinite(value) ? value : none));
        measures = Collections.unmodifiableMap(numbers);
        run = run.map(Result::kept);
    }

    /**
     * {@return the measure of that name} Infinite if there is none because the trial failed, so that it never is the
     * best.
     *
     * @param name of a measure
     * @throws IllegalArgumentException if a trial that ended has no such measure; the message lists those it has
     */
    public double measure(String name) {
        var value = measures.get(name);
        if (value == null && status != Status.FAILED) {
            throw new IllegalArgumentException("there is no measure '" + name + "'; there are " + measures.keySet());
        }
        return value == null ? Double.POSITIVE_INFINITY : value;
    }

    /**
     * {@return the result as one line of JSON, without a line break: a flat object whose keys are the columns of a
     * table} The last one is a checksum of all before it, so no byte can change unnoticed.
     */
    public String line() {
        return ResultLine.write(this);
    }

    /**
     * Reads a line back.
     *
     * @param line what {@link #line()} gave
     * @return the result, equal to the one written
     * @throws IllegalArgumentException if it is damaged, with the reason
     */
    public static Result parse(String line) {
        return ResultLine.read(line);
    }

    /**
     * {@return a hash of every number of the result that is a function of trial, sweep and threads: status, measures,
     * losses, evaluations and readings, in all their bits} Two runs that are the same have the same digest, wherever and
     * however fast they ran; so keep seconds out of measures.
     */
    public String digest() {
        return ResultDigest.of(this);
    }

    private static Run kept(Run run) {
        var few = run.thinned(POINTS);
        return new Run(
                few.rule(),
                few.objective(),
                few.seed(),
                few.steps(),
                few.environment(),
                few.curve().stream()
                        .map(p -> new Run.Point(p.step(), number(p.loss()), p.seconds()))
                        .toList(),
                few.evaluations().stream()
                        .map(e -> new Run.Evaluation(e.step(), e.name(), number(e.value()), e.seconds()))
                        .toList(),
                few.readings().stream()
                        .map(r -> new Run.Reading(r.step(), r.name(), number(r.value())))
                        .toList(),
                few.end());
    }

    private static double number(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
