package org.guideddescent.space;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which parameters are meant. Records only, so that a rule that holds one prints the same text in every JVM and equal
 * text means an equal rule.
 */
public sealed interface Selector extends Serializable {
    /**
     * {@return whether p is meant}
     *
     * @param p a parameter of any layout
     */
    boolean includes(Param p);

    /** {@return every parameter} */
    static Selector all() {
        return new All();
    }

    /** {@return hidden matrices, those between two hidden widths, for which matrix rules such as Muon are made} */
    static Selector matrices() {
        return new HiddenMatrices();
    }

    /**
     * {@return parameters of the given roles}
     *
     * @param roles one or more
     */
    static Selector role(Role... roles) {
        return new ByRole(List.of(roles));
    }

    /**
     * {@return parameters of the given names}
     *
     * @param names one or more, each of which the layout must have
     */
    static Selector named(String... names) {
        return new ByName(List.of(names));
    }

    /** {@return everything with two dimensions above one, whatever its role} */
    static Selector everyMatrix() {
        return new EveryMatrix();
    }

    /** See {@link #all()}. */
    record All() implements Selector {
        @Override
        public boolean includes(Param p) {
            return true;
        }

        @Override
        public String toString() {
            return "all()";
        }
    }

    /** See {@link #matrices()}. */
    record HiddenMatrices() implements Selector {
        @Override
        public boolean includes(Param p) {
            return p.isMatrix() && p.role() == Role.HIDDEN;
        }

        @Override
        public String toString() {
            return "matrices()";
        }
    }

    /** See {@link #everyMatrix()}. */
    record EveryMatrix() implements Selector {
        @Override
        public boolean includes(Param p) {
            return p.isMatrix();
        }

        @Override
        public String toString() {
            return "everyMatrix()";
        }
    }

    /**
     * See {@link #role(Role...)}.
     *
     * @param roles those that are meant
     */
    record ByRole(List<Role> roles) implements Selector {
        /**
         * Copies the list.
         *
         * @param roles those that are meant
         */
        public ByRole {
            roles = List.copyOf(roles);
        }

        @Override
        public boolean includes(Param p) {
            return roles.contains(p.role());
        }

        @Override
        public String toString() {
            return roles.stream().map(Role::name).collect(Collectors.joining(", ", "role(", ")"));
        }
    }

    /**
     * See {@link #named(String...)}.
     *
     * @param names those that are meant
     */
    record ByName(List<String> names) implements Selector {
        /**
         * Copies the list.
         *
         * @param names those that are meant
         */
        public ByName {
            names = List.copyOf(names);
        }

        @Override
        public boolean includes(Param p) {
            return names.contains(p.name());
        }

        @Override
        public String toString() {
            return names.stream().collect(Collectors.joining(", ", "named(", ")"));
        }
    }
}
