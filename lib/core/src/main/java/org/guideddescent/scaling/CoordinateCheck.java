package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * Whether what a network computes moves equally far per step at every size: the test of a parametrization.
 * <pre>
 *   change of a layer after t steps = mean |y_t − y_0| over a batch of probes and the layer's outputs y, averaged over seeds
 *   slope = that of log change against log size;  passed if every |slope| ≤ tolerance
 * </pre>
 * Under the standard parametrization the changes of Adam grow with the width and the check fails; so would a
 * parametrization with a wrong factor. Layers are the linear ones, before any activation, and {@code features}, which
 * is what the last of them reads. Where networks differ in depth, matrices count by their role. A layer that has not
 * moved after t steps, as all but the last after the first step from a zero readout, has no slope there; one that never
 * moves fails. Yang et al., 2022, Appendix D.1, arXiv:2203.03466.
 *
 * @param against what the sizes are of, such as {@code width}
 * @param changes of outputs
 * @param updates ‖W_t − W_0‖₂ of each matrix; not part of the verdict, for they should follow √(out / in)
 * @param tolerance largest slope that passes, either way, positive
 */
public record CoordinateCheck(String against, List<Point> changes, List<Point> updates, double tolerance) {
    /**
     * One measurement, the mean over seeds.
     *
     * @param size width or depth
     * @param step steps taken, from 1
     * @param layer name of a layer, or of a matrix where the value is of its update
     * @param value what was measured
     */
    public record Point(int size, int step, String layer, double value) {}

    /**
     * How the power of the size that a layer's measurements follow; NaN if none moved, infinite if some were not
     * finite.
     *
     * @param layer name of a layer or matrix
     * @param step steps taken, from 1
     * @param slope the power of the size
     */
    public record Slope(String layer, int step, double slope) {}

    /**
     * What is done for each size.
     *
     * @param steps steps of training
     * @param seeds first values, and batches, to average over
     * @param tolerance the largest |slope| that passes
     */
    public record Protocol(int steps, int seeds, double tolerance) {
        /** Four steps, three seeds, 0.15. */
        public static final Protocol DEFAULT = new Protocol(4, 3, 0.15);

        /**
         * Refuses a protocol that would measure nothing, or let nothing pass.
         *
         * @param steps steps of training
         * @param seeds first values, and batches, to average over
         * @param tolerance the largest |slope| that passes
         * @throws IllegalArgumentException if steps or seeds is below 1, or tolerance is not positive
         */
        public Protocol {
            if (steps < 1 || seeds < 1 || !(tolerance > 0)) {
                throw new IllegalArgumentException("a check needs a step, a seed and a tolerance above 0, got " + steps
                        + ", " + seeds + " and " + tolerance);
            }
        }
    }

    /**
     * Refuses measurements that have no slope.
     *
     * @param against what the sizes are of, such as {@code width}
     * @param changes of outputs
     * @param updates ‖W_t − W_0‖₂ of each matrix; not part of the verdict, for they should follow √(out / in)
     * @param tolerance largest slope that passes, either way, positive
     * @throws IllegalArgumentException if the changes are of fewer than two sizes
     */
    public CoordinateCheck {
        changes = List.copyOf(changes);
        updates = List.copyOf(updates);
        if (changes.stream().map(Point::size).distinct().count() < 2) {
            throw new IllegalArgumentException("a slope needs two sizes or more, got "
                    + changes.stream().map(Point::size).distinct().toList());
        }
    }

    /**
     * Trains for a few steps at each size. Rates should be as large as those of a training, or larger.
     *
     * @param against what the sizes are of, such as {@code width}
     * @param sizes of networks, such as widths
     * @param setups the network, rule and start of a size
     * @param batches to train on, for all sizes the same
     * @param probes a few examples to look at, not trained on
     * @param protocol how many steps and seeds, and what passes
     * @return the measurements, which the check judges
     */
    public static CoordinateCheck of(
            String against,
            List<Integer> sizes,
            IntFunction<Setup> setups,
            Batches batches,
            Batch probes,
            Protocol protocol) {
        var watched = sizes.stream()
                .map(size -> new Watched(size, setups.apply(size), batches, probes))
                .toList();
        boolean alike = watched.stream().map(Watched::matrices).distinct().count() == 1;
        var changes = new ArrayList<Point>();
        var updates = new ArrayList<Point>();
        for (var one : watched) {
            var means = new Means();
            for (int seed = 0; seed < protocol.seeds(); seed++) {
                one.train(seed, protocol.steps(), alike, means);
            }
            changes.addAll(means.changes(one.size()));
            updates.addAll(means.updates(one.size()));
        }
        return new CoordinateCheck(against, changes, updates, protocol.tolerance());
    }

