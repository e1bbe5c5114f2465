package org.guideddescent.schedule;

import java.util.List;
import java.util.OptionalLong;

/**
 * Straight lines from knot to knot.
 * <pre>  at(t) = v₀ (1 − u) + v₁ u          u = (t − t₀) / (t₁ − t₀) between the knots (t₀, v₀) and (t₁, v₁)  </pre>
 * At the step of a knot the value is exactly the knot's; before the first knot the first value holds, after the last one the
 * last.
 *
 * @param knots one or more, their steps strictly rising
 */
public record PiecewiseLinear(List<Knot> knots) implements Schedule {
    /**
     * Refuses no knots and knots whose steps do not rise.
     *
     * @param knots one or more, their steps strictly rising
     * @throws IllegalArgumentException if there are none, or one is not after the one before it
     */
    public PiecewiseLinear {
        knots = Knot.rising(knots);
    }

    @Override
    public double at(long t) {
        int i = Knot.last(knots, t);
        if (i < 0 || i + 1 == knots.size()) {
            return knots.get(Math.max(i, 0)).value();
        }
        var from = knots.get(i);
        var to = knots.get(i + 1);
        double u = (t - from.t()) / (double) (to.t() - from.t());
        return from.value() * (1 - u) + to.value() * u;
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(knots.get(knots.size() - 1).t() - 1);
    }
}
