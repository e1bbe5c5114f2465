package org.guideddescent.samediff;

import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.adamWInBytes;
import static org.guideddescent.optimizers.Optimizers.kfac;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.prodigy;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Optimizers.shampooWithAdam;
import static org.guideddescent.optimizers.Optimizers.soap;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.sam;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.guideddescent.space.Selector.matrices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.guideddescent.objective.Batch;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.guideddescent.train.DivergenceException;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Rules inside graph.fit: against SameDiff's own updaters, against our trainer, through files, and what is refused. */
class GraphOptimizerTest {
    private static final int STEPS = 20;

    private static INDArray random(long seed, DataType type, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.randn(type, shape);
    }

    private static DataSet batch(DataType type) {
        var classes = Nd4j.zeros(type, 12, 3);
        for (int i = 0; i < 12; i++) {
            classes.putScalar(i, (5 * i + i / 4) % 3, 1);
        }
        return new DataSet(random(5, type, 12, 6), classes);
    }

    /** 6 inputs, two hidden layers, 3 classes. */
    private static SameDiff graph(DataType type) {
        var graph = SameDiff.create();
        var x = graph.placeHolder("x", type, -1, 6);
        var y = graph.placeHolder("y", type, -1, 3);
        var w1 = graph.var("w1", random(1, type, 6, 8).muli(0.4));
        var b1 = graph.var("b1", Nd4j.zeros(type, 8));
        var w2 = graph.var("w2", random(2, type, 8, 5).muli(0.4));
        var w3 = graph.var("w3", random(3, type, 5, 3).muli(0.4));
        var hidden = graph.math.tanh(x.mmul(w1).add(b1));
        graph.loss.softmaxCrossEntropy(
                "loss", y, graph.math.tanh(hidden.mmul(w2)).mmul(w3), null);
        graph.setLossVariables("loss");
        return graph;
    }

    private static SameDiff configured(DataType type, IUpdater updater) {
        return configured(graph(type), TrainingConfig.builder().updater(updater).minimize(true));
    }

