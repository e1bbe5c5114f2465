package org.guideddescent.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The parameters of a model in the order of their memory: contiguous, without gaps, names unique.
 *
 * @param params in the order of memory, each beginning where the one before it ends
 */
public record Layout(List<Param> params) {
    /**
     * Refuses no parameters, two of one name, and gaps or overlaps in memory.
     *
     * @param params in the order of memory, each beginning where the one before it ends
     * @throws IllegalArgumentException if there is none, a name comes twice, or an offset is not the end of the parameter
     *     before
     */
    public Layout {
        params = List.copyOf(params);
        if (params.isEmpty()) {
            throw new IllegalArgumentException("a layout needs at least one parameter");
        }
        var names = new HashSet<String>();
        long offset = 0;
        for (var p : params) {
            if (!names.add(p.name())) {
                throw new IllegalArgumentException("two parameters are named '" + p.name() + "'");
            }
            if (p.offset() != offset) {
                throw new IllegalArgumentException(p + " starts at " + p.offset() + " but the one before it ends at "
                        + offset + "; let Layout.builder() place them");
            }
            offset = p.end();
        }
    }

    /** {@return an empty layout to add to; {@link Builder#build()} decides the order of memory} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return a layout of one parameter vector [n × 1] named {@code x}, which is what plain test functions need}
     *
     * @param n how many numbers, at least 1
     */
    public static Layout vector(int n) {
        return new Layout(List.of(new Param("x", Role.BIAS, n, 1, 0)));
    }

    /** {@return how many numbers the flat buffer has} */
    public long size() {
        return params.get(params.size() - 1).end();
    }

    /**
     * {@return the parameter of that name}
     *
     * @param name as it was given to the builder
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Param named(String name) {
        for (var p : params) {
            if (p.name().equals(name)) {
                return p;
            }
        }
        throw new IllegalArgumentException("no parameter named '" + name + "'; have " + params);
    }

    /**
     * {@return the parameters that the selector means, in the order of memory}
     *
     * @param selector which ones are meant
     * @throws IllegalArgumentException if it names a parameter that there is not
     */
    public List<Param> select(Selector selector) {
        if (selector instanceof Selector.ByName byName) {
            byName.names().forEach(this::named);
        }
        return params.stream().filter(selector::includes).toList();
    }

    /** Collects parameters and places hidden matrices first, then other matrices, then the rest. */
    public static final class Builder {
        private record Wanted(String name, Role role, int rows, int cols) {}

        private final List<Wanted> wanted = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a parameter [rows × cols].
         *
         * @param name unlike all others
         * @param role what it does in the network
         * @param rows fan-out of a weight matrix, at least 1
         * @param cols fan-in of a weight matrix, 1 for a vector
         * @return this builder
         */
        public Builder add(String name, Role role, int rows, int cols) {
            wanted.add(new Wanted(name, role, rows, cols));
            return this;
        }

        /**
         * Places what was added; the sort is stable, so equals keep the order in which they came.
         *
         * @return the layout
         * @throws IllegalArgumentException if two have one name, or there is none
         */
        public Layout build() {
            var placed = new ArrayList<Param>();
            long offset = 0;
            for (var w : wanted.stream()
                    .sorted(Comparator.comparingInt(Builder::rank))
                    .toList()) {
                var p = new Param(w.name, w.role, w.rows, w.cols, offset);
                placed.add(p);
                offset = p.end();
            }
            return new Layout(placed);
        }

        private static int rank(Wanted w) {
            boolean matrix = w.rows > 1 && w.cols > 1;
            return matrix && w.role == Role.HIDDEN ? 0 : matrix ? 1 : 2;
        }
    }
}
