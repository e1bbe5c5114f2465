package org.guideddescent.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.guideddescent.sweep.Cost;
import org.guideddescent.sweep.Group;
import org.guideddescent.sweep.Outcome;
import org.guideddescent.sweep.Pareto;
import org.guideddescent.sweep.PerformanceProfile;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Results;
import org.guideddescent.sweep.TimeToTarget;
import org.guideddescent.sweep.Transfer;
import org.guideddescent.sweep.Tuned;
import org.guideddescent.train.Run;

/** Figures of the results of a sweep. Each group of the scientific parameters is one name in the legend. */
public final class SweepFigures {
    private SweepFigures() {}

    /**
     * {@return losses against steps: for each group the median over its runs, and their range as a band}
     *
     * @param results whose curves are drawn
     * @param smooth steps to average, at least 1
     */
    public static Figure losses(Results results, int smooth) {
        var figure = Figure.of("Loss against steps").xAxis("step").yLogAxis("loss, mean of " + smooth + " steps");
        return add(figure, results, (f, group, runs) -> Curves.bySteps(f, group.toString(), runs, smooth));
    }

    /**
     * {@return the same against seconds of training}
     *
     * @param results whose curves are drawn
     * @param smooth steps to average, at least 1
     */
    public static Figure lossesBySeconds(Results results, int smooth) {
        var figure = Figure.of("Loss against seconds")
                .xAxis("training time", "s")
                .yLogAxis("loss, mean of " + smooth + " steps");
        return add(figure, results, (f, group, runs) -> Curves.bySeconds(f, group.toString(), runs, smooth));
    }

    /**
     * {@return what {@link #tuning(Results, String, String)} draws by the loss}
     *
     * @param results of a sweep
     * @param parameter the name of what is tuned
     */
    public static Figure tuning(Results results, String parameter) {
        return tuning(results, parameter, Outcome.LOSS);
    }

    /**
     * {@return the U-shaped curve of each group: the median over seeds, their range as a band, and the refined optimum
     * as a point} What diverged is a gap. The caption names groups whose best value is an end of its range.
     *
     * @param results of a sweep
     * @param parameter the name of what is tuned
     * @param measure the name of a measure, the smaller the better
     */
    public static Figure tuning(Results results, String parameter, String measure) {
        var curves = results.tuned(parameter, measure);
        var figure = scored(Figure.of("Tuning " + parameter).xAxis(parameter), curves, measure + ", median over seeds");
        for (var curve : curves) {
            figure = tuned(figure, curve);
        }
        var edges = curves.stream()
                .filter(Tuned::atEdge)
                .map(c -> c.group().toString())
                .toList();
        return edges.isEmpty()
                ? figure
                : figure.caption("The best value is an end of its range for: " + String.join("; ", edges) + ".");
    }

    /** Logarithmic only where it helps: over less than a factor of ten it would have no ticks. */
    private static Figure scored(Figure figure, List<Tuned> curves, String label) {
        var scores = curves.stream()
                .flatMapToDouble(c -> Arrays.stream(c.scores()))
                .filter(Double::isFinite)
                .summaryStatistics();
        return scores.getMin() > 0 && scores.getMax() > 10 * scores.getMin()
                ? figure.yLogAxis(label)
                : figure.yAxis(label);
    }

    private static Figure tuned(Figure figure, Tuned curve) {
        var name = curve.group().toString();
        var ended = IntStream.range(0, curve.points().size())
                .filter(i -> Double.isFinite(curve.highest()[i]))
                .toArray();
        var optimum = curve.optimum();
        var more = figure.line(name, curve.values(), curve.scores());
        if (curve.points().stream().anyMatch(p -> p.runs() > 1)) {
            more = more.band(
                    name, pick(curve.values(), ended), pick(curve.lowest(), ended), pick(curve.highest(), ended));
        }
        return Double.isFinite(optimum.score())
                ? more.points(name, new double[] {optimum.value()}, new double[] {optimum.score()})
                : more;
    }

