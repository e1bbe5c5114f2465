package org.guideddescent.rule;

import java.util.List;
import java.util.Set;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.space.ParamVector;

/** A rule with its memory. Allocates nothing after the first call. */
@FunctionalInterface
public interface Stepper {
    /**
     * Bends the direction it was bound to, in place.
     *
     * @param step its number, its loss, and whom to ask
     */
    void apply(Step step);

    /**
     * Called before {@link #apply}, of a rule on many matrices for all of them: where divided work begins.
     *
     * @param step the same as that of {@link #apply}
     */
    default void prepare(Step step) {}

    /**
     * Called after {@link #apply}, of a rule on many matrices for all of them: where divided work may end.
     *
     * @param step the same as that of {@link #apply}
     */
    default void conclude(Step step) {}

    /**
     * Called after the weights have moved: for rules that act on the weights themselves.
     *
     * @param step the same as that of {@link #apply}
     */
    default void settle(Step step) {}

    /** {@return what wants to see the layers during the backward pass} */
    default List<LayerObserver> observers() {
        return List.of();
    }

    /** {@return what it will ask of the objective} */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * Overwrites its scope's part of the weights to judge the model by, for rules that average. Does not touch the
     * training weights nor the state.
     *
     * @param weights holds the training weights, or what the rules inside made of them
     */
    default void readOut(ParamVector weights) {}

    /** {@return whether {@link #readOut} changes anything} */
    default boolean averages() {
        return false;
    }

    /** {@return the names of the averages that can be read out one by one} */
    default List<String> averageNames() {
        return List.of();
    }

    /**
     * As {@link #readOut(ParamVector)}, for the average of that name; leaves the weights where there is none.
     *
     * @param name of an average
     * @param weights overwritten by the average where there is one
     */
    default void readOut(String name, ParamVector weights) {}

    /** {@return whether it wants to see gradients and losses that are not finite, if it is the outermost rule} */
    default boolean seesNonFinite() {
        return false;
    }
}
