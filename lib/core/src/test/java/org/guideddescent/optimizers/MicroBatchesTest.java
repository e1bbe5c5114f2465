package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.sophiaG;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.sam;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.guideddescent.compute.Activation;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.MicroBatches;
import org.guideddescent.objective.Objective;
import org.guideddescent.rule.Transform;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Accumulation;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Accumulation in the trainer: k micro-batches are one big batch for every rule, those that watch and those that ask too. */
class MicroBatchesTest {
    private static final int EXAMPLES = 4;
    private static final int K = 3;
    private static final Seed SEED = new Seed(1);

    /** ½ mean ‖W x − y‖² with one hidden matrix W [4 × 5]. */
    private record Regression(Layout layout) implements Objective.Curved {
        Regression() {
            this(Layout.builder().add("w", Role.HIDDEN, 4, 5).build());
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            var r = batch.inputs().mmul(theta.view("w").transpose()).subi(batch.targets());
            grad.view("w").assign(r.transpose().mmul(batch.inputs()).divi(batch.size()));
            return r.mul(r).sumNumber().doubleValue() / 2 / batch.size();
        }

        @Override
        public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
            var r = batch.inputs().mmul(v.view("w").transpose());
            out.view("w").assign(r.transpose().mmul(batch.inputs()).divi(batch.size()));
        }

