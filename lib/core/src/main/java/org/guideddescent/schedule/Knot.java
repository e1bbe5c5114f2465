package org.guideddescent.schedule;

import java.io.Serializable;
import java.util.List;

/**
 * A value at a step, of {@link PiecewiseConstant} and {@link PiecewiseLinear}.
 *
 * @param t the step, from 1
 * @param value what a schedule has there, finite
 */
public record Knot(long t, double value) implements Serializable {
    /**
     * Refuses a step below 1 and a value that is not finite.
     *
     * @param t the step, from 1
     * @param value what a schedule has there, finite
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Knot {
        Check.atLeast(1, "the step of a knot", t);
        Check.finite("the value of a knot", value);
    }

    static List<Knot> rising(List<Knot> knots) {
        var copy = List.copyOf(knots);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a schedule of pieces needs a knot or more, e.g. knot(1, 0.1)");
        }
        for (int i = 1; i < copy.size(); i++) {
            if (copy.get(i).t() <= copy.get(i - 1).t()) {
                throw new IllegalArgumentException("the steps of knots must rise, got "
                        + copy.get(i - 1).t() + " and then " + copy.get(i).t());
            }
        }
        return copy;
    }

    /** The place of the last knot at or before t, −1 for none. */
    static int last(List<Knot> knots, long t) {
        int below = -1;
        int above = knots.size();
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (knots.get(middle).t() <= t) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }
}
