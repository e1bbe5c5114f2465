package org.guideddescent.lab;

import java.util.function.DoublePredicate;

/**
 * Where a measured number should lie. It knows how to say so, which a lambda does not: a claim with a range has an
 * expected value that can be read in the ledger.
 *
 * @param low the lower end; −∞ if there is none
 * @param high the upper end; ∞ if there is none
 */
public record Range(double low, double high) implements DoublePredicate {
    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "a range needs a lower end below its upper end, got " + low + " and " + high);
        }
    }

    /** Numbers greater than low. */
    public static Range above(double low) {
        return new Range(low, Double.POSITIVE_INFINITY);
    }

    /** Numbers less than high. */
    public static Range below(double high) {
        return new Range(Double.NEGATIVE_INFINITY, high);
    }

    /** Numbers between low and high, without the ends. */
    public static Range between(double low, double high) {
        return new Range(low, high);
    }

    @Override
    public boolean test(double value) {
        return low < value && value < high;
    }

    /** As a claim shows it: {@code > 5}, {@code < 0.2} or {@code 0.3 to 3}. */
    @Override
    public String toString() {
        if (high == Double.POSITIVE_INFINITY) return "> " + Claim.shown(low);
        if (low == Double.NEGATIVE_INFINITY) return "< " + Claim.shown(high);
        return Claim.shown(low) + " to " + Claim.shown(high);
    }
}
