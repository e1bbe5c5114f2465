package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.Objective;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.optimizers.Shampoo;
import org.guideddescent.optimizers.Soap;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Selector;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Data-parallel runs against the run of one rank with the whole batch. */
class DataParallelTest {
    private static final int STEPS = 25;

    /** Rules that turn into a basis, which gradients without a null space determine. */
    private static final List<String> TURNING = List.of("tracked", "soap", "klSoap");

    static Stream<String> continuousRules() {
        return Scenes.rules().keySet().stream().filter(name -> !TURNING.contains(name));
    }

    private static final class Result {
        private final double[] weights;
        private final double[] losses;

        Result(double[] weights, double[] losses) {
            this.weights = weights;
            this.losses = losses;
        }

        double[] weights() {
            return weights;
        }

        double[] losses() {
            return losses;
        }
    }

    private static Result serial(Transform rule, int batch, DataType type) {
        var net = Scenes.network();
        var optimizer = new Optimizer(rule, Scenes.weights(net, type));
        var run = new Trainer(net, Scenes.batches(batch, type), Scenes.SEED).train(optimizer, STEPS);
        return new Result(numbers(optimizer), run.losses());
    }

    private static double[] numbers(Optimizer optimizer) {
        return optimizer.weights().flat().castTo(DataType.DOUBLE).toDoubleVector();
    }

    private static DataParallel training(Team team, Objective objective, int batch, DataType type) {
        return DataParallel.of(team, objective, Scenes.batches(batch, type), Scenes.SEED)
                .comparingEvery(5);
    }

    private static Result parallel(Team team, Transform rule, int batch, DataType type) {
        var net = Scenes.network();
        var training = training(team, net, batch, type);
        var optimizer = training.optimizer(rule, Scenes.weights(net, type));
        var run = training.train(optimizer, STEPS);
        return new Result(numbers(optimizer), run.losses());
    }

    @ParameterizedTest
    @MethodSource("continuousRules")
    void theRunIsThatOfOneRankToRoundingAndTheSameAtAllRanks(String name) {
        var rule = Scenes.rules().get(name);
        var alone = serial(rule, Scenes.BATCH, DataType.DOUBLE);
        for (int size : new int[] {1, 2, 3}) {
            var all = Threads.run(size, team -> parallel(team, rule, Scenes.BATCH, DataType.DOUBLE));
            assertArrayEquals(alone.weights(), all.get(0).weights(), 1e-12, name + " of " + size);
            assertArrayEquals(alone.losses(), all.get(0).losses(), 1e-12, name + " of " + size);
            for (var one : all) {
                assertArrayEquals(all.get(0).weights(), one.weights(), name);
                assertArrayEquals(all.get(0).losses(), one.losses(), name);
            }
        }
    }

    @Test
    void rulesInAnEigenbasisAreThoseOfOneRankWhereGradientsHaveFullRank() {
        for (var rule : List.of(Optimizers.soap(0.01), Optimizers.klSoap(0.01), everyThree())) {
            var turned = Rules.route(Selector.everyMatrix(), rule).otherwise(Optimizers.adam(0.01));
            var alone = square(Team.ALONE, turned);
            var all = Threads.run(3, team -> square(team, turned));
            assertArrayEquals(alone, all.get(0), 1e-12, rule.toString());
            all.forEach(one -> assertArrayEquals(all.get(0), one));
        }
    }

