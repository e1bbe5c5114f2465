package org.guideddescent.samediff;

import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.tanh;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.space.Selector.everyMatrix;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Check;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffObjectiveTest {
    private static final int IN = 5;
    private static final int HIDDEN = 7;
    private static final int OUT = 3;
    private static final int ROWS = 6;

    private static SDVariable outputs(SameDiff g, DataType type) {
        var x = g.placeHolder("x", type, -1, IN);
        var w1 = g.var("w1", type, IN, HIDDEN);
        var b1 = g.var("b1", type, HIDDEN);
        var w2 = g.var("w2", type, HIDDEN, OUT);
        var b2 = g.var("b2", type, 1, OUT);
        return g.math.tanh(x.mmul(w1).add(b1)).mmul(w2).add(b2);
    }

    /** Half the mean over rows of the squared distance, as {@link Loss#SQUARED_ERROR} is defined. */
    private static SameDiff squares(DataType type) {
        var g = SameDiff.create();
        var z = outputs(g, type);
        var y = g.placeHolder("y", type, -1, OUT);
        g.math.square(z.sub(y)).sum("each", 1).mul(0.5).mean("loss");
        return g;
    }

    private static final Network SQUARES =
            Network.of(linear(IN, HIDDEN).then(tanh()).then(linear(HIDDEN, OUT)), Loss.SQUARED_ERROR);

    private static INDArray normal(long key, DataType type, int... shape) {
        var x = Nd4j.create(type, shape[0], shape[1]);
        Ops.current().normal(key, x);
        return x;
    }

    private static Batch batch(DataType type) {
        return new Batch(normal(1, type, ROWS, IN), normal(2, type, ROWS, OUT));
    }

    private static ParamVector random(SameDiffObjective objective, long key) {
        var theta = objective.values();
        Ops.current().normal(key, theta.flat());
        return theta;
    }

    @Test
    void lossAndGradientAreThoseOfTheSameNetwork() {
        var objective = SameDiffObjective.of(squares(DataType.DOUBLE), "x", "y", "loss");
        assertEquals(SQUARES.layout(), objective.layout());
        var theta = ParamVector.zeros(SQUARES.layout(), DataType.DOUBLE);
        var expected = theta.like();
        var found = theta.like();
        for (int key = 0; key < 5; key++) {
            Ops.current().normal(key, theta.flat());
            var batch = batch(DataType.DOUBLE);
            double loss = SQUARES.gradient(theta, batch, expected);
            assertEquals(loss, objective.gradient(theta, batch, found), 1e-10);
            assertEquals(loss, objective.loss(theta, batch), 1e-10);
            assertArrayEquals(expected.flat().toDoubleVector(), found.flat().toDoubleVector(), 1e-10);
        }
    }

    @Test
    void classesAreIntegersOfTheGraph() {
        var g = SameDiff.create();
        var z = outputs(g, DataType.DOUBLE);
        var labels = g.placeHolder("labels", DataType.INT32, -1);
        var ones = g.oneHot(labels, OUT, -1, 1, 0, DataType.DOUBLE);
        g.loss.softmaxCrossEntropy("loss", ones, z, null);
        var objective = SameDiffObjective.of(g, "x", "labels", "loss");
        var net = Network.of(linear(IN, HIDDEN).then(tanh()).then(linear(HIDDEN, OUT)), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = random(objective, 3);
        var expected = theta.like();
        var found = theta.like();
        double loss = net.gradient(theta, classes(), expected);
        assertEquals(loss, objective.gradient(theta, classes(), found), 1e-10);
        assertArrayEquals(expected.flat().toDoubleVector(), found.flat().toDoubleVector(), 1e-10);
    }

    /** In ND4J 1.0.0-M2.1 the derivative of this operation forgets what comes after it, here the division by n. */
    @Test
    void theCheckFindsAGradientThatSameDiffGetsWrong() {
        var g = SameDiff.create();
        var z = outputs(g, DataType.DOUBLE);
        var labels = g.placeHolder("labels", DataType.INT32, -1);
        g.loss.sparseSoftmaxCrossEntropy("each", z, labels).mean("loss");
        var objective = SameDiffObjective.of(g, "x", "labels", "loss");
        var check = Check.of(objective, random(objective, 3), classes());
        assertEquals(1 - 1.0 / ROWS, check.error(Check.Claim.GRADIENT), 1e-6);
        assertEquals(0, check.error(Check.Claim.LOSS));
    }

    private static Batch classes() {
        var classes = Nd4j.createFromArray(new double[][] {{0}, {2}, {1}, {1}, {0}, {2}});
        return new Batch(normal(1, DataType.DOUBLE, ROWS, IN), classes);
    }

    @Test
    void itPassesTheCheck() {
        var objective = SameDiffObjective.of(squares(DataType.DOUBLE), "x", "y", "loss");
        Check.of(objective, random(objective, 4), batch(DataType.DOUBLE)).orThrow();
    }

    @Test
    void matricesKeptAsTheyAreStoredHaveTheOtherShape() {
        var objective = SameDiffObjective.of(squares(DataType.DOUBLE), "x", "y", "loss");
        var kept = objective.asStored("w1");
        assertEquals(
                "[w1 [7×5], w2 [3×7], b1 [7×1], b2 [3×1]]",
                objective.layout().params().toString());
        assertEquals(
                "[w1 [5×7], w2 [3×7], b1 [7×1], b2 [3×1]]",
                kept.layout().params().toString());
        var theta = random(objective, 5);
        var same = kept.values();
        for (var name : List.of("w2", "b1", "b2")) {
            same.view(name).assign(theta.view(name));
        }
        same.view("w1").assign(theta.view("w1").transpose());
        var grad = theta.like();
        var turned = same.like();
        assertEquals(
                objective.gradient(theta, batch(DataType.DOUBLE), grad),
                kept.gradient(same, batch(DataType.DOUBLE), turned));
        assertTrue(turned.view("w1").equalsWithEps(grad.view("w1").transpose(), 0));
        assertTrue(turned.view("b1").equalsWithEps(grad.view("b1"), 0));
    }

    @Test
    void rolesFollowTheOrderOfUseAndCanBeSaid() {
        var g = SameDiff.create();
        var x = g.placeHolder("x", DataType.FLOAT, -1, 4);
        var y = g.placeHolder("y", DataType.FLOAT, -1, 2);
        // Names against the order of use.
        var first = g.var("zeta", DataType.FLOAT, 4, 3);
        var second = g.var("middle", DataType.FLOAT, 3, 3);
        var third = g.var("alpha", DataType.FLOAT, 3, 2);
        var idle = g.var("idle", DataType.FLOAT, 8, 8);
        var gain = g.var("gain", DataType.FLOAT, 3);
        x.mmul(first).mul(gain).mmul(second).mmul(third).sub(y).std("loss", true);
        idle.mean("other");
        var objective = SameDiffObjective.of(g, "x", "y", "loss");
        assertEquals(
                "[middle [3×3], zeta [3×4], alpha [2×3], gain [3×1]]",
                objective.layout().params().toString());
        assertEquals(Role.INPUT, objective.layout().named("zeta").role());
        assertEquals(Role.HIDDEN, objective.layout().named("middle").role());
        assertEquals(Role.OUTPUT, objective.layout().named("alpha").role());
        assertEquals(Role.BIAS, objective.layout().named("gain").role());
        var said = objective.role("gain", Role.NORM).role("zeta", Role.HIDDEN);
        assertEquals(Role.NORM, said.layout().named("gain").role());
        assertEquals("zeta [3×4]", said.layout().params().get(0).toString());
        assertEquals(
                "no parameter named 'idle'; have [middle [3×3], zeta [3×4], alpha [2×3], gain [3×1]]",
                refused(() -> objective.role("idle", Role.HIDDEN)));
    }

    @Test
    void itTrainsAsTheSameNetworkWithAnyRule() {
        var batch = batch(DataType.DOUBLE);
        for (Transform rule : List.of(
                Optimizers.adamW(1e-2, 0.1),
                Optimizers.lion(1e-3),
                route(everyMatrix(), Optimizers.muon(1e-2)).otherwise(Optimizers.adamW(1e-2, 0.1)))) {
            var objective = SameDiffObjective.of(squares(DataType.DOUBLE), "x", "y", "loss");
            var ours = SQUARES.initialize(new SplittableRandom(1), DataType.DOUBLE);
            var theirs = ours.copy();
            new Trainer(SQUARES, t -> batch, new Seed(1)).train(new Optimizer(rule, ours), 20);
            var run = new Trainer(objective, t -> batch, new Seed(1)).train(new Optimizer(rule, theirs), 20);
            assertTrue(run.stopped().isEmpty());
            assertArrayEquals(ours.flat().toDoubleVector(), theirs.flat().toDoubleVector(), 1e-8, rule.toString());
        }
    }

    @Test
    void valuesAreThoseOfTheGraph() {
        var g = squares(DataType.FLOAT);
        g.getVariable("w1").getArr().assign(Nd4j.arange(IN * HIDDEN).reshape(IN, HIDDEN));
        var theta = SameDiffObjective.of(g, "x", "y", "loss").values();
        assertEquals(DataType.FLOAT, theta.type());
        for (int i = 0; i < IN; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                assertEquals(i * HIDDEN + j, theta.view("w1").getDouble(j, i));
            }
        }
    }

    @Test
    void chanceIsAFunctionOfTheBatchesKeyInEveryThread() {
        var objective = SameDiffObjective.of(noisy(), "x", "y", "loss");
        var theta = random(objective, 1);
        var grad = theta.like();
        var batch = batch(DataType.DOUBLE).withKey(0);
        double loss = objective.gradient(theta, batch, grad);
        var first = grad.flat().toDoubleVector();
        assertNotEquals(loss, objective.gradient(theta, batch.withKey(1), grad));
        assertEquals(loss, objective.gradient(theta, batch, grad));
        assertArrayEquals(first, grad.flat().toDoubleVector(), 0);
        assertEquals(loss, objective.loss(theta, batch));
        assertEquals(
                loss,
                CompletableFuture.supplyAsync(() ->
                                SameDiffObjective.of(noisy(), "x", "y", "loss").gradient(theta, batch, theta.like()))
                        .join());
        Check.of(objective, theta, batch).orThrow();
    }

    @Test
    void theThreadsGeneratorIsLeftAsItWas() {
        var objective = SameDiffObjective.of(noisy(), "x", "y", "loss");
        var theta = random(objective, 1);
        var random = Nd4j.getRandom();
        random.setStates(5, 6);
        objective.loss(theta, batch(DataType.DOUBLE));
        objective.gradient(theta, batch(DataType.DOUBLE), theta.like());
        assertEquals(5, random.rootState());
        assertEquals(6, random.nodeState());
    }

    private static SameDiff noisy() {
        var g = SameDiff.create();
        var z = outputs(g, DataType.DOUBLE).add(g.random.normal(0, 1, DataType.DOUBLE, ROWS, OUT));
        var y = g.placeHolder("y", DataType.DOUBLE, -1, OUT);
        var mask = g.random.bernoulli(0.5, DataType.DOUBLE, ROWS, OUT);
        g.math.square(z.sub(y).mul(mask)).mean("loss");
        return g;
    }

    @Test
    void rowsFillPlaceholdersOfMoreDimensions() {
        var g = SameDiff.create();
        var x = g.placeHolder("x", DataType.DOUBLE, -1, 2, 2, 3);
        var y = g.placeHolder("y", DataType.DOUBLE, -1);
        var w = g.var("w", DataType.DOUBLE, 2, 2, 3);
        g.math.square(x.mul(w).sum(1, 2, 3).sub(y)).mean("loss");
        var objective = SameDiffObjective.of(g, "x", "y", "loss");
        assertEquals("[w [3×4]]", objective.layout().params().toString());
        var theta = random(objective, 1);
        var inputs = normal(2, DataType.DOUBLE, ROWS, 12);
        var targets = normal(3, DataType.DOUBLE, ROWS, 1);
        double expected = 0;
        for (int i = 0; i < ROWS; i++) {
            double r = -targets.getDouble(i, 0);
            for (int j = 0; j < 12; j++) {
                r += inputs.getDouble(i, j) * theta.view("w").getDouble(j % 3, j / 3);
            }
            expected += r * r / ROWS;
        }
        assertEquals(expected, objective.loss(theta, new Batch(inputs, targets)), 1e-12);
        Check.of(objective, theta, new Batch(inputs, targets)).orThrow();
    }

    @Test
    void aLossMayNeedNoData() {
        var g = SameDiff.create();
        g.math.square(g.var("v", DataType.DOUBLE, 3)).sum("loss");
        var objective = SameDiffObjective.of(g, "loss");
        var theta = random(objective, 1);
        var grad = theta.like();
        double loss = objective.gradient(theta, Batch.NONE, grad);
        assertEquals(Ops.current().dot(theta.flat(), theta.flat()), loss, 1e-12);
        assertArrayEquals(theta.flat().mul(2).toDoubleVector(), grad.flat().toDoubleVector(), 1e-12);
    }

    @Test
    void variablesOfTwoTypesAreRefused() {
        var g = SameDiff.create();
        var a = g.var("a", DataType.DOUBLE, 3).castTo(DataType.FLOAT);
        a.mul(g.var("b", DataType.FLOAT, 3)).sum("loss");
        assertEquals(
                "a graph's variables must be all FLOAT or all DOUBLE, got [a DOUBLE, b FLOAT]",
                refused(() -> SameDiffObjective.of(g, "loss")));
    }

    @Test
    void twoLossesOfOneGraphDoNotMix() {
        var g = squares(DataType.DOUBLE);
        g.getVariable("loss").mul("twice", 2);
        var once = SameDiffObjective.of(g, "x", "y", "loss");
        var twice = SameDiffObjective.of(g, "x", "y", "twice");
        var theta = random(once, 1);
        var batch = batch(DataType.DOUBLE);
        var one = theta.like();
        var two = theta.like();
        for (int i = 0; i < 2; i++) {
            double loss = once.gradient(theta, batch, one);
            assertEquals(2 * loss, twice.gradient(theta, batch, two), 1e-12);
            assertArrayEquals(one.flat().mul(2).toDoubleVector(), two.flat().toDoubleVector(), 1e-12);
        }
    }

    @Test
    void whatIsMissingOrDoesNotFitIsRefusedInSentences() {
        var g = squares(DataType.DOUBLE);
        assertEquals(
                "no placeholder named 'in' for the inputs; have [x, y]",
                refused(() -> SameDiffObjective.of(g, "in", "y", "loss")));
        assertEquals(
                "no placeholder named 'w1' for the targets; have [x, y]",
                refused(() -> SameDiffObjective.of(g, "x", "w1", "loss")));
        var message = refused(() -> SameDiffObjective.of(g, "x", "y", "lost"));
        assertTrue(message.startsWith("no variable named 'lost'; have ["), message);
        assertEquals(
                "loss 'loss' also depends on placeholder 'y', but a batch gives inputs and targets only; "
                        + "make it a constant or a variable",
                refused(() -> SameDiffObjective.of(g, "x", "x", "loss")));
        assertEquals(
                "loss 'y' depends on no trainable variable; "
                        + "make one with graph.var(name, DataType.FLOAT, in, out)",
                refused(() -> SameDiffObjective.of(g, "x", "y", "y")));
        var each = SameDiffObjective.of(g, "x", "y", "each");
        assertEquals(
                "loss 'each' must be one number, got shape [6]; use its mean() over all dimensions",
                refused(() -> each.gradient(each.values(), batch(DataType.DOUBLE), each.values())));
    }

    @Test
    void batchesAndParametersThatDoNotFitAreRefusedInSentences() {
        var objective = SameDiffObjective.of(squares(DataType.DOUBLE), "x", "y", "loss");
        var theta = objective.values();
        assertEquals(
                "inputs [6×4] do not fit placeholder 'x' of shape [-1, 5]",
                refused(() -> objective.loss(
                        theta, new Batch(normal(1, DataType.DOUBLE, ROWS, 4), normal(1, DataType.DOUBLE, ROWS, OUT)))));
        assertEquals(
                "targets [6×1] do not fit placeholder 'y' of shape [-1, 3]",
                refused(() -> objective.loss(
                        theta, new Batch(normal(1, DataType.DOUBLE, ROWS, IN), normal(1, DataType.DOUBLE, ROWS, 1)))));
        assertEquals(
                "inputs are FLOAT but placeholder 'x' is DOUBLE; use inputs.castTo(DataType.DOUBLE)",
                refused(() -> objective.loss(theta, batch(DataType.FLOAT))));
        assertEquals(
                "the graph's variables are DOUBLE but the parameters are FLOAT; begin with values(), or make both of "
                        + "one type",
                refused(() ->
                        objective.loss(ParamVector.zeros(objective.layout(), DataType.FLOAT), batch(DataType.DOUBLE))));
    }

    private static String refused(Runnable run) {
        return assertThrows(IllegalArgumentException.class, run::run).getMessage();
    }
}