    /** {@return the slopes of the changes of each layer, step by step} */
    public List<Slope> slopes() {
        return slopes(changes);
    }

    /** {@return the slopes of the norms of each matrix's update, step by step} */
    public List<Slope> updateSlopes() {
        return slopes(updates);
    }

    /**
     * {@return the slope of a layer's change after the last step}
     *
     * @param layer name of a linear layer, or {@code features}
     */
    public double slope(String layer) {
        return last(slopes(), layer);
    }

    /**
     * {@return the slope of the norm of a matrix's update after the last step}
     *
     * @param layer name of a matrix
     */
    public double updateSlope(String layer) {
        return last(updateSlopes(), layer);
    }

    /** {@return the changes of outputs as a table: size, step, layer, and value in units of the layer's output} */
    public Table table() {
        return RecordTable.of("changes", Point.class, changes);
    }

    /** {@return the norms of updates as a table: size, step, layer, which is a matrix's name, and value ‖W_t − W_0‖₂} */
    public Table updateTable() {
        return RecordTable.of("updates", Point.class, updates);
    }

    /** {@return the slopes of the changes as a table: layer, step, and slope, a power of the size} */
    public Table slopeTable() {
        return RecordTable.of("slopes", Slope.class, slopes());
    }

    private static double last(List<Slope> slopes, String layer) {
        return slopes.stream()
                .filter(s -> s.layer().equals(layer))
                .max(Comparator.comparingInt(Slope::step))
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + layer + "' was watched; have "
                        + slopes.stream().map(Slope::layer).distinct().toList()))
                .slope();
    }

    /** {@return whether every layer moved, and equally at every size} */
    public boolean passed() {
        return faults().isEmpty();
    }

    /**
     * Refuses a parametrization that fails.
     *
     * @return this check
     * @throws AssertionError if it did not pass, with the slopes that are too steep
     */
    public CoordinateCheck orThrow() {
        if (!passed()) {
            throw new AssertionError(this);
        }
        return this;
    }

    /** {@return what speaks against it, a sentence each; empty if it passed} */
    public List<String> faults() {
        var slopes = slopes();
        var faults = new ArrayList<String>();
        for (var layer : slopes.stream().map(Slope::layer).distinct().toList()) {
            var own = slopes.stream().filter(s -> s.layer().equals(layer)).toList();
            if (own.stream().allMatch(s -> Double.isNaN(s.slope()))) {
                faults.add(layer + " did not move");
            }
            own.stream()
                    .filter(s -> Math.abs(s.slope()) > tolerance)
                    .max(Comparator.comparingDouble(s -> Math.abs(s.slope())))
                    .ifPresent(s -> faults.add(layer + " changes like " + against + "^"
                            + String.format(Locale.ROOT, "%.2f", s.slope()) + " after step " + s.step()));
        }
        return faults;
    }

    private static List<Slope> slopes(List<Point> points) {
        var slopes = new ArrayList<Slope>();
        for (var layer : points.stream().map(Point::layer).distinct().toList()) {
            var own = points.stream().filter(p -> p.layer().equals(layer)).toList();
            own.stream()
                    .map(Point::step)
                    .distinct()
                    .sorted()
                    .forEach(step -> slopes.add(new Slope(
                            layer,
                            step,
                            slope(own.stream().filter(p -> p.step() == step).toList()))));
        }
        return slopes;
    }

    private static double slope(List<Point> points) {
        if (points.stream().allMatch(p -> p.value() == 0)) {
            return Double.NaN;
        }
        if (points.stream().anyMatch(p -> !(p.value() > 0) || Double.isInfinite(p.value()))) {
            return Double.POSITIVE_INFINITY;
        }
        double x =
                points.stream().mapToDouble(p -> Math.log(p.size())).average().orElseThrow();
        double y =
                points.stream().mapToDouble(p -> Math.log(p.value())).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (var p : points) {
            xy += (Math.log(p.size()) - x) * (Math.log(p.value()) - y);
            xx += (Math.log(p.size()) - x) * (Math.log(p.size()) - x);
        }
        return xy / xx;
    }

    @Override
    public String toString() {
        var sizes = changes.stream().map(p -> "" + p.size()).distinct().collect(Collectors.joining(", "));
        return "coordinate check over " + against + " " + sizes + ": "
                + (passed() ? "passed, every |slope| ≤ " + tolerance : String.join("; ", faults()));
    }
}
