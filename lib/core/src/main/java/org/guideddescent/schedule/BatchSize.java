package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A schedule of whole numbers: how many examples, or micro-batches, a step takes.
 * <pre>
 *   size(t) = unit max(1, ⌊shape(t) / unit + ½⌋)
 *   examples(t) = size(1) + … + size(t)
 * </pre>
 * A size is the multiple of unit nearest to the shape, halves upward, and at least one unit. It is a schedule, so whoever
 * takes one takes it: {@code at(t)} is {@code size(t)}, exact in double. Growing batches in place of a falling rate: Smith et
 * al., 2018, arXiv:1711.00489; a ramp early on: Brown et al., 2020, arXiv:2005.14165.
 *
 * @param shape wanted sizes
 * @param unit what sizes are multiples of, such as the examples of one micro-batch
 */
public record BatchSize(Schedule shape, long unit) implements Schedule {
    /** Beyond this a size is a mistake, and would not be exact for long as a sum. */
    private static final long MOST = Integer.MAX_VALUE;

    /**
     * Refuses a unit below 1.
     *
     * @param shape wanted sizes
     * @param unit what sizes are multiples of, such as the examples of one micro-batch
     * @throws IllegalArgumentException if the unit is below 1
     */
    public BatchSize {
        Objects.requireNonNull(shape, "a batch size needs a shape, e.g. Schedules.linear(1, 32, 1000)");
        Check.atLeast(1, "unit", unit);
    }

    /**
     * {@return the same shape in multiples of another unit}
     *
     * @param newUnit what sizes are then multiples of, at least 1
     */
    public BatchSize inUnitsOf(long newUnit) {
        return new BatchSize(shape, newUnit);
    }

    /**
     * {@return the size of step t}
     *
     * @param t the step, from 1
     * @throws ArithmeticException if the shape has no finite value there, or one beyond 2³¹ − 1
     */
    public long size(long t) {
        double wanted = shape.at(t);
        if (!(Math.abs(wanted) <= MOST)) {
            throw new ArithmeticException("a batch has between 1 and " + MOST + " examples, but at step " + t + " "
                    + shape + " is " + wanted);
        }
        return unit * Math.max(1, (long) Math.floor(wanted / unit + 0.5));
    }

    /**
     * {@return the examples of the steps 1 … t, 0 for t &lt; 1} Takes a time that grows with t up to the shape's horizon.
     *
     * @param t the last step of the sum
     */
    public long examples(long t) {
        long last = horizon().isPresent() ? Math.min(t, horizon().getAsLong()) : t;
        long sum = 0;
        for (long i = 1; i <= last; i++) {
            sum += size(i);
        }
        return t > last && t > 0 ? Math.addExact(sum, Math.multiplyExact(t - Math.max(last, 0), size(t))) : sum;
    }

    @Override
    public double at(long t) {
        return size(t);
    }

    @Override
    public OptionalLong horizon() {
        return shape.horizon();
    }
}
