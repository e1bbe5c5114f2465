package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.Table;

/**
 * Results to look at: filtered, grouped, summed up. Smaller measures are better, so store an error and not an accuracy; a
 * measure that is no number, of a run that diverged or failed, counts as infinite.
 *
 * @param all in the order of the plan, or of the store
 * @param scientific the parameters that results are grouped by, the others are nuisance; if unknown, all that vary but the one
 *     that is asked for, see {@link #by(String...)}
 */
public record Results(List<Result> all, Optional<List<String>> scientific) {
    public Results {
        all = List.copyOf(all);
        scientific = scientific.map(List::copyOf);
    }

    /** Results of which nothing is known but what they say. */
    public static Results of(List<Result> all) {
        return new Results(all, Optional.empty());
    }

    /** Results of a plan, which says what is scientific. */
    public static Results of(List<Result> all, Plan plan) {
        return new Results(
                all,
                Optional.of(plan.parameters().stream()
                        .filter(p -> p.purpose() == Purpose.SCIENTIFIC)
                        .map(Parameter::name)
                        .toList()));
    }

    /** The same, grouped by these parameters; the other ones are nuisance. */
    public Results by(String... names) {
        return new Results(all, Optional.of(List.of(names)));
    }

    /** Those that pass. */
    public Results where(Predicate<Result> passes) {
        return new Results(all.stream().filter(passes).toList(), scientific);
    }

    /**
     * Those whose parameter has that value; 1 and 1.0 are the same here.
     *
     * @throws IllegalArgumentException if no result has such a parameter
     */
    public Results where(String name, Object value) {
        var plain = Trial.plain(name, value);
        if (all.stream().noneMatch(r -> r.trial().values().containsKey(name)) && !all.isEmpty()) {
            throw new IllegalArgumentException("there is no parameter '" + name + "' in trials such as "
                    + all.get(0).trial());
        }
        return where(r -> equal(plain, r.trial().values().get(name)));
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

    /** One row an evaluation during training, with the parameters of its run. */
    public Table evaluations() {
        return ResultTables.evaluations(all);
    }

    /** The results by the values of some parameters, in the order in which those first come. */
    public Map<Group, List<Result>> groupedBy(List<String> names) {
        var groups = new LinkedHashMap<Group, List<Result>>();
        for (var result : all) {
            groups.computeIfAbsent(Group.of(result, names), g -> new ArrayList<>())
                    .add(result);
        }
        return groups;
    }

    /** What {@link #by(String...)} or the plan groups by; if neither says, what is {@link #varying()}. */
    public List<String> grouping() {
        return scientific.orElseGet(this::varying);
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

    /** {@link #tuned(String, String)} by the loss. */
    public List<Tuned> tuned(String parameter) {
        return tuned(parameter, Outcome.LOSS);
    }

    /** For each scientific group, the measure against a parameter that is tuned. */
    public List<Tuned> tuned(String parameter, String measure) {
        return Tuning.curves(this, parameter, r -> r.measure(measure));
    }

    /** {@link #transfer(String, String, String)} by the loss. */
    public List<Transfer> transfer(String name, String parameter) {
        return transfer(name, parameter, Outcome.LOSS);
    }

    /**
     * How the optimum of a parameter moves with a scientific one, for each combination of the other scientific ones.
     *
     * @param name of the scientific one, whose values are numbers
     */
    public List<Transfer> transfer(String name, String parameter, String measure) {
        return Tuning.transfers(tuned(parameter, measure), name, parameter);
    }

    /** {@link #pareto(Cost, String)} by the loss. */
    public Pareto pareto(Cost cost) {
        return pareto(cost, Outcome.LOSS);
    }

    /** Every configuration by cost and measure, each the median over seeds. */
    public Pareto pareto(Cost cost, String measure) {
        var candidates = new ArrayList<Pareto.Candidate>();
        groupedBy(varying())
                .forEach((group, runs) -> candidates.add(new Pareto.Candidate(
                        group, Tuning.median(runs, cost::of), Tuning.median(runs, r -> r.measure(measure)))));
        return new Pareto(cost, candidates);
    }

    /**
     * How often each arm is within a factor of the fastest. Its time for a workload is the median over seeds, for the best
     * values of all other parameters: tuning is free, so give all arms the same.
     *
     * @param arm the parameter whose values are compared, such as {@code optimizer}
     * @param workload the parameter whose values are the workloads
     * @param time of a run, infinite if it did not get there; see {@link TimeToTarget}
     * @throws IllegalArgumentException if an arm has no run of some workload
     */
    public PerformanceProfile profile(String arm, String workload, ToDoubleFunction<Result> time) {
        return Tuning.profile(this, arm, workload, time);
    }

    private static boolean equal(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }
}
