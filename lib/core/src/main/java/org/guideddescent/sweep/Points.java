package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Trials that are all due at once: every combination of scientific values, seeds, and the points of the nuisance
 * parameters. The points are the same for all combinations, so every arm gets the same budget of tuning. The seed changes
 * slowest, so that curves are whole before they are averaged.
 *
 * @param parameters in the order of the trials' values
 * @param cover how the nuisance parameters are covered
 */
public record Points(List<Parameter> parameters, Cover cover) implements Plan {
    /**
     * Refuses names that are there twice, or that every result has a column of.
     *
     * @param parameters in the order of the trials' values
     * @param cover how the nuisance parameters are covered
     * @throws IllegalArgumentException if a name is there twice or is one of the columns of every result
     */
    public Points {
        parameters = List.copyOf(parameters);
        Columns.check(parameters.stream().map(Parameter::name).toList(), "the parameter");
    }

    /**
     * {@return the same with one more parameter that is compared}
     *
     * @param name of letters, digits and underscores, a letter first
     * @param values one or more, or one {@link Domain}
     */
    public Points scientific(String name, Object... values) {
        return with(name, Purpose.SCIENTIFIC, values);
    }

    /**
     * {@return the same with one more parameter that is tuned for every combination of the scientific ones}
     *
     * @param name of letters, digits and underscores, a letter first
     * @param values one or more, or one {@link Domain}
     */
    public Points nuisance(String name, Object... values) {
        return with(name, Purpose.NUISANCE, values);
    }

    /**
     * {@return the same with a value that all trials have}
     *
     * @param name of letters, digits and underscores, a letter first
     * @param value a whole number, a number, a text or a truth
     */
    public Points fixed(String name, Object value) {
        return with(name, Purpose.FIXED, value);
    }

    /**
     * {@return the same with the seeds 1 to n}
     *
     * @param n seeds, at least 1
     */
    public Points seeds(int n) {
        return seeds(LongStream.rangeClosed(1, n).toArray());
    }

    /**
     * {@return the same with these seeds}
     *
     * @param seeds one or more, no two of them equal
     */
    public Points seeds(long... seeds) {
        return with(Parameter.SEED, Purpose.SEED, LongStream.of(seeds).boxed().toArray());
    }

    /**
     * {@return the same points, tried with a small budget first; the best are tried with more}
     *
     * @param budget a parameter that is not there yet, such as {@code steps}
     * @param eta how many times more the budget is from rung to rung, and how many times fewer the points
     * @param min the smallest budget allowed
     * @param max the last rung's budget
     */
    public Halving halving(String budget, int eta, long min, long max) {
        return new Halving(this, budget, eta, min, max);
    }

    @Override
    public List<Trial> next(List<Result> known) {
        var keys = known.stream().map(r -> r.trial().key()).collect(Collectors.toSet());
        return trials().stream().filter(t -> !keys.contains(t.key())).toList();
    }

    @Override
    public int size() {
        return groups().size() * points().size() * seeds().size();
    }

    @Override
    public String describe() {
        var text = new StringBuilder(size() + " runs: " + groups().size() + " scientific × " + points().size()
                + " nuisance (" + cover + ") × " + seeds().size() + " seeds");
        for (var p : parameters) {
            text.append("\n  ").append(p.purpose().name().toLowerCase(Locale.ROOT));
            text.append(" ").append(p.name()).append(": ").append(p.domain());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return describe();
    }

    List<Map<String, Object>> groups() {
        return Cover.combinations(of(Purpose.SCIENTIFIC));
    }

    List<Map<String, Object>> points() {
        return cover.points(of(Purpose.NUISANCE));
    }

    List<Map<String, Object>> seeds() {
        return Cover.combinations(of(Purpose.SEED));
    }

    /** The trial of one combination; its values in the order of the parameters. */
    Trial trial(Map<String, Object> group, Map<String, Object> point, Map<String, Object> seed) {
        var values = new LinkedHashMap<String, Object>();
        for (var p : parameters) {
            for (var part : List.of(group, point, seed)) {
                if (part.containsKey(p.name())) {
                    values.put(p.name(), part.get(p.name()));
                }
            }
            if (p.purpose() == Purpose.FIXED) {
                values.put(p.name(), p.domain().at(0));
            }
        }
        return new Trial(values);
    }

    private List<Trial> trials() {
        Set<Trial> trials = new LinkedHashSet<>();
        for (var seed : seeds()) {
            for (var group : groups()) {
                for (var point : points()) {
                    trials.add(trial(group, point, seed));
                }
            }
        }
        return List.copyOf(trials);
    }

    private List<Parameter> of(Purpose purpose) {
        return parameters.stream().filter(p -> p.purpose() == purpose).toList();
    }

    private Points with(String name, Purpose purpose, Object... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(name + " needs at least one value");
        }
        var domain = values.length == 1 && values[0] instanceof Domain d ? d : Domain.choices(values);
        var longer = new ArrayList<>(parameters);
        longer.add(new Parameter(name, purpose, domain));
        return new Points(longer, cover);
    }
}
