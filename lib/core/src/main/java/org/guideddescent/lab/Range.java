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
    /**
     * Refuses a range without numbers.
     *
     * @param low the lower end; −∞ if there is none
     * @param high the upper end; ∞ if there is none
     * @throws IllegalArgumentException if low is not below high
     */
    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "a range needs a lower end below its upper end, got " + low + " and " + high);
        }
    }

    /**
     * {@return the numbers greater than low}
     *
     * @param low the lower end
     */
    public static Range above(double low) {
        return new Range(low, Double.POSITIVE_INFINITY);
    }

    /**
     * {@return the numbers less than high}
     *
     * @param high the upper end
     */
    public static Range below(double high) {
        return new Range(Double.NEGATIVE_INFINITY, high);
    }

    /**
     * {@return the numbers between low and high, without the ends}
     *
     * @param low the lower end
     * @param high the upper end, above low
     */
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
