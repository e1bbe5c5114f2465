package org.guideddescent.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link NetworkOptimizer} asks of either kind of network. */
sealed interface Host {
    /** The flat weights; null in DL4J before {@code init()}, which is refused here. */
    INDArray params();

    /** The loss at the weights, after a backward pass. */
    double score();

    int iterations();

    boolean minimizes();

    /** The configurations of all layers and vertices with parameters, the same objects that are written to a file. */
    List<TrainingConfig> configurations();

    /** DL4J's present updater, or ours. */
    BaseMultiLayerUpdater<?> updater();

    /** Makes and installs an updater after the configuration changed, asking that step; DL4J's blocks are then new. */
    BaseMultiLayerUpdater<?> install(NetworkStep step);

    /** Puts back an updater that {@link #updater()} gave. */
    void reinstall(BaseMultiLayerUpdater<?> updater);

    /** Whether a layer reads the network's inputs, if first is the first layer with weights. */
    boolean readsData(String layer, String first);

    static Host of(MultiLayerNetwork network) {
        return new Stack(network);
    }

    static Host of(ComputationGraph network) {
        return new Graph(network);
    }

    /** Layers one after another. */
    record Stack(MultiLayerNetwork network) implements Host {
        @Override
        public INDArray params() {
            requireInit(network.isInitCalled());
            return network.params();
        }

        @Override
        public double score() {
            return network.score();
        }

        @Override
        public int iterations() {
            return network.getIterationCount();
        }

        @Override
        public boolean minimizes() {
            return network.conf().isMinimize();
        }

        @Override
        public List<TrainingConfig> configurations() {
            return Arrays.stream(network.getLayers()).map(Layer::getConfig).toList();
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return (BaseMultiLayerUpdater<?>) network.getUpdater();
        }

        @Override
        public BaseMultiLayerUpdater<?> install(NetworkStep step) {
            var updater = new StackUpdater(network, step);
            network.setUpdater(updater);
            return updater;
        }

        @Override
        public void reinstall(BaseMultiLayerUpdater<?> updater) {
            network.setUpdater(updater);
        }

        @Override
        public boolean readsData(String layer, String first) {
            return layer.equals(first);
        }
    }

    /** A graph of layers. */
    record Graph(ComputationGraph network) implements Host {
        @Override
        public INDArray params() {
            requireInit(network.getVertices() != null);
            return network.params();
        }

        @Override
        public double score() {
            return network.score();
        }

        @Override
        public int iterations() {
            return network.getIterationCount();
        }

        @Override
        public boolean minimizes() {
            return network.conf().isMinimize();
        }

        @Override
        public List<TrainingConfig> configurations() {
            var all = new ArrayList<TrainingConfig>();
            for (var vertex : network.getVertices()) {
                if (vertex.numParams() > 0) {
                    all.add(vertex.getConfig());
                }
            }
            return all;
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return network.getUpdater();
        }

        @Override
        public BaseMultiLayerUpdater<?> install(NetworkStep step) {
            var updater = new GraphUpdater(network, step);
            network.setUpdater(updater);
            return updater;
        }

        @Override
        public void reinstall(BaseMultiLayerUpdater<?> updater) {
            network.setUpdater((ComputationGraphUpdater) updater);
        }

        /** Through vertices without parameters, such as merges and pools. */
        @Override
        public boolean readsData(String layer, String first) {
            var configuration = network.getConfiguration();
            for (var input : configuration.getVertexInputs().getOrDefault(layer, List.of())) {
                if (configuration.getNetworkInputs().contains(input)
                        || (network.getVertex(input).numParams() == 0 && readsData(input, first))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void requireInit(boolean done) {
        if (!done) {
            throw new IllegalStateException(
                    "this network has no weights yet; call network.init() before attaching a rule");
        }
    }
}
