package org.guideddescent.dl4j;

import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.rule.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Our rules inside DL4J against DL4J's own updaters, step by step in double. */
class EquivalenceTest {
    private static final int STEPS = 20;

    /** One rule in both libraries. */
    private record Pair(String name, IUpdater theirs, Transform ours) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                new Pair("sgd", new Sgd(0.1), sgd(0.1)),
                new Pair("nesterov", new Nesterovs(0.05, 0.9), nesterov(0.05, 0.9)),
                new Pair(
                        "adam as ND4J codes it",
                        new org.nd4j.linalg.learning.config.Adam(0.01),
                        new Nd4jAdam().at(0.01)),
                // With ε this small it does not matter where it stands.
                new Pair(
                        "adam",
                        new org.nd4j.linalg.learning.config.Adam(0.01, 0.9, 0.999, 1e-30),
                        new Adam(0.9, 0.999, 1e-30).at(0.01)));
    }

    private static void assertSameWeights(INDArray expected, INDArray actual, int step) {
        assertEquals(0, expected.sub(actual).amaxNumber().doubleValue(), 1e-12, "after step " + step);
    }

    private static void compare(Pair pair, boolean regularized, boolean convolutional) {
        var theirs = stack(pair.theirs(), regularized, convolutional);
        var ours = stack(new Sgd(123), regularized, convolutional);
        var start = theirs.params().dup();
        NetworkOptimizer.attach(ours, pair.ours());
        var batch = convolutional
                ? Networks.random(DataType.DOUBLE, 3, 10, 1, 8, 8)
                : Networks.random(DataType.DOUBLE, 3, 10, 6);
        for (int t = 1; t <= STEPS; t++) {
            theirs.fit(batch);
            ours.fit(batch);
            assertSameWeights(theirs.params(), ours.params(), t);
        }
        assertTrue(start.sub(ours.params()).amaxNumber().doubleValue() > 0.01, "the weights have moved");
    }

    private static MultiLayerNetwork stack(IUpdater updater, boolean regularized, boolean convolutional) {
        NeuralNetConfiguration.Builder builder = Networks.builder(DataType.DOUBLE, updater);
        if (regularized) {
            builder.l2(0.01)
                    .l1(0.001)
                    .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(0.05);
        }
        return convolutional ? Networks.convolutional(builder) : Networks.dense(builder);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aStackOfDenseLayersTakesTheSameSteps(Pair pair) {
        compare(pair, false, false);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void convolutionsAndTheStatisticsOfBatchNormTakeTheSameSteps(Pair pair) {
        compare(pair, false, true);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void clippingAndPenaltiesOfTheConfigurationStayInForce(Pair pair) {
        compare(pair, true, false);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aGraphTakesTheSameSteps(Pair pair) {
        ComputationGraph theirs = Networks.branched(Networks.builder(DataType.DOUBLE, pair.theirs()));
        ComputationGraph ours = Networks.branched(Networks.builder(DataType.DOUBLE, new Sgd(123)));
        NetworkOptimizer.attach(ours, pair.ours());
        var batch = Networks.random(DataType.DOUBLE, 3, 10, 6);
        for (int t = 1; t <= STEPS; t++) {
            theirs.fit(batch);
            ours.fit(batch);
            assertSameWeights(theirs.params(), ours.params(), t);
        }
    }

    @Test
    void theTestTellsRulesApart() {
        var plain = Networks.dense(Networks.builder(DataType.DOUBLE, new Sgd(1)));
        var other = Networks.dense(Networks.builder(DataType.DOUBLE, new Sgd(1)));
        NetworkOptimizer.attach(plain, nesterov(0.05, 0.9));
        NetworkOptimizer.attach(other, heavyBall(0.05, 0.9));
        var batch = Networks.random(DataType.DOUBLE, 3, 10, 6);
        plain.fit(batch);
        other.fit(batch);
        assertTrue(plain.params().sub(other.params()).amaxNumber().doubleValue() > 1e-6);
    }

    @Test
    void decoupledDecayOfARuleIsTheDecayThatDl4jMultipliesByItsRate() {
        var theirs = Networks.dense(
                Networks.builder(DataType.DOUBLE, new org.nd4j.linalg.learning.config.Adam(0.01, 0.9, 0.999, 1e-30)));
        for (var layer : theirs.getLayers()) {
            var configuration = (BaseLayer) layer.conf().getLayer();
            configuration.setRegularization(List.of(new WeightDecay(0.1, true)));
            configuration.setRegularizationBias(List.of(new WeightDecay(0.1, true)));
        }
        var ours = Networks.dense(Networks.builder(DataType.DOUBLE, new Sgd(1)));
        NetworkOptimizer.attach(
                ours,
                chain(new Adam(0.9, 0.999, 1e-30), decoupledWeightDecay(0.1)).at(0.01));
        var batch = Networks.random(DataType.DOUBLE, 3, 10, 6);
        for (int t = 1; t <= STEPS; t++) {
            theirs.fit(batch);
            ours.fit(batch);
            assertSameWeights(theirs.params(), ours.params(), t);
        }
    }

    /** What the manual says to those who move a decay from a configuration to a rule. */
    @Test
    void dl4jsBuilderEntersADecayTwice() {
        var network =
                Networks.dense(Networks.builder(DataType.DOUBLE, new Sgd(1)).weightDecay(0.1, true));
        assertEquals(
                List.of(new WeightDecay(0.1, true), new WeightDecay(0.1, true)),
                ((BaseLayer) network.getLayer(0).conf().getLayer()).getRegularization());
    }
}
