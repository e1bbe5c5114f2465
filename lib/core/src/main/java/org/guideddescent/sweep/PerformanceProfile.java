package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * How often each arm is within a factor of the fastest.
 * <pre>
 *   r(a, w) = t(a, w) / min_b t(b, w)          ρ_a(τ) = share of workloads w with r(a, w) ≤ τ
 *   score_a = 1 / (τ_max − 1) ∫ ρ_a(τ) dτ from 1 to τ_max
 * </pre>
 * A workload that nobody finished is in no share, but it counts. Dolan and Moré, 2002, arXiv:cs/0102001; the score is
 * AlgoPerf's with its τ_max = 4, Dahl et al., 2023, arXiv:2306.07179.
 *
 * @param workloads their names
 * @param times by arm: one for each workload, positive, infinite if the arm never finished it
 */
public record PerformanceProfile(List<String> workloads, Map<String, List<Double>> times) {
    /** AlgoPerf's. */
    public static final double MAX_FACTOR = 4;

    /**
     * Refuses arms with other than one time for each workload, and times that are no times.
     *
     * @param workloads their names
     * @param times by arm: one for each workload, positive, infinite if the arm never finished it
     * @throws IllegalArgumentException if there is no workload, or an arm has other than one time for each, above 0
     */
    public PerformanceProfile {
        workloads = List.copyOf(workloads);
        var checked = new LinkedHashMap<String, List<Double>>();
        for (var arm : times.entrySet()) {
            if (arm.getValue().size() != workloads.size() || workloads.isEmpty()) {
                throw new IllegalArgumentException(arm.getKey() + " has "
                        + arm.getValue().size() + " times for " + workloads.size() + " workloads");
            }
            if (arm.getValue().stream().anyMatch(t -> !(t > 0))) {
                throw new IllegalArgumentException(
                        "the times of " + arm.getKey() + " must be positive, got " + arm.getValue());
            }
            checked.put(arm.getKey(), List.copyOf(arm.getValue()));
        }
        times = Collections.unmodifiableMap(checked);
    }

    /** {@return the names of the arms} */
    public List<String> arms() {
        return List.copyOf(times.keySet());
    }

    /**
     * {@return the factors of an arm over the fastest of each workload; infinite where it never finished}
     *
     * @param arm one of {@link #arms()}
     */
    public double[] factors(String arm) {
        var own = times.get(arm);
        if (own == null) {
            throw new IllegalArgumentException("there is no arm '" + arm + "'; there are " + arms());
        }
        var factors = new double[workloads.size()];
        Arrays.setAll(factors, w -> {
            double best =
                    times.values().stream().mapToDouble(t -> t.get(w)).min().orElseThrow();
            return Double.isInfinite(own.get(w)) ? Double.POSITIVE_INFINITY : own.get(w) / best;
        });
        return factors;
    }

    /**
     * {@return ρ: the share of workloads on which the arm is within that factor of the fastest}
     *
     * @param arm one of {@link #arms()}
     * @param factor τ, from 1
     */
    public double share(String arm, double factor) {
        return Arrays.stream(factors(arm)).filter(r -> r <= factor).count() / (double) workloads.size();
    }

    /**
     * {@return the score with {@link #MAX_FACTOR}: 1 if the arm is the fastest everywhere, 0 if it is beyond that factor
     * everywhere}
     *
     * @param arm one of {@link #arms()}
     */
    public double score(String arm) {
        return score(arm, MAX_FACTOR);
    }

    /**
     * {@return the area below ρ from 1 to that factor, over the width} Each workload adds a rectangle that begins at its
     * r.
     *
     * @param arm one of {@link #arms()}
     * @param maxFactor τ_max, above 1
     */
    public double score(String arm, double maxFactor) {
        if (!(maxFactor > 1)) {
            throw new IllegalArgumentException("the largest factor must be above 1, got " + maxFactor);
        }
        return Arrays.stream(factors(arm))
                        .map(r -> Math.max(0, (maxFactor - r) / (maxFactor - 1)))
                        .sum()
                / workloads.size();
    }

    /**
     * {@return the factors at which some share changes, from 1 to the largest, to plot ρ as steps}
     *
     * @param maxFactor the last one, above 1
     */
    public double[] corners(double maxFactor) {
        var corners = new TreeSet<>(List.of(1.0, maxFactor));
        for (var arm : arms()) {
            Arrays.stream(factors(arm)).filter(r -> r < maxFactor).forEach(corners::add);
        }
        return corners.stream().mapToDouble(r -> r).toArray();
    }

    /**
     * {@return ρ at those factors, to plot}
     *
     * @param arm one of {@link #arms()}
     * @param factors values of τ, such as {@link #corners}: not modified
     */
    public double[] shares(String arm, double[] factors) {
        return Arrays.stream(factors).map(r -> share(arm, r)).toArray();
    }

    /** {@return the arms by score, the best first} */
    public List<String> ranking() {
        var arms = new ArrayList<>(arms());
        arms.sort(Comparator.comparingDouble(a -> -score(a)));
        return arms;
    }

    /**
     * {@return the times as a table, a row for each arm and workload: arm, workload, time in the unit of the times
     * given, and factor over the fastest of the workload} Time and factor are infinite where the arm never finished.
     */
    public Table table() {
        var rows = new ArrayList<Row>();
        times.forEach((arm, own) -> {
            var factors = factors(arm);
            for (int w = 0; w < factors.length; w++) {
                rows.add(new Row(arm, workloads.get(w), own.get(w), factors[w]));
            }
        });
        return RecordTable.of("profile", Row.class, rows);
    }

    private record Row(String arm, String workload, double time, double factor) {}
}
