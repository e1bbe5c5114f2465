package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tech.tablesaw.api.Table;

/**
 * Results to look at: filtered, grouped, summed up. Smaller measures are better; one that is no number, of a run that
 * diverged or failed, is worse than all others.
 *
 * @param all in the order of the plan, or of the store
 * @param scientific the parameters that results are grouped by; empty means all that vary and are not tuned, see
 *     {@link #by(String...)}
 */
public record Results(List<Result> all, List<String> scientific) {
    public Results {
        all = List.copyOf(all);
        scientific = List.copyOf(scientific);
    }

    /** Results of which nothing is known but what they say. */
    public static Results of(List<Result> all) {
        return new Results(all, List.of());
    }

    /** Results of a plan, which says what is scientific. */
    public static Results of(List<Result> all, Plan plan) {
        return new Results(
                all,
                plan.parameters().stream()
                        .filter(p -> p.purpose() == Purpose.SCIENTIFIC)
                        .map(Parameter::name)
                        .toList());
    }

    /** The same, grouped by these parameters; the other ones are nuisance. */
    public Results by(String... names) {
        return new Results(all, List.of(names));
    }

    /** Those that pass. */
    public Results where(Predicate<Result> passes) {
        return new Results(all.stream().filter(passes).toList(), scientific);
    }

    /** Those whose parameter has that value. */
    public Results where(String name, Object value) {
        var plain = Trial.plain(name, value);
        return where(r -> plain.equals(r.trial().values().get(name)));
    }

    /** Those that ended in that way. */
    public Results where(Result.Status status) {
        return where(r -> r.status() == status);
    }

    /** How many. */
    public int size() {
        return all.size();
    }

    /** One row a run: parameters, measures and how it went, without curves. */
    public Table table() {
        return ResultTables.runs(all);
    }

    /** One row a point of a curve, with the parameters of its run. */
    public Table curves() {
        return ResultTables.curves(all);
    }

    /** The results by the values of some parameters, in the order in which those first come. */
    public Map<Map<String, Object>, List<Result>> groupedBy(List<String> names) {
        var groups = new LinkedHashMap<Map<String, Object>, List<Result>>();
        for (var result : all) {
            var group = new LinkedHashMap<String, Object>();
            for (var name : names) {
                var value = result.trial().values().get(name);
                if (value == null) {
                    throw new IllegalArgumentException(
                            "there is no parameter " + name + " in the trial " + result.trial());
                }
                group.put(name, value);
            }
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(result);
        }
        return groups;
    }

    /** Parameters that have more than one value here, the seed not among them. */
    public List<String> varying() {
        var values = new LinkedHashMap<String, LinkedHashSet<Object>>();
        for (var result : all) {
            result.trial().values().forEach((name, value) -> values.computeIfAbsent(name, n -> new LinkedHashSet<>())
                    .add(value));
        }
        values.remove(Parameter.SEED);
        return values.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