    private static SameDiff configured(SameDiff graph, TrainingConfig.Builder config) {
        graph.setTrainingConfig(
                config.dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
        return graph;
    }

    private static void assertSame(SameDiff expected, SameDiff actual, double tolerance, String when) {
        for (var name : List.of("w1", "b1", "w2", "w3")) {
            var difference = expected.getVariable(name)
                    .getArr()
                    .sub(actual.getVariable(name).getArr());
            assertEquals(0, difference.amaxNumber().doubleValue(), tolerance, name + " " + when);
        }
    }

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
                // SameDiff adds ε before the correction of the mean, and we after it; this small it does not matter.
                new Pair(
                        "adam",
                        new org.nd4j.linalg.learning.config.Adam(0.01, 0.9, 0.999, 1e-30),
                        new Adam(0.9, 0.999, 1e-30).at(0.01)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theStepsAreThoseOfTheUpdaterOfThatName(Pair pair) {
        var theirs = configured(DataType.DOUBLE, pair.theirs());
        var ours = configured(DataType.DOUBLE, new Sgd(123));
        GraphOptimizer.attach(ours, pair.ours());
        for (int t = 1; t <= STEPS; t++) {
            theirs.fit(batch(DataType.DOUBLE));
            ours.fit(batch(DataType.DOUBLE));
            assertSame(theirs, ours, 1e-12, "after step " + t);
        }
        assertTrue(graph(DataType.DOUBLE)
                        .getVariable("w1")
                        .getArr()
                        .sub(ours.getVariable("w1").getArr())
                        .amaxNumber()
                        .doubleValue()
                > 0.01);
    }

    @Test
    void aPenaltyOfTheConfigurationStaysInForce() {
        var penalty = List.<org.nd4j.linalg.learning.regularization.Regularization>of(new L2Regularization(0.1));
        var theirs = configured(
                graph(DataType.DOUBLE),
                TrainingConfig.builder().updater(new Sgd(0.1)).minimize(true).regularization(penalty));
        var ours = configured(
                graph(DataType.DOUBLE),
                TrainingConfig.builder().updater(new Sgd(9)).minimize(true).regularization(penalty));
        var plain = configured(DataType.DOUBLE, new Sgd(0.1));
        GraphOptimizer.attach(ours, sgd(0.1));
        for (int t = 0; t < 5; t++) {
            theirs.fit(batch(DataType.DOUBLE));
            ours.fit(batch(DataType.DOUBLE));
            plain.fit(batch(DataType.DOUBLE));
        }
        assertSame(theirs, ours, 1e-12, "with the penalty");
        assertThrows(AssertionError.class, () -> assertSame(plain, ours, 1e-6, "without it"));
    }

    static Stream<Transform> rules() {
        return Stream.of(
                sgd(0.1),
                adamW(0.01),
                adamWInBytes(0.01, 0.1),
                chain(clipByGlobalNorm(0.01), route(matrices(), muon(0.02)).otherwise(adamW(3e-3))),
                route(everyMatrix(), soap(0.01)).otherwise(adamW(3e-3)),
                route(everyMatrix(), shampooWithAdam(0.01)).otherwise(adamW(3e-3)),
                scheduleFreeAdamW(0.01, 0.1, 2),
                prodigy(1));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theStepsAreThoseOfTheSameRuleOnTheGraphAsAnObjective(Transform rule) {
        var inside = configured(DataType.DOUBLE, new Sgd(1));
        var attached = GraphOptimizer.attach(inside, rule);
        var outside = graph(DataType.DOUBLE);
        var objective = SameDiffObjective.of(outside, "x", "y", "loss");
        assertEquals(objective.layout(), attached.layout());
        var theta = objective.values();
        var optimizer = new Optimizer(rule, theta);
        var data = batch(DataType.DOUBLE);
        for (int t = 1; t <= 6; t++) {
            inside.fit(data);
            double loss =
                    objective.gradient(theta, new Batch(data.getFeatures(), data.getLabels()), optimizer.gradient());
            optimizer.step(optimizer.gradient(), loss);
            objective.loss(theta, new Batch(data.getFeatures(), data.getLabels()));
            assertSame(outside, inside, 1e-12, "after step " + t);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void sixStepsAreThreeStepsAFileAndThreeSteps(Transform rule, @TempDir Path folder) throws IOException {
        var throughout = configured(DataType.FLOAT, new Sgd(1));
        var first = configured(DataType.FLOAT, new Sgd(1));
        GraphOptimizer.attach(throughout, rule);
        GraphOptimizer.attach(first, rule);
        fit(throughout, 6);
        fit(first, 3);
        var file = folder.resolve("graph.fb").toFile();
        first.save(file, true);
        var second = SameDiff.load(file, true);
        var optimizer = GraphOptimizer.attach(second);
        assertEquals(rule, optimizer.rule());
        assertEquals("goes on after step 3", optimizer.origin());
        fit(second, 3);
        assertEquals(6, optimizer.steps());
        assertSame(throughout, second, 0, "bit by bit");
    }

    private static void fit(SameDiff graph, int steps) {
        for (int i = 0; i < steps; i++) {
            graph.fit(batch(DataType.FLOAT));
        }
    }

    @Test
    void aLoadedGraphWithoutAnOptimizerRefusesToTrainAndLosesNothing(@TempDir Path folder) throws IOException {
        var first = configured(DataType.FLOAT, new Sgd(1));
        GraphOptimizer.attach(first, adamW(0.01));
        fit(first, 2);
        var file = folder.resolve("graph.fb").toFile();
        first.save(file, true);
        var loaded = SameDiff.load(file, true);
        var e = assertThrows(IllegalStateException.class, () -> fit(loaded, 1));
        assertTrue(e.getMessage().contains("call GraphOptimizer.attach(graph) once before fit"), e.getMessage());
        assertSame(first, loaded, 0, "kept");
        loaded.save(file, true);
        assertEquals(2, GraphOptimizer.attach(SameDiff.load(file, true)).steps());
    }

    @Test
    void withoutItsListenerTheGraphRefusesToTrain() {
        var graph = configured(DataType.FLOAT, new Sgd(1));
        GraphOptimizer.attach(graph, adamW(0.01));
        fit(graph, 1);
        var before = graph.getVariable("w1").getArr().dup();
        graph.setListeners();
        var e = assertThrows(IllegalStateException.class, () -> fit(graph, 1));
        assertTrue(e.getMessage().contains("or its listener was removed"), e.getMessage());
        assertTrue(before.equalsWithEps(graph.getVariable("w1").getArr(), 0));
    }

    @Test
    void aGraphThatAnUpdaterOfSameDiffTrainedBeginsWithoutMemoryAndSaysSo() {
        var graph = configured(DataType.FLOAT, new org.nd4j.linalg.learning.config.Adam(0.01));
        fit(graph, 3);
        var before = graph.getVariable("w2").getArr().dup();
        var optimizer = GraphOptimizer.attach(graph, sgd(0));
        assertEquals(
                "begins at step 1 and remembers nothing of the 3 iterations that Adam trained this graph",
                optimizer.origin());
        fit(graph, 2);
        assertEquals(2, optimizer.steps());
        assertTrue(before.equalsWithEps(graph.getVariable("w2").getArr(), 0), "Adam's old updater takes no more steps");
    }

    @Test
    void rolesAreGuessedAndCanBeGiven() {
        var graph = configured(DataType.FLOAT, new Sgd(1));
        assertEquals(
                "[w2 [5×8], w1 [8×6], w3 [3×5], b1 [8×1]]",
                GraphOptimizer.attach(graph, sgd(1)).layout().params().toString());
        var table = GraphOptimizer.attach(graph, sgd(1), Map.of("w1", Role.EMBEDDING))
                .layout()
                .named("w1");
        assertEquals("w1 [6×8]", table.toString());
        var e = assertThrows(
                IllegalArgumentException.class, () -> GraphOptimizer.attach(graph, sgd(1), Map.of("w9", Role.HIDDEN)));
        assertTrue(e.getMessage().contains("no variable named 'w9' is trained; have [w1"), e.getMessage());
    }

    @Test
    void evaluationWeightsAreThereWhileOneLooksAndGoneAfterwards() {
        var graph = configured(DataType.FLOAT, new Sgd(1));
        var optimizer = GraphOptimizer.attach(graph, scheduleFreeAdamW(0.05, 0, 0));
        fit(graph, 5);
        var training = graph.getVariable("w1").getArr().dup();
        var judged = optimizer.evaluating(() -> graph.getVariable("w1").getArr().dup());
        assertTrue(training.sub(judged).amaxNumber().doubleValue() > 1e-4);
        assertTrue(training.equalsWithEps(graph.getVariable("w1").getArr(), 0));
    }

    @Test
    void aGradientThatIsNotFiniteStopsTrainingAndKeepsTheWeights() {
        var graph = configured(DataType.FLOAT, new Sgd(1));
        var optimizer = GraphOptimizer.attach(graph, adamW(0.01));
        fit(graph, 1);
        var before = graph.getVariable("w1").getArr().dup();
        var broken = batch(DataType.FLOAT);
        broken.getFeatures().putScalar(0, 0, Double.NaN);
        assertThrows(DivergenceException.class, () -> graph.fit(broken));
        assertTrue(before.equalsWithEps(graph.getVariable("w1").getArr(), 0));
        fit(graph, 1);
        assertEquals(2, optimizer.steps());
    }

    private static void assertRefused(String words, SameDiff graph, Transform rule) {
        var config = graph.getTrainingConfig().toJson();
        var e = assertThrows(IllegalArgumentException.class, () -> GraphOptimizer.attach(graph, rule));
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(config, graph.getTrainingConfig().toJson(), "the graph is as it was");
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        var graph = configured(DataType.FLOAT, new Sgd(1));
        assertRefused("needs matrices but was given", graph, muon(0.02));
        assertRefused("needs the loss at other weights, which SameDiff's training", graph, sam(adamW(0.01), 0.05));
        assertRefused(
                "which SameDiff's training does not give",
                graph,
                route(everyMatrix(), kfac(0.01)).otherwise(adamW(0.01)));
        assertRefused("as a record instead of a lambda", graph, sgd(1).schedule(t -> 1));
        assertRefused(
                "decoupledWeightDecay",
                configured(
                        graph(DataType.FLOAT),
                        TrainingConfig.builder()
                                .updater(new Sgd(1))
                                .minimize(true)
                                .regularization(List.of(new WeightDecay(0.1, true)))),
                sgd(1));
        assertRefused(
                "minimize(false)",
                configured(
                        graph(DataType.FLOAT),
                        TrainingConfig.builder().updater(new Sgd(1)).minimize(false)),
                sgd(1));
        var bare = graph(DataType.FLOAT);
        var e = assertThrows(IllegalStateException.class, () -> GraphOptimizer.attach(bare, sgd(1)));
        assertTrue(e.getMessage().contains("call graph.setTrainingConfig"), e.getMessage());
        var none = assertThrows(IllegalStateException.class, () -> GraphOptimizer.attach(graph));
        assertTrue(
                none.getMessage().contains("there is no rule in this graph's configuration, which has Sgd"),
                none.getMessage());
        fit(graph, 1);
        assertFalse(graph.getListeners().stream()
                .anyMatch(l -> l.getClass().getName().contains("GraphOptimizer")));
    }
}
