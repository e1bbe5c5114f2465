package org.guideddescent.dl4j;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Muon in DL4J's networks against DL4J's own Adam on images of clothes: the same weights at the start, the same batches, as many
 * rates tried for each. The loss is that of all training batches after the last step.
 */
class FashionTest {
    private static final int EPOCHS = 4;
    private static final double[] ADAM = {1e-3, 4e-3, 1.6e-2, 6.4e-2};
    private static final double[] MUON = {5e-3, 2e-2, 8e-2, 3.2e-1};

    /** The losses after training with each rate. */
    private static double[] losses(double[] rates, List<DataSet> batches, DoubleFunction<Model> network) {
        return DoubleStream.of(rates)
                .map(rate -> {
                    var model = network.apply(rate);
                    for (int epoch = 0; epoch < EPOCHS; epoch++) {
                        batches.forEach(b -> fit(model, b));
                    }
                    double loss = Networks.loss(model, batches);
                    return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
                })
                .toArray();
    }

    private static void fit(Model model, DataSet batch) {
        if (model instanceof ComputationGraph graph) {
            graph.fit(batch);
        } else {
            ((MultiLayerNetwork) model).fit(batch);
        }
    }

    private static void assertMuonIsLower(List<DataSet> batches, Function<NeuralNetConfiguration.Builder, Model> make) {
        var adam = losses(ADAM, batches, rate -> make.apply(Networks.builder(DataType.FLOAT, new Adam(rate))));
        var muon = losses(MUON, batches, rate -> {
            var network = make.apply(Networks.builder(DataType.FLOAT, new Sgd(1)));
            // The rate of the biases is not tuned.
            var rule = route(everyMatrix(), muon(rate)).otherwise(adam(3e-3));
            if (network instanceof ComputationGraph graph) {
                NetworkOptimizer.attach(graph, rule);
            } else {
                NetworkOptimizer.attach((MultiLayerNetwork) network, rule);
            }
            return network;
        });
        double best = DoubleStream.of(adam).min().orElseThrow();
        double ours = DoubleStream.of(muon).min().orElseThrow();
        assertTrue(ours < best, () -> "Muon " + ours + ", Adam " + best);
        assertTrue(best < 1.5, "Adam has learned something: " + best);
    }

    @Test
    void muonTrainsLeNetToALowerLossThanAdam() {
        assertMuonIsLower(Networks.fashion(512, 32, false), Networks::leNet);
    }

    @Test
    void muonTrainsATransformerLayerToALowerLossThanAdam() {
        assertMuonIsLower(Networks.fashion(512, 32, true), Networks::transformer);
    }
}
