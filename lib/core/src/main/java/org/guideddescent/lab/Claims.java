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

    /** Claims a condition. */
    public static void claim(String text, boolean condition) {
        claim(Claim.of(text, condition));
    }

    /** Prints the claim's line and throws when it fails. */
    public static void claim(Claim claim) {
        System.out.println(claim.line());
        if (!claim.holds()) throw new ClaimFailedException(claim);
    }
}
