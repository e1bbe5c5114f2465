package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Successive halving: all points run with a small budget, the best of each scientific group again with a larger one.
 * <pre>  budget of rung k = max η^(k−K),   K = ⌊log_η(max / min)⌋          ⌊n / η⌋ points of n go on, at least one  </pre>
 * A point's score is the median loss over its seeds; of equal ones the first goes on. A point that diverged or failed never
 * does, so a group can end early. A rung begins from step 0 and does not continue the one before: a schedule knows its
 * horizon, and a run that stopped at a third of a cosine is another run. To look at one rung, ask the results for it: {@code
 * results.where("steps", 2700)}. Jamieson and Talwalkar, 2016, arXiv:1502.07943.
 *
 * @param points what is tried; its scientific groups do not compete
 * @param budget the parameter that grows, such as {@code steps}
 * @param eta how many times, from rung to rung
 * @param min the smallest budget allowed
 * @param max the last rung's budget
 */
public record Halving(Points points, String budget, int eta, long min, long max) implements Plan {
    /**
     * Refuses what leaves no two rungs.
     *
     * @param points what is tried; its scientific groups do not compete
     * @param budget the parameter that grows, such as {@code steps}
     * @param eta how many times, from rung to rung
     * @param min the smallest budget allowed
     * @param max the last rung's budget
     * @throws IllegalArgumentException if eta is below 2, min below 1, max below eta × min, or the budget is a parameter
     */
    public Halving {
        if (eta < 2) {
            throw new IllegalArgumentException("halving needs an eta of at least 2, got " + eta);
        }
        if (min < 1 || max < eta * min) {
            throw new IllegalArgumentException(
                    "halving needs a max of at least eta × min, so that there are two rungs; got " + min + " to " + max
                            + " by " + eta);
        }
        withBudget(points, budget, max);
    }

    @Override
    public List<Trial> next(List<Result> known) {
        Map<String, Result> results =
                known.stream().collect(Collectors.toMap(r -> r.trial().key(), Function.identity(), (a, b) -> a));
        var due = new ArrayList<Trial>();
        for (var group : points.groups()) {
            due.addAll(due(group, results));
        }
        return due;
    }

    /** {@return the budgets from the first rung to the last} */
    public List<Long> budgets() {
        var budgets = new ArrayList<Long>();
        double b = max;
        for (; Math.round(b) >= min; b /= eta) {
            budgets.add(0, Math.round(b));
        }
        return budgets;
    }

    @Override
    public int size() {
        int all = 0;
        int n = points.points().size();
        for (int rung = 0; rung < budgets().size(); rung++) {
            all += n;
            n = Math.max(1, n / eta);
        }
        return all * points.groups().size() * points.seeds().size();
    }

    @Override
    public List<Parameter> parameters() {
        return withBudget(points, budget, max).parameters();
    }

    @Override
    public String describe() {
        var rungs = new ArrayList<String>();
        int n = points.points().size();
        for (long b : budgets()) {
            rungs.add(n + " with " + b);
            n = Math.max(1, n / eta);
        }
        return "at most " + size() + " runs; points of each group by " + budget + ": " + String.join(", ", rungs)
                + "\nof " + points.describe();
    }

    @Override
    public String toString() {
        return describe();
    }

    private List<Trial> due(Map<String, Object> group, Map<String, Result> results) {
        var alive = points.points();
        for (long b : budgets()) {
            var rung = alive;
            var missing = points.seeds().stream()
                    .flatMap(seed -> rung.stream().map(point -> trial(group, point, seed, b)))
                    .filter(t -> !results.containsKey(t.key()))
                    .toList();
            if (!missing.isEmpty()) {
                return missing;
            }
            alive = best(group, rung, b, results);
        }
        return List.of();
    }

    private List<Map<String, Object>> best(
            Map<String, Object> group, List<Map<String, Object>> rung, long b, Map<String, Result> results) {
        record Scored(Map<String, Object> point, double score) {}
        return rung.stream()
                .map(point -> new Scored(point, score(group, point, b, results)))
                .filter(s -> s.score < Double.POSITIVE_INFINITY)
                .sorted(Comparator.comparingDouble(Scored::score)) // stable: of equal ones the first
                .limit(Math.max(1, rung.size() / eta))
                .map(Scored::point)
                .toList();
    }

    private double score(Map<String, Object> group, Map<String, Object> point, long b, Map<String, Result> results) {
        return Quantiles.median(points.seeds().stream()
                .mapToDouble(
                        seed -> results.get(trial(group, point, seed, b).key()).measure(Outcome.LOSS))
                .toArray());
    }

    private Trial trial(Map<String, Object> group, Map<String, Object> point, Map<String, Object> seed, long b) {
        return points.trial(group, point, seed).with(budget, b);
    }

    private static Points withBudget(Points points, String budget, long value) {
        return points.fixed(budget, value);
    }
}