    /**
     * {@return the refined optimum of each arm against a scientific parameter such as the width; the caption has the
     * shifts}
     *
     * @param transfers one for each arm, at least one
     */
    public static Figure transfer(List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            throw new IllegalArgumentException("there are no results to plot a transfer of");
        }
        var any = transfers.get(0);
        var figure = Figure.of("Best " + any.parameter() + " against " + any.scientific())
                .xAxis(any.scientific())
                .yAxis("best " + any.parameter());
        var shifts = new StringBuilder();
        for (var t : transfers) {
            var name = name(t.arm());
            figure = figure.line(name, t.values(), t.optima()).points(name, t.values(), t.optima());
            shifts.append(shifts.length() == 0 ? "" : "; ")
                    .append(String.format(Locale.ROOT, "%s %+.2f", name, t.shift()))
                    .append(t.atEdge() ? " (an optimum is an end of its range)" : "");
        }
        return figure.caption("From the first to the last " + any.scientific() + " the best " + any.parameter()
                + " moves by: " + shifts + ".");
    }

    /**
     * {@return what {@link #transfer(List)} draws of the results' losses}
     *
     * @param results of a sweep
     * @param scientific the name of a parameter whose values are numbers
     * @param parameter the name of what is tuned
     */
    public static Figure transfer(Results results, String scientific, String parameter) {
        return transfer(results.transfer(scientific, parameter));
    }

    /**
     * {@return every configuration by its cost and loss, and the front of those that none beats in both}
     *
     * @param pareto configurations by cost and score; those that did not end are left out
     */
    public static Figure pareto(Pareto pareto) {
        var ended = pareto.all().stream()
                .filter(c -> Double.isFinite(c.score()) && c.cost() > 0)
                .toList();
        var figure = pareto.cost() == Cost.STEPS
                ? Figure.of("What a loss costs in steps").xLogAxis("steps")
                : Figure.of("What a loss costs in seconds").xLogAxis("training time", "s");
        return figure.yLogAxis("loss, median over seeds")
                .points(
                        "configurations",
                        ended.stream().mapToDouble(Pareto.Candidate::cost).toArray(),
                        ended.stream().mapToDouble(Pareto.Candidate::score).toArray())
                .line("Pareto front", pareto.costs(), pareto.scores());
    }

    /**
     * {@return the share of workloads on which each arm is within a factor of the fastest, as steps; the legend has the
     * scores}
     *
     * @param profile of the arms
     */
    public static Figure profile(PerformanceProfile profile) {
        return profile(profile, PerformanceProfile.MAX_FACTOR);
    }

    /**
     * {@return the same up to another factor}
     *
     * @param profile of the arms
     * @param maxFactor where the axis ends, above 1
     */
    public static Figure profile(PerformanceProfile profile, double maxFactor) {
        var figure = Figure.of("Performance profile")
                .xAxis("factor over the fastest")
                .yAxis("share of " + profile.workloads().size() + " workloads");
        var corners = profile.corners(maxFactor);
        var scores = new StringBuilder();
        for (var arm : profile.ranking()) {
            figure = figure.line(arm, doubled(corners, 1), doubled(profile.shares(arm, corners), 0));
            scores.append(scores.length() == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.2f", arm, profile.score(arm, maxFactor)));
        }
        return figure.caption("Areas: " + scores + "; 1 is the fastest everywhere.");
    }

    /** Every number twice, but for the first at the beginning (skip 1) or the last at the end (skip 0): corners of steps. */
    private static double[] doubled(double[] values, int skip) {
        var out = new double[2 * values.length - 1];
        Arrays.setAll(out, i -> values[(i + skip) / 2]);
        return out;
    }

    /**
     * {@return for each group the median cost of the first time its smoothed loss reached the target, as bars} A group
     * whose median run never did has a bar of height 0 and is named in the caption.
     *
     * @param results of a sweep
     * @param cost what a run is paid in
     * @param target the loss to reach, not NaN
     * @param smooth steps to average, at least 1
     */
    public static Figure timeToTarget(Results results, Cost cost, double target, int smooth) {
        ToDoubleFunction<Result> time =
                r -> TimeToTarget.loss(r, target, smooth).in(cost);
        var groups = results.groupedBy(results.grouping());
        var labels = groups.keySet().stream().map(SweepFigures::name).toList();
        var medians = groups.values().stream()
                .mapToDouble(
                        runs -> Curves.quantile(runs.stream().mapToDouble(time).toArray(), 0.5))
                .toArray();
        var never = IntStream.range(0, medians.length)
                .filter(i -> !Double.isFinite(medians[i]))
                .mapToObj(labels::get)
                .toList();
        var unit = cost == Cost.STEPS ? "steps" : "seconds of training";
        return Figure.of("Time to a loss of " + target)
                .yAxis(unit + ", median over seeds")
                .bars(
                        "to " + target,
                        labels,
                        Arrays.stream(medians)
                                .map(m -> Double.isFinite(m) ? m : 0)
                                .toArray())
                .caption(never.isEmpty() ? "" : "Never reached by: " + String.join("; ", never) + ".");
    }

    /** One group's share of a figure. */
    @FunctionalInterface
    private interface Part {
        Figure add(Figure figure, Group group, List<Run> runs);
    }

    private static Figure add(Figure figure, Results results, Part part) {
        var all = figure;
        for (var group : results.groupedBy(results.grouping()).entrySet()) {
            var runs = group.getValue().stream().flatMap(r -> r.run().stream()).toList();
            if (!runs.isEmpty()) {
                all = part.add(all, group.getKey(), runs);
            }
        }
        return all;
    }

    private static String name(Group group) {
        return group.values().isEmpty() ? "all" : group.toString();
    }

    private static double[] pick(double[] values, int[] at) {
        return Arrays.stream(at).mapToDouble(i -> values[i]).toArray();
    }
}