        @Override
        public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
            hessianTimes(theta, batch, v, out);
        }
    }

    /** Batches of EXAMPLES examples, each a function of its number; bounds of classes, or 0 for numbers. */
    private static Batches batches(int in, int out, int classes) {
        return t -> {
            var random = new Random(17 * t);
            double[][] x = new double[EXAMPLES][];
            double[][] y = new double[EXAMPLES][];
            for (int i = 0; i < EXAMPLES; i++) {
                x[i] = random.doubles(in).map(u -> 2 * u - 1).toArray();
                y[i] = classes > 0
                        ? new double[] {random.nextInt(classes)}
                        : random.doubles(out).map(u -> 2 * u - 1).toArray();
            }
            return new Batch(Nd4j.createFromArray(x), Nd4j.createFromArray(y));
        };
    }

    /** Batch t is the micro-batches k (t − 1) + 1 … k t below each other. */
    private static Batches big(Batches small, int k) {
        return t -> {
            var x = new ArrayList<INDArray>();
            var y = new ArrayList<INDArray>();
            for (long j = k * (t - 1) + 1; j <= k * t; j++) {
                x.add(small.at(j).inputs());
                y.add(small.at(j).targets());
            }
            return new Batch(Nd4j.vstack(x), Nd4j.vstack(y));
        };
    }

    private static final Network NET = Mlp.of(Activation.TANH, 5, 4, 4, 3);

    /** All rules whose path is a function of the mean loss: not those that draw targets, which fall otherwise. */
    static Stream<Row> functionsOfTheMean() {
        return Catalogue.rows().stream().filter(r -> !drawsTargets(r));
    }

    private static boolean drawsTargets(Row row) {
        return row.method().equals("sophiaG") || row.rule().toString().contains("Sampled");
    }

    @ParameterizedTest
    @MethodSource("functionsOfTheMean")
    void microBatchesAreOneBigBatchForEveryRule(Row row) {
        var objective = row.onNetwork() ? NET : new Regression();
        var small = row.onNetwork() ? batches(5, 0, 3) : batches(5, 4, 0);
        var accumulated = optimizer(row.rule(), objective);
        var whole = optimizer(row.rule(), objective);
        var losses = new Trainer(objective, small, SEED)
                .accumulating(K)
                .train(accumulated, 8)
                .losses();
        assertArrayEquals(
                new Trainer(objective, big(small, K), SEED).train(whole, 8).losses(), losses, 1e-12);
        assertArrayEquals(numbers(whole), numbers(accumulated), 1e-12, row.toString());
    }

    @Test
    void theRuleThatAccumulatesIsTheTrainerThatDoes() {
        var small = batches(5, 0, 3);
        // Watches both; one that asked would be told of the last micro-batch inside, and of all outside.
        var watching = new Kfac(
                        new Curvature(new Fisher.Empirical(), 0.9, 1, 1), Damping.factored(1e-2), Length.plain())
                .at(0.05);
        for (var rule : List.of(adam(0.01), Optimizers.heavyBall(0.1, 0.9), watching)) {
            var outside = optimizer(rule, NET);
            new Trainer(NET, small, SEED).accumulating(K).train(outside, 8);
            var inside = optimizer(accumulate(K, rule), NET);
            new Trainer(NET, small, SEED).train(inside, 8 * K);
            assertArrayEquals(numbers(inside), numbers(outside), 1e-12, rule.toString());
        }
    }

    /** What an oracle that knew the last micro-batch only would do: the trainer's answers are about all. */
    @Test
    void aRuleThatAsksIsAnsweredForTheWholeStep() {
        var small = batches(5, 0, 3);
        var outside = optimizer(sam(adam(0.01), 0.1), NET);
        new Trainer(NET, small, SEED).accumulating(K).train(outside, 8);
        var inside = optimizer(accumulate(K, sam(adam(0.01), 0.1)), NET);
        new Trainer(NET, small, SEED).train(inside, 8 * K);
        assertTrue(Trial.distance(numbers(inside), numbers(outside)) > 1e-4, "the control knows as much");
    }

    @Test
    void sophiaCountsTheExamplesOfAllMicroBatches() {
        var optimizer = optimizer(sophiaG(0.01), NET);
        new Trainer(NET, batches(5, 0, 3), SEED).accumulating(K).train(optimizer, 1);
        var micro = new MicroBatches(NET, batches(5, 0, 3));
        micro.at(1, K);
        var drawn = optimizer.weights().like();
        var begin = optimizer(sophiaG(0.01), NET).weights();
        micro.oracle().sampledGradient(begin, DiagonalEstimate.key(0, 1), drawn, LayerObserver.NONE);
        double[] g = numbers(drawn);
        double[] h = optimizer.state().entrySet().stream()
                .filter(e -> e.getKey().endsWith("/h"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .toDoubleVector();
        for (int i = 0; i < h.length; i++) {
            assertEquals((1 - 0.99) * K * EXAMPLES * g[i] * g[i], h[i], 1e-12);
        }
    }

    @Test
    void drawnTargetsOfTheMicroBatchesDiffer() {
        var once = batches(5, 0, 3).at(1);
        var micro = new MicroBatches(NET, t -> once);
        var theta = NET.initialize(new Random(3), DataType.DOUBLE);
        var one = theta.like();
        micro.at(1, 1);
        micro.oracle().sampledGradient(theta, 7, one, LayerObserver.NONE);
        var alone = theta.like();
        NET.sampledGradient(theta, once, 7, alone, LayerObserver.NONE);
        assertArrayEquals(numbers(alone), numbers(one));
        var three = theta.like();
        micro.at(1, 3);
        micro.oracle().sampledGradient(theta, 7, three, LayerObserver.NONE);
        assertTrue(Trial.distance(numbers(one), numbers(three)) > 1e-3);
    }

    /**
     * E[ĝ ĝᵀ] n = G: with n = k · 4 examples in the mean. The trace over 4000 draws is within three standard errors of that of
     * the Gauss–Newton matrix, and that of n = 4 is not.
     */
    @Test
    void drawnGradientsHaveTheCovarianceOfTheWholeStep() {
        var micro = new MicroBatches(NET, batches(5, 0, 3));
        micro.at(1, K);
        var theta = NET.initialize(new Random(3), DataType.DOUBLE);
        double trace = 0;
        var unit = theta.like();
        var product = theta.like();
        for (int i = 0; i < unit.flat().length(); i++) {
            unit.flat().assign(0);
            unit.flat().putScalar(i, 1);
            micro.oracle().gaussNewtonTimes(theta, unit, product);
            trace += product.flat().getDouble(i);
        }
        int draws = 4000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            micro.oracle().sampledGradient(theta, 1000 + i, unit, LayerObserver.NONE);
            double norm = unit.flat().norm2Number().doubleValue();
            double estimate = micro.examples() * norm * norm;
            sum += estimate;
            squares += estimate * estimate;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertEquals(trace, mean, 3 * error);
        assertTrue(Math.abs(trace - mean / K) > 10 * error, "a mean over one micro-batch would pass too");
    }

    /** The statistic that differs, of 8 micro-batches: why accumulation is not a rule fed one micro-batch at a time. */
    @Test
    void aMeanOfSquaresIsNotTheSquareOfTheMean() {
        var small = batches(5, 0, 3);
        var theta = NET.initialize(new Random(3), DataType.DOUBLE);
        var grad = theta.like();
        var mean = Nd4j.zeros(DataType.DOUBLE, theta.flat().length());
        double squares = 0;
        for (int j = 1; j <= 8; j++) {
            NET.gradient(theta, small.at(j), grad);
            mean.addi(grad.flat().div(8));
            squares += grad.flat().mul(grad.flat()).sumNumber().doubleValue() / 8;
        }
        var second = optimizer(adam(0.01), NET);
        new Trainer(NET, small, SEED).accumulating(8).train(second, 1);
        double v = second.state().entrySet().stream()
                        .filter(e -> e.getKey().endsWith("v"))
                        .mapToDouble(e -> e.getValue().sumNumber().doubleValue())
                        .sum()
                / (1 - 0.999);
        double square = mean.mul(mean).sumNumber().doubleValue();
        assertEquals(square, v, 1e-9 * square);
        assertTrue(squares / square > 4, squares + " over " + square);
    }

    @Test
    void theNumberOfAMicroBatchIsAFunctionOfTheStep() {
        Schedule growing = t -> t < 3 ? 1.2 : 2.5;
        var seen = new ArrayList<Long>();
        Batches watched = t -> {
            seen.add(t);
            return batches(5, 0, 3).at(t);
        };
        var trainer = new Trainer(NET, watched, SEED).accumulating(growing);
        var optimizer = optimizer(adam(0.01), NET);
        trainer.train(optimizer, 2);
        assertEquals(List.of(1L, 2L), seen);
        trainer.train(optimizer, 4);
        assertEquals(LongStream.rangeClosed(1, 8).boxed().toList(), seen);
        assertEquals(5, new Accumulation(growing).before(4));
    }

    @Test
    void aScheduleBelowOneIsRefusedWithItsStep() {
        var trainer = new Trainer(NET, batches(5, 0, 3), SEED).accumulating(t -> t < 3 ? 0.5 : 0.4);
        var e = assertThrows(IllegalArgumentException.class, () -> trainer.train(optimizer(adam(0.01), NET), 5));
        assertTrue(e.getMessage().contains("gives 0.4 at step 3"), e.getMessage());
    }

    @Test
    void whatTheObjectiveLacksIsRefusedBeforeAnythingIsDone() {
        var trainer = new Trainer(new Regression(), batches(5, 4, 0), SEED).accumulating(2);
        var e = assertThrows(
                IllegalArgumentException.class, () -> trainer.train(optimizer(sophiaG(0.01), new Regression()), 5));
        assertTrue(e.getMessage().contains("needs targets drawn from the model"), e.getMessage());
    }

    private static Optimizer optimizer(Transform rule, Objective objective) {
        var theta = ParamVector.zeros(objective.layout(), DataType.DOUBLE);
        if (objective instanceof Network net) {
            net.initialize(new Random(3), theta);
        } else {
            theta.flat().assign(Nd4j.createFromArray(Trial.start(20)));
        }
        return new Optimizer(rule, theta);
    }

    private static double[] numbers(Optimizer optimizer) {
        return numbers(optimizer.weights());
    }

    private static double[] numbers(ParamVector x) {
        return x.flat().toDoubleVector();
    }
}
