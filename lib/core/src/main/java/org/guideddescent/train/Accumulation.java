package org.guideddescent.train;

import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;

/**
 * How many micro-batches make one step: a batch size that may depend on the step.
 * <pre>
 *   k(t) = the schedule at t, rounded to the nearest whole number
 *   step t takes the batches  1 + Σ_{s &lt; t} k(s)  to  Σ_{s ≤ t} k(s)
 * </pre>
 * Both are functions of t alone, so there is no cursor to save. Gradient and loss of the step are the means over its
 * micro-batches, which are of one size; that of the batch is k times theirs.
 *
 * @param count k(t), at least 1 once rounded (0.5 is), else the step is refused with its number
 */
public record Accumulation(Schedule count) {
    /** One micro-batch a step: none to speak of. */
    public static final Accumulation NONE = new Accumulation(Schedules.constant(1));

    /**
     * {@return the micro-batches of step t}
     *
     * @param t a step, from 1
     * @throws IllegalArgumentException if the schedule gives less than one, or more than an int holds
     */
    public int at(long t) {
        double wanted = count.at(t);
        long k = Math.round(wanted);
        if (k < 1 || k > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a step needs at least 1 micro-batch, but " + Text.of(count) + " gives "
                    + wanted + " at step " + t);
        }
        return (int) k;
    }

    /**
     * {@return the micro-batches of all steps before t: Σ_{s &lt; t} k(s), summed anew}
     *
     * @param t a step, from 1
     */
    public long before(long t) {
        long sum = 0;
        for (long s = 1; s < t; s++) {
            sum += at(s);
        }
        return sum;
    }

    @Override
    public String toString() {
        return "Accumulation[count=" + Text.of(count) + "]";
    }
}
