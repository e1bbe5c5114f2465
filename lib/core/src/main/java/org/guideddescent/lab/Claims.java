package org.guideddescent.lab;

import java.util.Collection;
import java.util.function.DoublePredicate;

/**
 * Claim cells, by {@code import static org.guideddescent.lab.Claims.*}. Each method prints one line and throws {@link
 * ClaimFailedException} when the claim fails. It returns nothing, so that a notebook does not show the line twice.
 */
public final class Claims {
    private Claims() {}

    /** Claims |measured − expected| ≤ tolerance. */
    public static void claim(String text, double measured, double expected, double tolerance) {
        claim(Claim.of(text, measured, expected, tolerance));
    }

    /** The same, with the source of the expected number. */
    public static void claim(String text, double measured, double expected, double tolerance, Claim.Source source) {
        claim(Claim.of(text, measured, expected, tolerance).from(source));
    }

    /** Claims that every value satisfies the condition. values: not modified. */
    public static void claim(String text, double[] values, DoublePredicate condition) {
        claim(Claim.of(text, values, condition));
    }

    /** Claims that every value satisfies the condition. values: not modified. */
    public static void claim(String text, Collection<? extends Number> values, DoublePredicate condition) {
        claim(text, values.stream().mapToDouble(Number::doubleValue).toArray(), condition);
    }

    /** Claims that the value satisfies the condition, such as {@link #above above(5)}. */
    public static void claim(String text, double value, DoublePredicate condition) {
        claim(Claim.of(text, new double[] {value}, condition));
    }

    /** The same, with the source of the condition. */
    public static void claim(String text, double value, DoublePredicate condition, Claim.Source source) {
        claim(Claim.of(text, new double[] {value}, condition).from(source));
    }

    /** Claims that every value satisfies the condition, with the source of the condition. values: not modified. */
    public static void claim(String text, double[] values, DoublePredicate condition, Claim.Source source) {
        claim(Claim.of(text, values, condition).from(source));
    }

    /** Claims a condition, with its source. */
    public static void claim(String text, boolean condition, Claim.Source source) {
        claim(Claim.of(text, condition).from(source));
    }

    /**
     * Shows a statement of a paper that does not reproduce here: not every value satisfies it. Prints the line with this
     * verdict, and throws when every value does satisfy it after all. values: not modified.
     */
    public static void notReproduced(String text, double[] values, DoublePredicate stated) {
        claim(Claim.of(text, values, stated).from(Claim.Source.PAPER).notReproduced());
    }

    /** The same for one value. */
    public static void notReproduced(String text, double value, DoublePredicate stated) {
        notReproduced(text, new double[] {value}, stated);
    }

    /** Numbers greater than low, as a condition of a claim. */
    public static Range above(double low) {
        return Range.above(low);
    }

    /** Numbers less than high, as a condition of a claim. */
    public static Range below(double high) {
        return Range.below(high);
    }

    /** Numbers between low and high, without the ends, as a condition of a claim. */
    public static Range between(double low, double high) {
        return Range.between(low, high);
    }

    /** Claims a condition. */
    public static void claim(String text, boolean condition) {
        claim(Claim.of(text, condition));
    }

    /** Prints the claim's line and throws when it fails. */
    public static void claim(Claim claim) {
        System.out.println(claim.line());
        if (claim.fails()) throw new ClaimFailedException(claim);
    }
}
