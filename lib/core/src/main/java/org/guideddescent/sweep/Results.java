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
    /**
     * Copies the lists.
     *
     * @param all in the order of the plan, or of the store
     * @param scientific the parameters that results are grouped by, the others are nuisance; if unknown, all that vary
     *     but the one that is asked for, see {@link #by(String...)}
     */
    public Results {
        all = List.copyOf(all);
        scientific = scientific.map(List::copyOf);
    }

    /**
     * {@return results of which nothing is known but what they say}
     *
     * @param all in any order, which is kept
     */
    public static Results of(List<Result> all) {
        return new Results(all, Optional.empty());
    }

    /**
     * {@return results of a plan, which says what is scientific}
     *
     * @param all in the order of the plan
     * @param plan what was asked for
     */
    public static Results of(List<Result> all, Plan plan) {
        return new Results(
                all,
                Optional.of(plan.parameters().stream()
                        .filter(p -> p.purpose() == Purpose.SCIENTIFIC)
                        .map(Parameter::name)
                        .toList()));
    }

    /**
     * {@return the same, grouped by these parameters; the other ones are nuisance}
     *
     * @param names of parameters
     */
    public Results by(String... names) {
        return new Results(all, Optional.of(List.of(names)));
    }

    /**
     * {@return those that pass}
     *
     * @param passes says which results stay
     */
    public Results where(Predicate<Result> passes) {
        return new Results(all.stream().filter(passes).toList(), scientific);
    }

    /**
     * {@return those whose parameter has that value; 1 and 1.0 are the same here}
     *
     * @param name of a parameter
     * @param value a whole number, a number, a text or a truth
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

    /**
     * {@return those that ended in that way}
     *
     * @param status finished, diverged or failed
     */
    public Results where(Result.Status status) {
        return where(r -> r.status() == status);
    }

    /** {@return how many results these are} */
    public int size() {
        return all.size();
    }

    /** {@return a table of one row a run: parameters, measures and how it went, without curves} */
    public Table table() {
        return ResultTables.runs(all);
    }

    /** {@return a table of one row a point of a curve, with the parameters of its run} */
    public Table curves() {
        return ResultTables.curves(all);
    }

    /** {@return a table of one row an evaluation during training, with the parameters of its run} */
    public Table evaluations() {
        return ResultTables.evaluations(all);
    }

    /**
     * {@return the results by the values of some parameters, in the order in which those first come}
     *
     * @param names of parameters
     */
    public Map<Group, List<Result>> groupedBy(List<String> names) {
        var groups = new LinkedHashMap<Group, List<Result>>();
        for (var result : all) {
            groups.computeIfAbsent(Group.of(result, names), g -> new ArrayList<>())
                    .add(result);
        }
        return groups;
    }

    /** {@return what {@link #by(String...)} or the plan groups by; if neither says, what is {@link #varying()}} */
    public List<String> grouping() {
        return scientific.orElseGet(this::varying);
    }

    /** {@return the parameters that have more than one value here, the seed not among them} */
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

    /**
     * {@return what {@link #tuned(String, String)} gives for the loss}
     *
     * @param parameter the name of what is tuned
     */
    public List<Tuned> tuned(String parameter) {
        return tuned(parameter, Outcome.LOSS);
    }

    /**
     * {@return the curve of the measure against a parameter that is tuned, one for each scientific group}
     *
     * @param parameter the name of what is tuned
     * @param measure the name of a measure, the smaller the better
     */
    public List<Tuned> tuned(String parameter, String measure) {
        return Tuning.curves(this, parameter, r -> r.measure(measure));
    }

    /**
     * {@return what {@link #transfer(String, String, String)} gives for the loss}
     *
     * @param name of the scientific parameter, whose values are numbers
     * @param parameter the name of what is tuned
     */
    public List<Transfer> transfer(String name, String parameter) {
        return transfer(name, parameter, Outcome.LOSS);
    }

    /**
     * {@return how the optimum of a parameter moves with a scientific one, for each combination of the other scientific
     * ones}
     *
     * @param name of the scientific one, whose values are numbers
     * @param parameter the name of what is tuned
     * @param measure the name of a measure, the smaller the better
     */
    public List<Transfer> transfer(String name, String parameter, String measure) {
        return Tuning.transfers(tuned(parameter, measure), name, parameter);
    }

    /**
     * {@return what {@link #pareto(Cost, String)} gives for the loss}
     *
     * @param cost what a run is paid in
     */
    public Pareto pareto(Cost cost) {
        return pareto(cost, Outcome.LOSS);
    }

    /**
     * {@return every configuration by cost and measure, each the median over seeds}
     *
     * @param cost what a run is paid in
     * @param measure the name of a measure, the smaller the better
     */
    public Pareto pareto(Cost cost, String measure) {
        var candidates = new ArrayList<Pareto.Candidate>();
        groupedBy(varying())
                .forEach((group, runs) -> candidates.add(new Pareto.Candidate(
                        group, Tuning.median(runs, cost::of), Tuning.median(runs, r -> r.measure(measure)))));
        return new Pareto(cost, candidates);
    }

    /**
     * How often each arm is within a factor of the fastest. Its time for a workload is the median over seeds, for the
     * best values of all other parameters: tuning is free, so give all arms the same.
     *
     * @param arm the parameter whose values are compared, such as {@code optimizer}
     * @param workload the parameter whose values are the workloads
     * @param time of a run, infinite if it did not get there; see {@link TimeToTarget}
     * @return the profile of the arms
     * @throws IllegalArgumentException if an arm has no run of some workload
     */
    public PerformanceProfile profile(String arm, String workload, ToDoubleFunction<Result> time) {
        return Tuning.profile(this, arm, workload, time);
    }

    private static boolean equal(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }
}
