package org.guideddescent.schedule;

import java.util.List;
import java.util.OptionalLong;

/**
 * Stairs: each value from its knot's step on, until the next knot.
 * <pre>  at(t) = value of the last knot at or before t  </pre>
 * At the step of a knot its value holds already; before the first knot the first value holds, after the last one the last.
 *
 * @param knots one or more, their steps strictly rising
 */
public record PiecewiseConstant(List<Knot> knots) implements Schedule {
    /**
     * Refuses no knots and knots whose steps do not rise.
     *
     * @param knots one or more, their steps strictly rising
     * @throws IllegalArgumentException if there are none, or one is not after the one before it
     */
    public PiecewiseConstant {
        knots = Knot.rising(knots);
    }

    @Override
    public double at(long t) {
        return knots.get(Math.max(Knot.last(knots, t), 0)).value();
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(knots.get(knots.size() - 1).t() - 1);
    }
}
