package org.guideddescent.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoublePredicate;

/**
 * A statement with what was measured, what was expected, and what became of it.
 *
 * @param text the statement
 * @param measured the number, as text
 * @param expected the number or range, and perhaps where it comes from
 * @param tolerance the largest difference allowed, as text
 * @param verdict what became of it
 */
public record Claim(String text, String measured, String expected, String tolerance, Verdict verdict) {
    /** What became of a claim. */
    public enum Verdict {
        /** As the statement says. */
        HOLDS("holds"),
        /** Not as the statement says. */
        FAILS("fails"),
        /** A statement of others that the measurement contradicts, as the notebook says it does. */
        NOT_REPRODUCED("not reproduced"),
        /** Marked as not reproduced, and yet it holds: the mark is wrong. */
        REPRODUCED("reproduced after all, fails");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /** Where an expected number comes from. A claim that names none has bounds that were measured here. */
    public enum Source {
        /** A statement of a paper. */
        PAPER,
        /** A consequence of a formula. */
        DERIVED,
        /** A number that was measured here before. */
        MEASURED
    }

    /**
     * {@return a claim that holds when |measured − expected| ≤ tolerance} NaN and infinity never hold.
     *
     * @param text the statement
     * @param measured the number
     * @param expected what it should be
     * @param tolerance the largest difference allowed, 0 or more
     */
    public static Claim of(String text, double measured, double expected, double tolerance) {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerance must not be negative, got " + tolerance);
        }
        boolean holds = Math.abs(measured - expected) <= tolerance && Double.isFinite(measured);
        return new Claim(text, shown(measured), shown(expected), shown(tolerance), verdict(holds));
    }

    /**
     * {@return a claim that holds when there is a value and every value is a number that satisfies the condition} A
     * {@link Range} is shown as what was expected; another condition cannot be.
     *
     * @param text the statement
     * @param values what was measured: not modified
     * @param condition of each value
     */
    public static Claim of(String text, double[] values, DoublePredicate condition) {
        long held = Arrays.stream(values)
                .filter(v -> !Double.isNaN(v) && condition.test(v))
                .count();
        boolean holds = values.length > 0 && held == values.length;
        String expected = condition instanceof Range ? condition.toString() : "the condition for every value";
        return new Claim(text, summary(values, held), expected, "none", verdict(holds));
    }

    /**
     * {@return a claim that holds when the condition does}
     *
     * @param text the statement
     * @param condition whether it is so
     */
    public static Claim of(String text, boolean condition) {
        return new Claim(text, String.valueOf(condition), "true", "none", verdict(condition));
    }

    /**
     * {@return the same statement, marked as one that does not reproduce} The mark is a claim too: it fails where the
     * statement holds.
     */
    public Claim notReproduced() {
        return new Claim(text, measured, expected, tolerance, holds() ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED);
    }

    /** {@return whether the statement was proved} */
    public boolean holds() {
        return verdict == Verdict.HOLDS;
    }

    /** {@return whether the notebook must stop: what it says is not what was measured} */
    public boolean fails() {
        return verdict == Verdict.FAILS || verdict == Verdict.REPRODUCED;
    }

    /**
     * {@return the same claim that says where its expected number comes from}
     *
     * @param source of the expected number
     */
    public Claim from(Source source) {
        String label = " (" + source.name().toLowerCase(Locale.ROOT) + ")";
        return new Claim(text, measured, expected + label, tolerance, verdict);
    }

    /** {@return the claim in one line} */
    public String line() {
        return "claim: " + text + ": measured " + measured + ", expected " + expected + ", tolerance " + tolerance
                + ": " + verdict.words;
    }

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.HOLDS : Verdict.FAILS;
    }

    @Override
    public String toString() {
        return line();
    }

    /** A number with six significant digits and no trailing zeros. */
    static String shown(double value) {
        if (!Double.isFinite(value)) return String.valueOf(value);
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
        // Whole numbers keep all their digits.
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return String.valueOf((long) value);
        boolean whole = rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9;
        return whole ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }

    private static String summary(double[] values, long held) {
        if (values.length == 0) return "no values";
        if (values.length == 1) return shown(values[0]);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return shown(sorted[0]) + " to " + shown(sorted[n - 1]) + " (median " + shown(median) + ", " + held + " of " + n
                + " hold)";
    }
}
