package org.guideddescent.optimizers;

import org.guideddescent.objective.LayerTape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What stands for the inverse of one layer's Fisher matrix. */
interface LayerInverse {
    /** Sees what the factors see. */
    default void see(LayerTape tape) {}

    /** Whether what was seen since the last fold is finite. */
    default boolean isFinite() {
        return true;
    }

    /** What was seen enters the state, as the mean over so many backward passes over a batch. */
    default void fold(double passes) {}

    /** Forgets what was seen since the last fold. */
    default void forget() {}

    /** Follows the factors. */
    void refresh();

    /** Whether there is an inverse yet. */
    boolean isReady();

    /** u ← F⁻¹ v; both [out × in], or [out × in + 1] with the bias in the last column. v: not modified. */
    void times(INDArray v, INDArray u);
}
