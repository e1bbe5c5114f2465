package org.guideddescent.lab;

import java.util.Collection;
import java.util.function.DoublePredicate;

/**
 * Claim cells, by {@code import static org.guideddescent.lab.Claims.*}. Each method prints one line and throws {@link
 * ClaimFailedException} when the claim fails. It returns nothing, so that a notebook does not show the line twice.
 */
public final class Claims {
    private Claims() {}

    /**
     * Claims |measured − expected| ≤ tolerance.
     *
     * @param text the statement
     * @param measured the number
     * @param expected what it should be
     * @param tolerance the largest difference allowed, 0 or more
     */
    public static void claim(String text, double measured, double expected, double tolerance) {
        claim(Claim.of(text, measured, expected, tolerance));
    }

    /**
     * The same, with the source of the expected number.
     *
     * @param text the statement
     * @param measured the number
     * @param expected what it should be
     * @param tolerance the largest difference allowed, 0 or more
     * @param source of the expected number
     */
    public static void claim(String text, double measured, double expected, double tolerance, Claim.Source source) {
        claim(Claim.of(text, measured, expected, tolerance).from(source));
    }

    /**
     * Claims that every value satisfies the condition.
     *
     * @param text the statement
     * @param values at least one: not modified
     * @param condition of each value
     */
    public static void claim(String text, double[] values, DoublePredicate condition) {
        claim(Claim.of(text, values, condition));
    }

    /**
     * Claims that every value satisfies the condition.
     *
     * @param text the statement
     * @param values at least one: not modified
     * @param condition of each value
     */
    public static void claim(String text, Collection<? extends Number> values, DoublePredicate condition) {
        claim(text, values.stream().mapToDouble(Number::doubleValue).toArray(), condition);
    }

    /**
     * Claims that the value satisfies the condition, such as {@link #above above(5)}.
     *
     * @param text the statement
     * @param value what was measured
     * @param condition of the value
     */
    public static void claim(String text, double value, DoublePredicate condition) {
        claim(Claim.of(text, new double[] {value}, condition));
    }

    /**
     * The same, with the source of the condition.
     *
     * @param text the statement
     * @param value what was measured
     * @param condition of the value
     * @param source of the condition
     */
    public static void claim(String text, double value, DoublePredicate condition, Claim.Source source) {
        claim(Claim.of(text, new double[] {value}, condition).from(source));
    }

    /**
     * Claims that every value satisfies the condition, with the source of the condition.
     *
     * @param text the statement
     * @param values at least one: not modified
     * @param condition of each value
     * @param source of the condition
     */
    public static void claim(String text, double[] values, DoublePredicate condition, Claim.Source source) {
        claim(Claim.of(text, values, condition).from(source));
    }

    /**
     * Claims a condition, with its source.
     *
     * @param text the statement
     * @param condition whether it is so
     * @param source of the condition
     */
    public static void claim(String text, boolean condition, Claim.Source source) {
        claim(Claim.of(text, condition).from(source));
    }

    /**
     * Shows a statement of a paper that does not reproduce here: not every value satisfies it. Prints the line with this
     * verdict, and throws when every value does satisfy it after all.
     *
     * @param text the statement
     * @param values at least one: not modified
     * @param stated what the paper says of each value
     */
    public static void notReproduced(String text, double[] values, DoublePredicate stated) {
        claim(Claim.of(text, values, stated).from(Claim.Source.PAPER).notReproduced());
    }

    /**
     * The same for one value.
     *
     * @param text the statement
     * @param value what was measured
     * @param stated what the paper says of it
     */
    public static void notReproduced(String text, double value, DoublePredicate stated) {
        notReproduced(text, new double[] {value}, stated);
    }

    /**
     * {@return the numbers greater than low, as a condition of a claim}
     *
     * @param low the lower end
     */
    public static Range above(double low) {
        return Range.above(low);
    }

    /**
     * {@return the numbers less than high, as a condition of a claim}
     *
     * @param high the upper end
     */
    public static Range below(double high) {
        return Range.below(high);
    }

    /**
     * {@return the numbers between low and high, without the ends, as a condition of a claim}
     *
     * @param low the lower end
     * @param high the upper end, above low
     */
    public static Range between(double low, double high) {
        return Range.between(low, high);
    }

    /**
     * Claims a condition.
     *
     * @param text the statement
     * @param condition whether it is so
     */
    public static void claim(String text, boolean condition) {
        claim(Claim.of(text, condition));
    }

    /**
     * Prints the claim's line and throws when it fails.
     *
     * @param claim made and judged
     */
    public static void claim(Claim claim) {
        System.out.println(claim.line());
        if (claim.fails()) throw new ClaimFailedException(claim);
    }
}
