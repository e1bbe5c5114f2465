package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The product of two schedules, step by step.
 * <pre>  at(t) = first(t) second(t)  </pre>
 * It stands still where both do.
 *
 * @param first one factor
 * @param second the other factor
 */
public record Product(Schedule first, Schedule second) implements Schedule {
    /**
     * Refuses to be made of fewer than two schedules.
     *
     * @param first one factor
     * @param second the other factor
     */
    public Product {
        Objects.requireNonNull(first, "a product needs two schedules");
        Objects.requireNonNull(second, "a product needs two schedules");
    }

    @Override
    public double at(long t) {
        return first.at(t) * second.at(t);
    }

    @Override
    public OptionalLong horizon() {
        var a = first.horizon();
        var b = second.horizon();
        return a.isPresent() && b.isPresent()
                ? OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()))
                : OptionalLong.empty();
    }
}