    private static Transform everyThree() {
        var basis = new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0);
        return new Soap(new Adam(0.9, 0.95, 1e-8), 0.95, basis, 3, Shampoo.Sides.BOTH, 1000).at(0.01);
    }

    private static double[] square(Team team, Transform rule) {
        var net = Scenes.square();
        var training = DataParallel.of(team, net, Scenes.squareBatches(Scenes.BATCH, DataType.DOUBLE), Scenes.SEED);
        var optimizer = training.optimizer(rule, Scenes.weights(net, DataType.DOUBLE));
        training.train(optimizer, STEPS);
        return numbers(optimizer);
    }

    @Test
    void aSecondRunAndTheOtherKindOfTeamGiveTheSameBits() {
        var rule = Scenes.rules().get("shampoo");
        var threads = Threads.run(3, team -> parallel(team, rule, Scenes.BATCH, DataType.FLOAT));
        var again = Threads.run(3, team -> parallel(team, rule, Scenes.BATCH, DataType.FLOAT));
        var ring = Rings.run(3, team -> parallel(team, rule, Scenes.BATCH, DataType.FLOAT));
        assertArrayEquals(threads.get(0).weights(), again.get(0).weights());
        assertArrayEquals(threads.get(0).weights(), ring.get(2).weights());
    }

    @Test
    void aBatchSmallerThanTheTeamLeavesSomeWithoutRows() {
        var rule = Optimizers.adam(0.01);
        var alone = serial(rule, 2, DataType.DOUBLE);
        Threads.run(5, team -> parallel(team, rule, 2, DataType.DOUBLE))
                .forEach(one -> assertArrayEquals(alone.weights(), one.weights(), 1e-12));
    }

    @Test
    void unweightedSharesWouldBeAnotherRun() {
        // The control for the weights w_r: the mean of the ranks' means is not the mean over 23 rows.
        var net = Scenes.network();
        var theta = Scenes.weights(net, DataType.DOUBLE);
        var batch = Scenes.batches(Scenes.BATCH, DataType.DOUBLE).at(1);
        double whole = net.loss(theta, batch);
        double means = (net.loss(theta, Share.window(batch, 0, 12)) + net.loss(theta, Share.window(batch, 12, 23))) / 2;
        assertTrue(Math.abs(whole - means) > 1e-4, whole + " and " + means);
        Threads.run(2, team -> Divided.of(Scenes.network(), team).loss(theta, batch))
                .forEach(loss -> assertEquals(whole, loss, 1e-14));
    }

    @Test
    void rulesThatAskGetTheTeamsAnswers() {
        for (Transform rule : List.of(
                Rules.sam(Optimizers.sgd(0.1), 0.05),
                Optimizers.lbfgs(),
                Optimizers.adaHessian(0.05),
                Optimizers.backtracking(Optimizers.sgd(1)))) {
            var alone = serial(rule, Scenes.BATCH, DataType.DOUBLE);
            var all = Threads.run(3, team -> parallel(team, rule, Scenes.BATCH, DataType.DOUBLE));
            // Line searches decide by comparing losses, and so may amplify a rounding.
            assertArrayEquals(alone.weights(), all.get(0).weights(), 1e-8, rule.toString());
            all.forEach(one -> assertArrayEquals(all.get(0).weights(), one.weights()));
        }
    }

    @Test
    void curvatureProductsAreThoseOfTheWholeBatch() {
        var net = Scenes.network();
        var theta = Scenes.weights(net, DataType.DOUBLE);
        var v = theta.like();
        Ops.current().normal(4, v.flat());
        var batch = Scenes.batches(Scenes.BATCH, DataType.DOUBLE).at(1);
        var hessian = theta.like();
        var gaussNewton = theta.like();
        net.hessianTimes(theta, batch, v, hessian);
        net.gaussNewtonTimes(theta, batch, v, gaussNewton);
        Threads.run(3, team -> {
            var divided = (Objective.Curved) Divided.of(Scenes.network(), team);
            var out = theta.like();
            divided.hessianTimes(theta, batch, v, out);
            assertArrayEquals(hessian.flat().toDoubleVector(), out.flat().toDoubleVector(), 1e-13);
            divided.gaussNewtonTimes(theta, batch, v, out);
            assertArrayEquals(gaussNewton.flat().toDoubleVector(), out.flat().toDoubleVector(), 1e-13);
            return 0;
        });
    }

    @Test
    void rulesThatWatchLayersAreRefusedInWords() {
        Threads.run(2, team -> {
            var net = Scenes.network();
            var refused = assertThrows(IllegalArgumentException.class, () -> training(team, net, 8, DataType.DOUBLE)
                    .optimizer(Optimizers.kfac(0.1), Scenes.weights(net, DataType.DOUBLE)));
            assertTrue(refused.getMessage().contains("divided among 2 gives none"), refused.getMessage());
            return 0;
        });
        // Who is alone sees all rows.
        var net = Scenes.network();
        training(Team.ALONE, net, 8, DataType.DOUBLE)
                .optimizer(Optimizers.kfac(0.1), Scenes.weights(net, DataType.DOUBLE));
    }

    @Test
    void batchNormalizationIsFoundOutUnlessAccepted() {
        var layers = Layers.linear(6, 12)
                .then(Layers.batchNorm(12))
                .then(Layers.tanh())
                .then(Layers.linear(12, 3));
        Threads.run(2, team -> {
            var net = Network.of(layers, Loss.SQUARED_ERROR);
            var training = training(team, net, 16, DataType.FLOAT);
            var optimizer = training.optimizer(Optimizers.sgd(0.1), Scenes.weights(net, DataType.FLOAT));
            var refused = assertThrows(IllegalArgumentException.class, () -> training.train(optimizer, 3));
            assertTrue(refused.getMessage().contains("is not the mean of its examples"), refused.getMessage());
            assertEquals(0, optimizer.steps());
            return training.withoutMeanCheck().train(optimizer, 3).steps();
        });
    }

    @Test
    void weightsThatDifferAreAnErrorThatNamesStepAndRank() {
        var failure = assertThrows(
                TeamException.class,
                () -> Threads.run(3, team -> {
                    var net = Scenes.network();
                    var theta = Scenes.weights(net, DataType.FLOAT);
                    Batches flips = t -> {
                        if (t == 8 && team.rank() == 2) {
                            // One bit of one weight, as a faulty memory would.
                            var data = theta.flat().data();
                            data.put(5, Math.nextUp(data.getFloat(5)));
                        }
                        return Scenes.batches(8, DataType.FLOAT).at(t);
                    };
                    var training =
                            DataParallel.of(team, net, flips, Scenes.SEED).comparingEvery(5);
                    return training.train(training.optimizer(Optimizers.sgd(0.1), theta), 30);
                }));
        assertEquals(2, failure.rank());
        assertTrue(
                failure.getMessage().contains("rank 2 differ")
                        && failure.getMessage().contains("after step 10"),
                failure.getMessage());
    }

    @Test
    void ranksThatStartApartOrWithAnotherRuleAreToldBeforeTheFirstStep() {
        for (boolean rule : new boolean[] {true, false}) {
            var failure = assertThrows(
                    TeamException.class,
                    () -> Threads.run(2, team -> {
                        var net = Scenes.network();
                        var theta = Scenes.weights(net, DataType.FLOAT);
                        double own = team.rank() * 0.1;
                        if (!rule) {
                            theta.flat().addi(own);
                        }
                        var training = training(team, net, 8, DataType.FLOAT);
                        return training.train(training.optimizer(Optimizers.sgd(rule ? 0.1 + own : 0.1), theta), 3);
                    }));
            assertTrue(
                    failure.getMessage().contains(rule ? "the rule of rank 1" : "the weights of rank 1"),
                    failure.getMessage());
        }
    }

    @Test
    void aResumedRunIsTheUndisturbedOneToTheLastBit(@TempDir Path folder) {
        for (var name : List.of("shampoo", "tracked", "soap")) {
            var rule = Scenes.rules().get(name);
            var file = folder.resolve(name + ".zip");
            var whole = Threads.run(3, team -> parallel(team, rule, Scenes.BATCH, DataType.FLOAT));
            Threads.run(3, team -> {
                var net = Scenes.network();
                var training = training(team, net, Scenes.BATCH, DataType.FLOAT);
                var optimizer = training.optimizer(rule, Scenes.weights(net, DataType.FLOAT));
                training.train(optimizer, 11);
                training.save(optimizer, file);
                return 0;
            });
            var resumed = Threads.run(3, team -> {
                var net = Scenes.network();
                var training = training(team, net, Scenes.BATCH, DataType.FLOAT);
                var theta = Scenes.weights(net, DataType.FLOAT);
                theta.flat().addi(team.rank());
                var optimizer = training.optimizer(rule, theta);
                // Only rank 0 has the file.
                training.load(optimizer, team.rank() == 0 ? file : folder.resolve("nowhere.zip"));
                assertEquals(11, optimizer.steps());
                training.train(optimizer, STEPS);
                return numbers(optimizer);
            });
            resumed.forEach(one -> assertArrayEquals(whole.get(0).weights(), one, name));
        }
    }

    @Test
    void aCheckpointThatCannotBeReadOrWrittenIsToldToAll(@TempDir Path folder) throws Exception {
        var damaged = Files.writeString(folder.resolve("damaged.zip"), "not a zip");
        Threads.run(2, team -> {
            var net = Scenes.network();
            var training = training(team, net, 8, DataType.FLOAT);
            var optimizer = training.optimizer(Optimizers.sgd(0.1), Scenes.weights(net, DataType.FLOAT));
            for (var file : List.of(folder.resolve("absent.zip"), damaged)) {
                var told = assertThrows(RuntimeException.class, () -> training.load(optimizer, file));
                assertTrue(told.getMessage().contains(file.getFileName().toString()), told.getMessage());
                assertTrue(team.rank() == 0 || told.getMessage().contains("rank 0 failed"), told.getMessage());
            }
            var told = assertThrows(
                    RuntimeException.class, () -> training.save(optimizer, folder.resolve("no/such/folder.zip")));
            assertTrue(told.getMessage().contains("folder.zip"), told.getMessage());
            // The team is whole all the same.
            training.train(optimizer, 2);
            return 0;
        });
    }

    @Test
    void aDivergenceStopsAllRanksAtTheSameStep() {
        var runs = Threads.run(2, team -> {
            var net = Scenes.network();
            var training = training(team, net, 8, DataType.FLOAT)
                    .with((o, b) -> new Trainer(o, b, Scenes.SEED).stoppingAbove(50));
            return training.train(training.optimizer(Optimizers.sgd(50), Scenes.weights(net, DataType.FLOAT)), 100);
        });
        assertTrue(runs.get(0).diverged());
        assertEquals(runs.get(0).steps(), runs.get(1).steps());
        assertEquals(runs.get(0).stopped(), runs.get(1).stopped());
    }
}
