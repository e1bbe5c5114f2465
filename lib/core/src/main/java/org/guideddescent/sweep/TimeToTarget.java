package org.guideddescent.sweep;

import java.util.List;
import java.util.function.DoublePredicate;
import org.guideddescent.table.RecordTable;
import org.guideddescent.train.Run;
import tech.tablesaw.api.Table;

/**
 * When a run first reached a target; infinite if it never did.
 *
 * @param steps taken until then
 * @param seconds of training until then
 */
public record TimeToTarget(double steps, double seconds) {
    /** Never. */
    public static final TimeToTarget NEVER = new TimeToTarget(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * {@return the first step t at which the mean loss of the steps t − smooth + 1 to t is at most the target} Of a
     * curve that was thinned, the mean is over the points that are left among them. Before the first {@code smooth}
     * steps are taken nothing counts, so that a lucky batch is no success.
     *
     * @param result of a run
     * @param target the loss to reach, not NaN
     * @param smooth steps to average, at least 1
     */
    public static TimeToTarget loss(Result result, double target, int smooth) {
        if (smooth < 1 || Double.isNaN(target)) {
            throw new IllegalArgumentException(
                    "a target needs a number and a mean over at least 1 step, got " + target + " and " + smooth);
        }
        return result.run().map(run -> reached(run.curve(), target, smooth)).orElse(NEVER);
    }

    /**
     * {@return the first evaluation of that measure, such as an error, that is at most the target}
     *
     * @param result of a run
     * @param measure the name given to {@link org.guideddescent.train.Trainer#evaluating}
     * @param target the number to reach
     */
    public static TimeToTarget below(Result result, String measure, double target) {
        return first(result, measure, value -> value <= target);
    }

    /**
     * {@return the first evaluation of that measure, such as an accuracy, that is at least the target}
     *
     * @param result of a run
     * @param measure the name given to {@link org.guideddescent.train.Trainer#evaluating}
     * @param target the number to reach
     */
    public static TimeToTarget above(Result result, String measure, double target) {
        return first(result, measure, value -> value >= target);
    }

    /**
     * {@return the time in steps or seconds}
     *
     * @param cost which of them
     */
    public double in(Cost cost) {
        return cost == Cost.STEPS ? steps : seconds;
    }

    /** {@return the time as a table of one row, to append to that of other runs: steps, and seconds of training} */
    public Table table() {
        return RecordTable.of("time to target", TimeToTarget.class, List.of(this));
    }

    private static TimeToTarget first(Result result, String measure, DoublePredicate there) {
        return result.run().stream()
                .flatMap(run -> run.evaluations(measure).stream())
                .filter(e -> there.test(e.value()))
                .findFirst()
                .map(e -> new TimeToTarget(e.step(), e.seconds()))
                .orElse(NEVER);
    }

    private static TimeToTarget reached(List<Run.Point> curve, double target, int smooth) {
        int first = 0;
        for (int last = 0; last < curve.size(); last++) {
            var point = curve.get(last);
            while (curve.get(first).step() <= point.step() - smooth) {
                first++;
            }
            if (point.step() - curve.get(0).step() + 1 >= smooth && mean(curve.subList(first, last + 1)) <= target) {
                return new TimeToTarget(point.step(), point.seconds());
            }
        }
        return NEVER;
    }

    private static double mean(List<Run.Point> points) {
        return points.stream().mapToDouble(Run.Point::loss).average().orElse(Double.NaN);
    }
}
