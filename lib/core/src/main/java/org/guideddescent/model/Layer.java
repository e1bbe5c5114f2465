package org.guideddescent.model;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One piece of a network: an immutable recipe, a record, whose text is the code that makes it. */
public interface Layer {
    /** Numbers in a row of input, or empty if any will do. */
    OptionalInt inputWidth();

    /** Numbers in a row of output when a row of input has so many. */
    int outputWidth(int inputWidth);

    /** Whether this is a linear layer: its first parameter is a matrix that is counted, given a role, and shown. */
    default boolean isLinear() {
        return false;
    }

    /** Adds the parameters, in the order in which {@link Pass} receives them. index: number of the matrix, from 1. */
    default void declare(Layout.Builder layout, int index, Role role) {}

    /**
     * Writes the first values.
     *
     * @param gain the variance of a weight times its fan-in
     * @param params this layer's windows, overwritten
     */
    default void initialize(RandomGenerator random, double gain, INDArray[] params) {}

    /** Memory for batches of so many rows. The only place where a layer allocates. */
    Pass pass(Ops ops, DataType type, int rows, int inputWidth);

    /** This layer, then the next. */
    default Stack then(Layer next) {
        return Stack.of(this).then(next);
    }

    /** This layer, then those. */
    default Stack then(Stack next) {
        return Stack.of(this).then(next);
    }
}
