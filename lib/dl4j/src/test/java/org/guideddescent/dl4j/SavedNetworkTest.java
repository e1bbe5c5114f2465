package org.guideddescent.dl4j;

import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.adamWInBytes;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Optimizers.shampooWithAdam;
import static org.guideddescent.optimizers.Optimizers.soap;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.schedule.Schedules.wsd;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.guideddescent.space.Selector.matrices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's own files keep the rule and its memory. */
class SavedNetworkTest {
    private static final DataSet BATCH = Networks.random(DataType.FLOAT, 3, 10, 6);

    static Stream<Transform> rules() {
        return Stream.of(
                sgd(0.1),
                nesterov(0.1, 0.9),
                adamW(0.01),
                adamWInBytes(0.01, 0.1),
                route(matrices(), muon(0.02)).otherwise(adamW(3e-3)),
                route(everyMatrix(), soap(0.01)).otherwise(adamW(3e-3)),
                route(everyMatrix(), shampooWithAdam(0.01)).otherwise(adamW(3e-3)),
                scheduleFreeAdamW(0.01, 0.1, 2),
                // Numbers in double among weights in float.
                Optimizers.prodigy(1),
                adamW(0.01).schedule(wsd(2, 2, 2)));
    }

    private static MultiLayerNetwork dense(DataType type) {
        return Networks.dense(Networks.builder(type, new Sgd(1)));
    }

    private static byte[] written(Model network) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, true);
        return bytes.toByteArray();
    }

    private static MultiLayerNetwork read(byte[] bytes) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes), true);
    }

    private static void fit(MultiLayerNetwork network, int steps) {
        for (int i = 0; i < steps; i++) {
            network.fit(BATCH);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void sixStepsAreThreeStepsAFileAndThreeSteps(Transform rule) throws IOException {
        var throughout = dense(DataType.FLOAT);
        NetworkOptimizer.attach(throughout, rule);
        fit(throughout, 6);

        var first = dense(DataType.FLOAT);
        NetworkOptimizer.attach(first, rule);
        fit(first, 3);
        var second = read(written(first));
        var optimizer = NetworkOptimizer.attach(second);
        assertEquals(rule, optimizer.rule());
        assertEquals("goes on after step 3", optimizer.origin());
        fit(second, 3);
        assertEquals(6, optimizer.steps());
        assertTrue(throughout.params().equalsWithEps(second.params(), 0), "bit by bit");
    }

    @Test
    void aGraphGoesOnToo() throws IOException {
        var rule = route(matrices(), muon(0.02)).otherwise(adamW(3e-3));
        var throughout = Networks.branched(Networks.builder(DataType.DOUBLE, new Sgd(1)));
        var first = Networks.branched(Networks.builder(DataType.DOUBLE, new Sgd(1)));
        var batch = Networks.random(DataType.DOUBLE, 3, 10, 6);
        var roles = Map.of("left_W", Role.HIDDEN);
        NetworkOptimizer.attach(throughout, rule, roles);
        NetworkOptimizer.attach(first, rule, roles);
        for (int i = 0; i < 6; i++) {
            throughout.fit(batch);
        }
        for (int i = 0; i < 3; i++) {
            first.fit(batch);
        }
        var second = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(written(first)), true);
        var optimizer = NetworkOptimizer.attach(second);
        assertEquals(Role.HIDDEN, optimizer.layout().named("left_W").role());
        for (int i = 0; i < 3; i++) {
            second.fit(batch);
        }
        assertTrue(throughout.params().equalsWithEps(second.params(), 0), "bit by bit");
    }

    @Test
    void aCloneGoesOnByItself() {
        var network = dense(DataType.FLOAT);
        NetworkOptimizer.attach(network, adamW(0.01));
        fit(network, 3);
        var clone = network.clone();
        assertEquals(3, NetworkOptimizer.attach(clone).steps());
        fit(network, 2);
        fit(clone, 2);
        assertTrue(network.params().equalsWithEps(clone.params(), 0), "bit by bit");
    }

    @Test
    void aRestoredNetworkWithoutAnOptimizerRefusesToTrainAndStillPredicts() throws IOException {
        var network = dense(DataType.FLOAT);
        NetworkOptimizer.attach(network, adamW(0.01));
        fit(network, 1);
        var restored = read(written(network));
        assertEquals(network.output(BATCH.getFeatures()), restored.output(BATCH.getFeatures()));
        var before = restored.params().dup();
        var e = assertThrows(IllegalStateException.class, () -> restored.fit(BATCH));
        assertTrue(e.getMessage().contains("call NetworkOptimizer.attach(network) once before fit"), e.getMessage());
        assertTrue(before.equalsWithEps(restored.params(), 0));
    }

    @Test
    void aNetworkThatDl4jTrainedBeginsWithoutMemoryAndSaysSo() throws IOException {
        var old = Networks.dense(Networks.builder(DataType.FLOAT, new Adam(0.01)));
        fit(old, 3);
        var restored = read(written(old));
        var optimizer = NetworkOptimizer.attach(restored, adamW(0.01));
        assertEquals(
                "begins at step 1 and remembers nothing of the 3 iterations that Adam trained this network",
                optimizer.origin());
        assertTrue(old.params().equalsWithEps(restored.params(), 0), "the weights are the file's");
        assertEquals(0, optimizer.steps());
        fit(restored, 1);
        assertFalse(old.params().equalsWithEps(restored.params(), 0));
    }

    @Test
    void anotherRuleBeginsWithoutMemoryAndSaysSo() throws IOException {
        var network = dense(DataType.FLOAT);
        NetworkOptimizer.attach(network, adamW(0.01));
        fit(network, 3);
        var optimizer = NetworkOptimizer.attach(read(written(network)), nesterov(0.1, 0.9));
        assertTrue(
                optimizer
                        .origin()
                        .startsWith("begins at step 1 and remembers nothing of the 3 iterations that chain(Adam"),
                optimizer.origin());
    }

    @Test
    void aNetworkOfDl4jHasNoRuleToGoOnWith() {
        var network = Networks.dense(Networks.builder(DataType.FLOAT, new Adam(0.01)));
        var e = assertThrows(IllegalStateException.class, () -> NetworkOptimizer.attach(network));
        assertTrue(e.getMessage().contains("which has Adam; attach one"), e.getMessage());
    }

    @Test
    void memoryOfAnotherRuleIsNotTaken() {
        var one = dense(DataType.FLOAT);
        NetworkOptimizer.attach(one, nesterov(0.1, 0.9));
        fit(one, 1);
        var other = dense(DataType.FLOAT);
        NetworkOptimizer.attach(other, Rules.chain(Optimizers.heavyBall(0.1, 0.9)));
        var state = one.getUpdater().getStateViewArray().dup();
        var e = assertThrows(
                IllegalArgumentException.class, () -> other.getUpdater().setStateViewArray(other, state, false));
        assertTrue(e.getMessage().contains("of another rule or another network"), e.getMessage());
    }
}
