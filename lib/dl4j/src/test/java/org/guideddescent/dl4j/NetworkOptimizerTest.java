package org.guideddescent.dl4j;

import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.kfac;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.sam;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.guideddescent.space.Selector.matrices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.guideddescent.train.DivergenceException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class NetworkOptimizerTest {
    private static final DataSet BATCH = Networks.random(DataType.DOUBLE, 3, 10, 6);

    private static NeuralNetConfiguration.Builder builder() {
        return Networks.builder(DataType.DOUBLE, new Sgd(1));
    }

    private static String shapes(NetworkOptimizer optimizer) {
        var text = new StringBuilder();
        optimizer
                .layout()
                .params()
                .forEach(p -> text.append(p).append(' ').append(p.role()).append('\n'));
        return text.toString();
    }

    @Test
    void aRuleSeesEachParameterWithItsNameRoleAndShape() {
        assertEquals("""
                1_W [5×8] HIDDEN
                0_W [8×6] INPUT
                2_W [3×5] OUTPUT
                0_b [8×1] BIAS
                1_b [5×1] BIAS
                2_b [3×1] BIAS
                """, shapes(NetworkOptimizer.attach(Networks.dense(builder()), sgd(1))));
        assertEquals("""
                3_W [5×36] HIDDEN
                0_W [4×9] INPUT
                4_W [3×5] OUTPUT
                0_b [4×1] BIAS
                1_gamma [4×1] NORM
                1_beta [4×1] NORM
                3_b [5×1] BIAS
                4_b [3×1] BIAS
                """, shapes(NetworkOptimizer.attach(Networks.convolutional(builder()), sgd(1))));
        assertEquals("""
                middle_W [7×9] HIDDEN
                left_W [4×6] INPUT
                right_W [5×6] INPUT
                out_W [3×7] OUTPUT
                left_b [4×1] BIAS
                right_b [5×1] BIAS
                middle_b [7×1] BIAS
                out_b [3×1] BIAS
                """, shapes(NetworkOptimizer.attach(Networks.branched(builder()), sgd(1))));
    }

    @Test
    void attentionAndConvolutionsOverTimeAreMatrices() {
        var text = shapes(
                NetworkOptimizer.attach(Networks.transformer(Networks.builder(DataType.FLOAT, new Sgd(1))), sgd(1)));
        for (var line : new String[] {
            "attention_Wq [32×32] HIDDEN",
            "attention_Wo [32×32] HIDDEN",
            "embed_W [32×14] INPUT",
            "up_W [64×32] HIDDEN",
            "out_W [10×32] OUTPUT"
        }) {
            assertTrue(text.contains(line + "\n"), text);
        }
    }

    @Test
    void gatesAreStackedAndTablesHaveARowForEachToken() {
        var recurrent = new MultiLayerNetwork(builder()
                .list()
                .layer(new Bidirectional(new LSTM.Builder().nIn(6).nOut(4).build()))
                .layer(new LastTimeStep(new LSTM.Builder().nIn(8).nOut(5).build()))
                .layer(new OutputLayer.Builder().nIn(5).nOut(3).build())
                .build());
        recurrent.init();
        var text = shapes(NetworkOptimizer.attach(recurrent, sgd(1)));
        assertTrue(text.contains("0_fW [16×6] INPUT"), text);
        assertTrue(text.contains("0_bRW [16×4] INPUT"), text);
        assertTrue(text.contains("1_RW [20×5] HIDDEN"), text);

        var table = new MultiLayerNetwork(builder()
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(11).nOut(4).build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(3).build())
                .build());
        table.init();
        var optimizer = NetworkOptimizer.attach(table, sgd(0.5));
        assertTrue(shapes(optimizer).contains("0_W [11×4] EMBEDDING"), shapes(optimizer));
        var before = table.getParam("0_W").dup();
        table.fit(new DataSet(
                Nd4j.createFromArray(new double[][] {{2}, {7}}),
                Nd4j.eye(3).castTo(DataType.DOUBLE).getRows(0, 1)));
        for (int token = 0; token < 11; token++) {
            boolean used = token == 2 || token == 7;
            assertEquals(
                    used, !before.getRow(token).equals(table.getParam("0_W").getRow(token)), "token " + token);
        }
    }

    /** The window of each layer is turned or not such that a step with rate 1 of plain descent is θ − g, entry by entry. */
    @Test
    void theUpdateReachesTheEntryWhoseGradientItIs() {
        for (var network : new MultiLayerNetwork[] {Networks.dense(builder()), Networks.convolutional(builder())}) {
            var image = network.getLayer(0).conf().getLayer() instanceof DenseLayer
                    ? BATCH
                    : Networks.random(DataType.DOUBLE, 3, 10, 1, 8, 8);
            var reference = network.clone();
            reference.fit(image);
            NetworkOptimizer.attach(network, sgd(1));
            network.fit(image);
            assertEquals(
                    0, reference.params().sub(network.params()).amaxNumber().doubleValue(), 1e-13);
        }
    }

    @Test
    void muonMakesTheHiddenUpdateOrthogonal() {
        var network = Networks.dense(builder());
        NetworkOptimizer.attach(network, route(matrices(), muon(0.02)).otherwise(adamW(3e-3, 0)));
        INDArray before = network.getParam("1_W").dup();
        network.fit(BATCH);
        var update = before.sub(network.getParam("1_W")).div(0.02);
        // [8 × 5] in DL4J: the five columns are near orthonormal, up to Muon's scale and the tolerance of its
        // iteration.
        var gram = update.transpose().mmul(update);
        double mean = Nd4j.diag(gram).meanNumber().doubleValue();
        for (int i = 0; i < 5; i++) {
            assertEquals(1, gram.getDouble(i, i) / mean, 0.5);
            for (int j = 0; j < i; j++) {
                assertEquals(0, gram.getDouble(i, j) / mean, 0.4);
            }
        }
    }

    @Test
    void frozenLayersAndNoOpStayAsTheyAre() {
        var frozen = new TransferLearning.Builder(Networks.dense(builder()))
                .setFeatureExtractor(0)
                .build();
        var optimizer = NetworkOptimizer.attach(frozen, adamW(0.01));
        assertFalse(shapes(optimizer).contains("0_"), shapes(optimizer));
        var before = frozen.getParam("0_W").dup();
        var moving = frozen.getParam("1_W").dup();
        frozen.fit(BATCH);
        assertEquals(before, frozen.getParam("0_W"));
        assertFalse(moving.equals(frozen.getParam("1_W")));

        var still = Networks.dense(builder().biasUpdater(new NoOp()));
        assertFalse(shapes(NetworkOptimizer.attach(still, sgd(1))).contains("_b"));
    }

    @Test
    void evaluationWeightsAreThereWhileOneLooksAndGoneAfterwards() {
        var network = Networks.dense(builder());
        var optimizer = NetworkOptimizer.attach(network, scheduleFreeAdamW(0.05, 0, 0));
        for (int i = 0; i < 5; i++) {
            network.fit(BATCH);
        }
        var training = network.params().dup();
        var judged = optimizer.evaluating(() -> network.params().dup());
        assertTrue(training.sub(judged).amaxNumber().doubleValue() > 1e-4);
        assertTrue(training.equalsWithEps(network.params(), 0));
        assertThrows(
                IllegalStateException.class,
                () -> optimizer.evaluating(() -> {
                    throw new IllegalStateException("on purpose");
                }));
        assertTrue(training.equalsWithEps(network.params(), 0));
    }

    @Test
    void weightsThatAUserSetsAreTheOnesThatMove() {
        var network = Networks.dense(builder());
        NetworkOptimizer.attach(network, sgd(0.1));
        network.fit(BATCH);
        network.setParam("0_W", Nd4j.ones(DataType.DOUBLE, 6, 8));
        network.fit(BATCH);
        assertEquals(1, network.getParam("0_W").meanNumber().doubleValue(), 0.1);
    }

    @Test
    void aGradientThatIsNotFiniteStopsTrainingAndKeepsTheWeights() {
        var network = Networks.dense(builder());
        var optimizer = NetworkOptimizer.attach(network, adamW(0.01));
        network.fit(BATCH);
        var before = network.params().dup();
        var broken = BATCH.copy();
        broken.getFeatures().putScalar(0, 0, Double.NaN);
        assertThrows(DivergenceException.class, () -> network.fit(broken));
        assertTrue(before.equalsWithEps(network.params(), 0));
        assertEquals(1, optimizer.steps());
        network.fit(BATCH);
        assertEquals(2, optimizer.steps());
    }

    private static void assertRefused(
            String words, Class<? extends Exception> kind, MultiLayerNetwork network, Runnable attach) {
        var configuration = network.getLayerWiseConfigurations().toJson();
        var e = assertThrows(kind, attach::run);
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(configuration, network.getLayerWiseConfigurations().toJson(), "the network is as it was");
        network.fit(BATCH);
    }

    private static void assertRefused(String words, MultiLayerNetwork network, Transform rule) {
        assertRefused(words, IllegalArgumentException.class, network, () -> NetworkOptimizer.attach(network, rule));
    }

    @Test
    void whatCannotBeIsRefusedInWordsAndTheNetworkIsAsItWas() {
        var network = Networks.dense(builder());
        assertRefused("needs matrices but was given", network, muon(0.02));
        assertRefused(
                "needs the loss at other weights, which DL4J's training does not give",
                network,
                sam(adamW(0.01), 0.05));
        assertRefused(
                "which DL4J's training does not give",
                network,
                route(everyMatrix(), kfac(0.01)).otherwise(adamW(0.01)));
        assertRefused("as a record instead of a lambda", network, sgd(1).schedule(t -> 1));
        assertRefused(
                "no parameter named '3_W' is trained; have [0_W",
                IllegalArgumentException.class,
                network,
                () -> NetworkOptimizer.attach(network, sgd(1), Map.of("3_W", Role.HIDDEN)));
        assertRefused("decoupledWeightDecay", Networks.dense(builder().weightDecay(0.1)), sgd(1));
        assertRefused("minimize(false)", Networks.dense(builder().minimize(false)), sgd(1));
        var raw = new MultiLayerNetwork(Networks.dense(builder()).getLayerWiseConfigurations());
        var e = assertThrows(IllegalStateException.class, () -> NetworkOptimizer.attach(raw, sgd(1)));
        assertTrue(e.getMessage().contains("call network.init()"), e.getMessage());
    }

    @Test
    void aSecondRuleTakesThePlaceOfTheFirst() {
        var network = Networks.dense(builder());
        NetworkOptimizer.attach(network, adamW(0.01));
        network.fit(BATCH);
        var second = NetworkOptimizer.attach(network, sgd(0));
        var before = network.params().dup();
        network.fit(BATCH);
        assertTrue(before.equalsWithEps(network.params(), 0));
        assertEquals(1, second.steps());
    }
}
