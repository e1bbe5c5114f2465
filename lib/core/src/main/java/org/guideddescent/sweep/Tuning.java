package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians over seeds, minima over what is tuned. */
final class Tuning {
    private Tuning() {}

    static List<Tuned> curves(Results results, String parameter, ToDoubleFunction<Result> score) {
        var names = new ArrayList<>(results.grouping());
        names.remove(parameter);
        var curves = new ArrayList<Tuned>();
        results.groupedBy(names).forEach((group, runs) -> curves.add(curve(group, runs, parameter, score)));
        return curves;
    }

    static List<Transfer> transfers(List<Tuned> curves, String name, String parameter) {
        var arms = new LinkedHashMap<Group, List<Tuned>>();
        for (var curve : curves) {
            if (!curve.group().values().containsKey(name)) {
                throw new IllegalArgumentException("results are grouped by "
                        + curve.group().values().keySet() + ", not by " + name + "; say by(\"" + name + "\", …)");
            }
            arms.computeIfAbsent(curve.group().without(name), a -> new ArrayList<>())
                    .add(curve);
        }
        var transfers = new ArrayList<Transfer>();
        arms.forEach((arm, own) -> {
            own.sort(Comparator.comparingDouble(t -> t.group().number(name)));
            transfers.add(new Transfer(arm, name, parameter, own));
        });
        return transfers;
    }

    static PerformanceProfile profile(Results results, String arm, String workload, ToDoubleFunction<Result> time) {
        var workloads = new LinkedHashSet<Object>();
        var best = new LinkedHashMap<Object, Map<Object, Double>>();
        results.groupedBy(List.of(arm, workload)).forEach((group, runs) -> {
            var values = group.values();
            workloads.add(values.get(workload));
            best.computeIfAbsent(values.get(arm), a -> new LinkedHashMap<>())
                    .put(values.get(workload), bestMedian(runs, time));
        });
        var times = new LinkedHashMap<String, List<Double>>();
        best.forEach((a, byWorkload) -> {
            if (!byWorkload.keySet().containsAll(workloads)) {
                throw new IllegalArgumentException("the " + arm + " " + a + " has runs of the workloads "
                        + byWorkload.keySet() + ", but there are " + workloads);
            }
            times.put(a.toString(), workloads.stream().map(byWorkload::get).toList());
        });
        return new PerformanceProfile(workloads.stream().map(Object::toString).toList(), times);
    }

    static double median(List<Result> runs, ToDoubleFunction<Result> score) {
        return Quantiles.median(runs.stream().mapToDouble(score).toArray());
    }

    private static Tuned curve(Group group, List<Result> runs, String parameter, ToDoubleFunction<Result> score) {
        var points = new ArrayList<Tuned.Point>();
        Results.of(runs).groupedBy(List.of(parameter)).forEach((value, same) -> {
            var best = best(same, score);
            var scores = best.stream().mapToDouble(score).toArray();
            points.add(new Tuned.Point(
                    value.number(parameter),
                    Quantiles.median(scores),
                    Quantiles.of(scores, 0),
                    Quantiles.of(scores, 1),
                    scores.length));
        });
        points.sort(Comparator.comparingDouble(Tuned.Point::value));
        return new Tuned(group, parameter, points);
    }

    private static double bestMedian(List<Result> runs, ToDoubleFunction<Result> score) {
        return median(best(runs, score), score);
    }

    /** The seeds of the configuration with the smallest median; of equal ones the first. */
    private static List<Result> best(List<Result> runs, ToDoubleFunction<Result> score) {
        var configurations =
                Results.of(runs).groupedBy(Results.of(runs).varying()).values();
        return configurations.stream()
                .min(Comparator.comparingDouble(same -> median(same, score)))
                .orElseThrow();
    }
}
