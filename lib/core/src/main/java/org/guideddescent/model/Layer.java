package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One piece of a network: an immutable recipe, a record, whose text is the code that makes it. */
public interface Layer {
    /** {@return what an example must look like if this is the first layer, or empty if it fits many shapes} */
    default Optional<Shape> input() {
        return Optional.empty();
    }

    /**
     * {@return what an example looks like behind it}
     *
     * @param input an example in front of the layer
     * @throws IllegalArgumentException if the layer does not fit; the message says what would
     */
    Shape output(Shape input);

    /**
     * Declares the parameters, in the order in which {@link Pass} receives them.
     *
     * @param parameters where they are declared
     */
    default void declare(Parameters parameters) {}

    /**
     * Writes the first values.
     *
     * @param random where the values come from
     * @param gain the variance of a weight times its fan-in
     * @param params this layer's windows, overwritten
     */
    default void initialize(RandomGenerator random, double gain, INDArray[] params) {}

    /** {@return the gain of {@link #initialize} that keeps signals alive in a network with this layer} */
    default double gain() {
        return 1;
    }

    /**
     * {@return memory for batches of one size} The only place where a layer allocates.
     *
     * @param setting the size of the batches, the shapes and the parameters
     */
    Pass pass(Setting setting);

    /**
     * {@return the layer that takes this one's place where a network is evaluated and not trained} It has the same
     * parameters.
     *
     * @param pass this layer's, after a forward pass over the examples that statistics are of
     */
    default Layer evaluated(Pass pass) {
        return this;
    }

    /**
     * {@return this layer, then the next}
     *
     * @param next the layer behind this one
     */
    default Stack then(Layer next) {
        return Stack.of(this).then(next);
    }
}
