package org.guideddescent.rule;

import java.io.Serializable;
import java.util.List;
import org.guideddescent.space.ParamVector;

/**
 * Several averages of the weights of one run, each under a name; training does not notice.
 * <pre>  xₙ ← xₙ + cₙ (θ − xₙ)          n: a horizon; cₙ: see {@link Average}  </pre>
 * Each is what {@link Averaged} would keep alone, bit by bit. The first one is the one to judge by, unless another is asked
 * for by name: {@code optimizer.evaluationWeights(name)}. State, for each horizon, under its name: x (1 number per parameter)
 * and a count of points.
 *
 * @param rule moves the weights that are averaged
 * @param horizons one or more, names unique; the first is the one to judge by
 */
public record Averages(Transform rule, List<Horizon> horizons) implements Around {
    /**
     * Refuses no averages, and two of one name.
     *
     * @param rule moves the weights that are averaged
     * @param horizons one or more, names unique; the first is the one to judge by
     * @throws IllegalArgumentException if the list is empty, or a name comes twice
     */
    public Averages {
        horizons = List.copyOf(horizons);
        if (horizons.isEmpty()) {
            throw new IllegalArgumentException("averages need one or more, e.g. Average.halfLife(100)");
        }
        var names = horizons.stream().map(Horizon::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("each average needs a name of its own, got " + names);
        }
    }

    /**
     * An average with the name that it is asked for by.
     *
     * @param name what it is asked for by, not blank
     * @param average how much each step counts
     */
    public record Horizon(String name, Average average) implements Serializable {
        /**
         * Refuses a blank name.
         *
         * @param name what it is asked for by, not blank
         * @param average how much each step counts
         * @throws IllegalArgumentException if the name is blank
         */
        public Horizon {
            if (name.isBlank()) {
                throw new IllegalArgumentException("an average needs a name, to be asked for by");
            }
        }

        /**
         * {@return the exponential mean of that half-life in steps, named after it: "half-life 50"}
         *
         * @param steps in which a weight in the mean is halved, positive
         */
        public static Horizon ofHalfLife(double steps) {
            var average = Average.halfLife(steps);
            var text = steps == Math.rint(steps) && steps < 1e15 ? Long.toString((long) steps) : Double.toString(steps);
            return new Horizon("half-life " + text, average);
        }
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.DRIVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var means = horizons.stream()
                .map(h -> new Tracked(h.average(), scope, slots.in(h.name())))
                .toList();
        return new Reading(inner.get(0), horizons.stream().map(Horizon::name).toList(), means);
    }

    /** names.get(i) is that of means.get(i). */
    private record Reading(Stepper rule, List<String> names, List<Tracked> means) implements Stepper {
        @Override
        public void apply(Step step) {
            rule.apply(step);
            for (int i = 0; i < means.size(); i++) {
                means.get(i).take(step.t());
            }
        }

        @Override
        public boolean averages() {
            return true;
        }

        @Override
        public void readOut(ParamVector weights) {
            means.get(0).readOut(weights);
        }

        @Override
        public List<String> averageNames() {
            return names;
        }

        @Override
        public void readOut(String name, ParamVector weights) {
            if (names.contains(name)) {
                means.get(names.indexOf(name)).readOut(weights);
            }
        }
    }
}
