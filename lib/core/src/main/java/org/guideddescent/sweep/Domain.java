package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** The values that a parameter can have: a list, or a range to draw from. */
public sealed interface Domain {
    /**
     * {@return the value at u in [0, 1); uniform u gives each value its share}
     *
     * @param u a number in [0, 1)
     */
    Object at(double u);

    /** {@return all values in order; empty if they cannot be counted} */
    List<Object> values();

    /**
     * {@return these values, in this order}
     *
     * @param values one or more, no two of them equal
     */
    static Domain choices(Object... values) {
        return new Listed(List.of(values));
    }

    /**
     * {@return the whole numbers from low to high, both included}
     *
     * @param low the first
     * @param high the last, at least low
     */
    static Domain range(long low, long high) {
        return new Whole(low, high);
    }

    /**
     * {@return the numbers low, low + step, … up to high} Half octaves are {@code range(-9, -3, 0.5)}.
     *
     * @param low the first
     * @param high at least low; not passed
     * @param step above 0
     */
    static Domain range(double low, double high, double step) {
        if (!(step > 0) || !(low <= high)) {
            throw new IllegalArgumentException(
                    "a range needs low ≤ high and a positive step, got " + low + " to " + high + " by " + step);
        }
        var values = new ArrayList<Object>();
        // Multiples instead of sums; a tenth of a step forgives that 0.1 is not a tenth.
        for (int i = 0; low + i * step <= high + 0.1 * step; i++) {
            values.add(low + i * step);
        }
        return new Listed(values);
    }

    /**
     * {@return numbers from low up to high, all equally likely}
     *
     * @param low the lower end
     * @param high the upper end, above low
     */
    static Domain uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /**
     * {@return positive numbers from low up to high, whose logarithms are equally likely}
     *
     * @param low the lower end, above 0
     * @param high the upper end, above low
     */
    static Domain logUniform(double low, double high) {
        return new LogUniform(low, high);
    }

    /**
     * A list.
     *
     * @param values in the order they are tried
     */
    record Listed(List<Object> values) implements Domain {
        /**
         * Refuses no values and equal values.
         *
         * @param values in the order they are tried
         * @throws IllegalArgumentException if there is no value, or one is there twice
         */
        public Listed {
            values = values.stream().map(v -> Trial.plain("a parameter", v)).toList();
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a parameter needs at least one value");
            }
            if (new LinkedHashSet<>(values).size() < values.size()) {
                throw new IllegalArgumentException("a value is there twice in " + values);
            }
        }

        @Override
        public Object at(double u) {
            return values.get((int) (u * values.size()));
        }

        @Override
        public String toString() {
            var shown = values.stream().limit(12).map(Object::toString).toList();
            return String.join(", ", shown) + (values.size() > 12 ? ", … " + values.get(values.size() - 1) : "");
        }
    }

    /**
     * Whole numbers, low and high included.
     *
     * @param low the first
     * @param high the last
     */
    record Whole(long low, long high) implements Domain {
        /**
         * Refuses an empty range.
         *
         * @param low the first
         * @param high the last
         * @throws IllegalArgumentException if low is above high
         */
        public Whole {
            if (low > high) {
                throw new IllegalArgumentException("a range needs low ≤ high, got " + low + " to " + high);
            }
        }

        @Override
        public Object at(double u) {
            return low + (long) (u * (high - low + 1));
        }

        @Override
        public List<Object> values() {
            var values = new Object[Math.toIntExact(high - low + 1)];
            Arrays.setAll(values, i -> low + i);
            return List.of(values);
        }

        @Override
        public String toString() {
            return "whole numbers " + low + " to " + high;
        }
    }

    /**
     * Numbers.
     *
     * @param low the lower end
     * @param high the upper end
     */
    record Uniform(double low, double high) implements Domain {
        /**
         * Refuses an empty range.
         *
         * @param low the lower end
         * @param high the upper end
         * @throws IllegalArgumentException if low is not below high, or one is not finite
         */
        public Uniform {
            if (!(low < high) || !Double.isFinite(high - low)) {
                throw new IllegalArgumentException("a range needs low < high, got " + low + " to " + high);
            }
        }

        @Override
        public Object at(double u) {
            return low + u * (high - low);
        }

        @Override
        public List<Object> values() {
            return List.of();
        }

        @Override
        public String toString() {
            return "uniform from " + low + " to " + high;
        }
    }

    /**
     * Positive numbers by their logarithm.
     *
     * @param low the lower end, above 0
     * @param high the upper end
     */
    record LogUniform(double low, double high) implements Domain {
        /**
         * Refuses an empty range and one that reaches 0.
         *
         * @param low the lower end, above 0
         * @param high the upper end
         * @throws IllegalArgumentException if low is not above 0 and below high, or high is not finite
         */
        public LogUniform {
            if (!(0 < low && low < high) || !Double.isFinite(high)) {
                throw new IllegalArgumentException(
                        "a logarithmic range needs 0 < low < high, got " + low + " to " + high);
            }
        }

        @Override
        public Object at(double u) {
            return low * Math.pow(high / low, u);
        }

        @Override
        public List<Object> values() {
            return List.of();
        }

        @Override
        public String toString() {
            return "log-uniform from " + low + " to " + high;
        }
    }
}
