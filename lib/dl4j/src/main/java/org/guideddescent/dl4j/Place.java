package org.guideddescent.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A field of a configuration in which an updater stands.
 *
 * @param now what stands there
 * @param set puts another one there
 */
record Place(Optional<IUpdater> now, Consumer<IUpdater> set) {
    /** The places of one layer or vertex: of its weights, then of its biases. What wraps a layer has those of the layer. */
    static List<Place> of(TrainingConfig config) {
        if (config instanceof BaseLayer layer) {
            return List.of(
                    new Place(Optional.ofNullable(layer.getIUpdater()), layer::setIUpdater),
                    new Place(Optional.ofNullable(layer.getBiasUpdater()), layer::setBiasUpdater));
        }
        if (config instanceof AbstractSameDiffLayer layer) {
            return List.of(
                    new Place(Optional.ofNullable(layer.getUpdater()), layer::setUpdater),
                    new Place(Optional.ofNullable(layer.getBiasUpdater()), layer::setBiasUpdater));
        }
        if (config instanceof SameDiffVertex vertex) {
            return List.of(
                    new Place(Optional.ofNullable(vertex.getUpdater()), vertex::setUpdater),
                    new Place(Optional.ofNullable(vertex.getBiasUpdater()), vertex::setBiasUpdater));
        }
        if (config instanceof BaseWrapperLayer wrapper) {
            return of(wrapper.getUnderlying());
        }
        if (config instanceof Bidirectional both) {
            var all = new ArrayList<>(of(both.getFwd()));
            all.addAll(of(both.getBwd()));
            return all;
        }
        return List.of();
    }

    /** Whether DL4J would train what this stands for: parameters of a {@link NoOp} updater are not a rule's business. */
    boolean trains() {
        return now.isPresent() && !(now.get() instanceof NoOp);
    }

    /** Puts the updater there that was found. */
    void restore() {
        set.accept(now.orElse(null));
    }
}
