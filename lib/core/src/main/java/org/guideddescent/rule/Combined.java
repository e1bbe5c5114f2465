package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Selector;

/** Transforms made of transforms. {@link Plan} takes them apart; made by {@link Rules} and by {@link Transform}. */
public sealed interface Combined extends Transform {
    /**
     * One after the other. Nested chains are one chain, which makes chaining associative, and the texts equal.
     *
     * @param parts from first to last
     */
    record Chain(List<Transform> parts) implements Combined {
        /**
         * Takes the parts of nested chains as its own.
         *
         * @param parts from first to last
         */
        public Chain {
            var flat = new ArrayList<Transform>();
            for (var part : parts) {
                if (part instanceof Chain c) {
                    flat.addAll(c.parts);
                } else {
                    flat.add(part);
                }
            }
            parts = List.copyOf(flat);
        }

        @Override
        public String toString() {
            return parts.stream().map(Transform::toString).collect(Collectors.joining(", ", "chain(", ")"));
        }
    }

    /**
     * Some parameters to one rule. A parameter that no branch takes is an error, found when the rule is bound.
     *
     * @param selector which parameters
     * @param rule for those
     */
    record Route(Selector selector, Transform rule) implements Combined {
        /**
         * {@return this route with the rest to another rule}
         *
         * @param other for all that the selector does not mean
         */
        public Transform otherwise(Transform other) {
            return new Split(selector, rule, other);
        }

        @Override
        public String toString() {
            return "route(" + selector + ", " + rule + ")";
        }
    }

    /**
     * Some parameters to one rule, the rest to another.
     *
     * @param selector which parameters go to the first rule
     * @param rule for those
     * @param other for the rest
     */
    record Split(Selector selector, Transform rule, Transform other) implements Combined {
        @Override
        public String toString() {
            return "route(" + selector + ", " + rule + ").otherwise(" + other + ")";
        }
    }

    /**
     * A rule bound to each parameter by itself, as if there were no others.
     *
     * @param rule bound once for each parameter
     */
    record Each(Transform rule) implements Combined {
        @Override
        public String toString() {
            return "everyParameter(" + rule + ")";
        }
    }

    /**
     * A rule whose rate is scaled by a schedule.
     *
     * @param rule whose rate is meant
     * @param eta η, what the rate is multiplied by at each step
     */
    record Scheduled(Transform rule, Schedule eta) implements Combined {
        @Override
        public String toString() {
            return rule + ".schedule(" + eta + ")";
        }
    }
}
