package org.guideddescent.rule;

import java.util.List;
import org.guideddescent.objective.LayerObserver;

/** A rule with its memory. Allocates nothing after the first call. */
@FunctionalInterface
public interface Stepper {
    /** Bends the direction it was bound to, in place. */
    void apply(Step step);

    /** Called after the weights have moved: for rules that act on the weights themselves. */
    default void settle(Step step) {}

    /** What wants to see the layers during the backward pass. */
    default List<LayerObserver> observers() {
        return List.of();
    }
}
