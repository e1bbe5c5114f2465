package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.hypergradient;
import static org.guideddescent.optimizers.Optimizers.mechanic;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.freeze;
import static org.guideddescent.rule.Rules.independentWeightDecay;
import static org.guideddescent.rule.Rules.route;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.guideddescent.rule.Transform;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What the catalogue cannot say of rules that find their rate. */
class RateFreeTest {
    private static final int M = 3;
    private static final int N = 4;
    private static final int SIZE = M * N;

    // ---- The estimate of the distance ----

    /** A rule, the number of its state that estimates a distance, the distance meant, and how many steps it may need. */
    record Estimate(Transform rule, String slot, double power, double distance, int steps) {
        @Override
        public String toString() {
            return rule.toString();
        }
    }

    static Stream<Estimate> estimates() {
        double[] gap = new double[SIZE];
        double[] goal = goal();
        double[] start = Trial.start(SIZE);
        Arrays.setAll(gap, i -> start[i] - goal[i]);
        double euclidean = norm(gap);
        double largest = Arrays.stream(gap).map(Math::abs).max().orElseThrow();
        return Stream.of(
                new Estimate(Optimizers.prodigy(), "Prodigy/d, r", 1, largest, 400),
                new Estimate(Optimizers.dAdaptAdam(), "DAdaptAdam/d, r", 1, largest, 1000),
                new Estimate(Optimizers.dAdaptSgd(), "DAdaptSgd/d, r, first norm", 1, euclidean, 400),
                new Estimate(new Dog(1e-6, 1e-8, false), "Dog/distance, squares", 1, euclidean, 400),
                new Estimate(new Dowg(1e-6), "Dowg/squared distance, squares", 0.5, euclidean, 400));
    }

    @ParameterizedTest
    @MethodSource("estimates")
    void theEstimateNeverFallsAndReachesTheOrderOfTheDistance(Estimate e) {
        var trial = Trial.matrix(e.rule, bowl(), M, N, DataType.DOUBLE);
        double last = 0;
        for (int t = 1; t <= e.steps; t++) {
            trial.step();
            double d = Math.pow(trial.optimizer.state().get(e.slot).getDouble(0), e.power);
            assertTrue(d >= last, "fell from " + last + " to " + d + " at step " + t);
            if (t == 1) {
                assertTrue(d < 1e-5, "began at " + d);
            }
            last = d;
        }
        assertTrue(last > e.distance / 5 && last < e.distance * 3, last + " for " + e.distance);
    }

    @Test
    void scalingTheLossAndTheWeightsByConstantsScalesThePath() {
        // f̃(y) = c f(y / s) with first distances times s. ε = 0, or so small that it is; DoG's first distance is ρ (1
        // + ‖θ₀‖).
        double c = 64;
        double s = 8;
        double size = norm(Trial.start(SIZE));
        double rho = 1e-3 * s * (1 + size) / (1 + s * size);
        Transform[][] pairs = {
            {new Prodigy(0.9, 0.999, 0, 1e-3, 1, false, 0), new Prodigy(0.9, 0.999, 0, 1e-3 * s, 1, false, 0)},
            {new DAdaptAdam(0.9, 0.999, 1e-40, 1e-3, 0), new DAdaptAdam(0.9, 0.999, 1e-40, 1e-3 * s, 0)},
            {new DAdaptSgd(1e-3), new DAdaptSgd(1e-3 * s)},
            {new Dog(1e-3, 0, false), new Dog(rho, 0, false)},
            {new Dowg(1e-3), new Dowg(1e-3 * s)},
            {Optimizers.polyakStep(-1), Optimizers.polyakStep(-c)},
        };
        for (var pair : pairs) {
            var plain = Trial.matrix(pair[0], bowl(), M, N, DataType.DOUBLE);
            var scaled = Trial.matrix(pair[1], scaled(bowl(), c, s), M, N, DataType.DOUBLE);
            scaled.set(times(s, plain.weights()));
            for (int t = 1; t <= 60; t++) {
                plain.step();
                scaled.step();
                double gap = Trial.distance(times(s, plain.weights()), scaled.weights());
                assertTrue(gap < 1e-10, pair[0] + " is " + gap + " off at step " + t);
            }
            assertTrue(
                    Trial.distance(Trial.start(SIZE), plain.weights()) > 0.1,
                    pair[0] + " hardly moved, so it says little");
        }
    }

    @Test
    void adamIsNotScaledByThat() {
        var plain = Trial.matrix(adam(0.1), bowl(), M, N, DataType.DOUBLE);
        var scaled = Trial.matrix(adam(0.1), scaled(bowl(), 64, 8), M, N, DataType.DOUBLE);
        scaled.set(times(8, plain.weights()));
        plain.steps(60);
        scaled.steps(60);
        assertTrue(Trial.distance(times(8, plain.weights()), scaled.weights()) > 1e-2);
    }

    @Test
    void theSumsRunOverAllParametersOfTheScopeAndOverNoOthers() {
        var whole = Layout.builder().add("x", Role.BIAS, 12, 1).build();
        var parts = Layout.builder()
                .add("a", Role.BIAS, 5, 1)
                .add("b", Role.BIAS, 7, 1)
                .build();
        var apart = Layout.builder()
                .add("a", Role.BIAS, 5, 1)
                .add("foreign", Role.BIAS, 6, 1)
                .add("b", Role.BIAS, 7, 1)
                .build();
        for (var rule : new Transform[] {
            new Prodigy(0.9, 0.99, 1e-8, 0.01, 1, false, 0.1),
            new DAdaptAdam(0.9, 0.99, 1e-8, 0.01, 0.1),
            new DAdaptSgd(0.01),
            new Dog(0.01, 1e-8, false),
            new Dowg(0.01),
            Optimizers.polyakStep(-3).at(0.3),
            new Momo(0.9, -3).at(0.3),
            new Mechanic(sgd(1), 0.01, 0.01, 6, 1e-8),
            hypergradient(sgd(0.1), 1e-3),
            hypergradient(sgd(0.1), 0.1, Hypergradient.Update.MULTIPLICATIVE)
        }) {
            double[] one = walk(rule, whole, 12, 0);
            assertArrayEquals(one, walk(rule, parts, 12, 0), 1e-12, rule.toString());
            var routed = route(Selector.named("a", "b"), rule).otherwise(freeze());
            double[] two = walk(routed, apart, 5, 6);
            assertArrayEquals(Arrays.copyOf(one, 5), Arrays.copyOf(two, 5), 1e-12, rule.toString());
            assertArrayEquals(Arrays.copyOfRange(one, 5, 12), Arrays.copyOfRange(two, 11, 18), 1e-12, rule.toString());
        }
    }

    @Test
    void layeredDogIsDogOnEachParameterAlone() {
        var parts = Layout.builder()
                .add("a", Role.BIAS, 5, 1)
                .add("b", Role.BIAS, 7, 1)
                .build();
        double[] layered = walk(new Dog(0.1, 1e-8, true), parts, 12, 0);
        var alone = route(Selector.named("a"), new Dog(0.1, 1e-8, false)).otherwise(new Dog(0.1, 1e-8, false));
        assertArrayEquals(walk(alone, parts, 12, 0), layered);
        assertTrue(Trial.distance(walk(new Dog(0.1, 1e-8, false), parts, 12, 0), layered) > 1e-3);
    }

    // ---- Equivalences ----

    @Test
    void prodigyWhoseDistanceMayNotGrowIsAdamAtThatRate() {
        // With ε = 0: Prodigy folds Adam's corrections into the step size, which changes what ε means.
        var frozen =
                Trial.matrix(new Prodigy(0.9, 0.999, 0, 0.03, 0, false, 0), Problem.alive(), M, N, DataType.DOUBLE);
        var adam = Trial.matrix(new Adam(0.9, 0.999, 0).at(0.03), Problem.alive(), M, N, DataType.DOUBLE);
        for (int t = 1; t <= 50; t++) {
            frozen.step();
            adam.step();
            assertArrayEquals(adam.weights(), frozen.weights(), 1e-13);
        }
    }

    @Test
    void aHypergradientOfZeroIsTheRuleItselfBitwise() {
        for (var rule : new Transform[] {sgd(0.05), Optimizers.nesterov(0.02, 0.9), adamW(0.01, 0.1)}) {
            for (var update : Hypergradient.Update.values()) {
                for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                    var base = Trial.matrix(rule, Problem.noisy(), M, N, type);
                    var around = Trial.matrix(hypergradient(rule, 0, update), Problem.noisy(), M, N, type);
                    base.steps(20);
                    around.steps(20);
                    assertArrayEquals(base.weights(), around.weights(), rule + " " + update);
                }
            }
        }
    }

    @Test
    void momoWithoutMomentumIsThePolyakStepWithALargestStep() {
        var momo = Trial.matrix(new Momo(0, -5).at(0.4), Problem.noisy(), M, N, DataType.DOUBLE);
        var polyak = Trial.matrix(Optimizers.stochasticPolyakStep(-5, 0.4), Problem.noisy(), M, N, DataType.DOUBLE);
        for (int t = 1; t <= 50; t++) {
            momo.step();
            polyak.step();
            assertArrayEquals(polyak.weights(), momo.weights(), 1e-12);
        }
    }

    // ---- Polyak's step ----

    @Test
    void onARoundBowlPolyaksStepHalvesTheDistanceWhateverTheCurvature() {
        for (double a : new double[] {1e-3, 1, 1e4}) {
            var round = of(
                    x -> a / 2 * norm(x) * norm(x) + 7,
                    x -> Arrays.stream(x).map(v -> a * v).toArray());
            var trial = Trial.matrix(Optimizers.polyakStep(7), round, M, N, DataType.DOUBLE);
            trial.steps(5);
            assertTrue(Trial.distance(times(1 / 32.0, Trial.start(SIZE)), trial.weights()) < 1e-5);
        }
    }

    @Test
    void polyaksStepComesNearerByWhatItsProofSaysAtEveryStep() {
        // ‖x⁺ − x*‖² ≤ ‖x − x*‖² − (f − f*)² / ‖g‖², so the square falls by 1 − μ / (4 L) or more; here μ = 1 and L =
        // 10.
        var trial = Trial.matrix(Optimizers.polyakStep(0), bowl(), M, N, DataType.DOUBLE);
        for (int t = 1; t <= 60; t++) {
            double[] x = trial.weights();
            double before = Math.pow(away(x), 2);
            double f = bowl().loss(x, t);
            double squares = Math.pow(norm(bowl().gradient(x, t)), 2);
            trial.step();
            double after = Math.pow(away(trial.weights()), 2);
            assertTrue(after <= before - f * f / squares + 1e-14 * before);
            assertTrue(after <= before * (1 - 1 / 40.0));
        }
    }

    @Test
    void belowTheLeastLossPolyaksStepStandsStill() {
        for (var rule : new Transform[] {Optimizers.polyakStep(1e9), new Momo(0.9, 1e9).at(1)}) {
            var trial = Trial.matrix(rule, bowl(), M, N, DataType.DOUBLE);
            trial.steps(3);
            assertArrayEquals(Trial.start(SIZE), trial.weights());
        }
    }

    // ---- Mechanic ----

    @Test
    void mechanicScalesTheWholePathOfTheRuleInside() {
        // The slope does not depend on the weights, so the rule alone shows the path Δ.
        var base = Trial.matrix(adam(0.1), Problem.slope(), M, N, DataType.DOUBLE);
        var around = Trial.matrix(new Mechanic(adam(0.1), 0.01, 0.01, 6, 1e-8), Problem.slope(), M, N, DataType.DOUBLE);
        double[] start = base.weights();
        for (int t = 1; t <= 30; t++) {
            base.step();
            around.step();
            double s = around.optimizer.state().get("Mechanic/s").sumNumber().doubleValue();
            if (t == 1) {
                assertEquals(0.01, s, 1e-15);
            }
            double[] expected = new double[SIZE];
            double[] moved = base.weights();
            Arrays.setAll(expected, i -> start[i] - s * (start[i] - moved[i]));
            assertArrayEquals(expected, around.weights(), 1e-13);
        }
    }

    @Test
    void mechanicFindsTheScaleThatWasTakenAway() {
        // The rate inside is wrong by a factor of a million; rate and scale together are not by a factor of ten.
        var ends = Stream.of(1e-3, 1.0, 1e3)
                .mapToDouble(rate -> {
                    var trial = bowlTrial(mechanic(sgd(rate).schedule(Schedules.cosine(2000))));
                    trial.steps(2000);
                    assertTrue(away(trial.weights()) < 0.1, away(trial.weights()) + " away from rate " + rate);
                    return rate
                            * trial.optimizer
                                    .state()
                                    .get("Mechanic/s")
                                    .sumNumber()
                                    .doubleValue();
                })
                .summaryStatistics();
        assertTrue(ends.getMax() < 10 * ends.getMin(), ends.toString());
    }

    @Test
    void nothingMayStandBehindMechanicAndBesideDecayIsRefusedInsideIt() {
        var behind = assertThrows(
                IllegalArgumentException.class, () -> bowlTrial(chain(mechanic(sgd(1)), decoupledWeightDecay(0.1))));
        assertTrue(behind.getMessage().contains("put it inside"), behind.getMessage());
        var inside = assertThrows(
                IllegalArgumentException.class, () -> bowlTrial(mechanic(chain(sgd(1), independentWeightDecay(0.1)))));
        assertTrue(inside.getMessage().contains("takes from the weights besides the direction"), inside.getMessage());
    }

    @Test
    void mechanicKeepsTheRatesOfTheParametersInside() {
        var parts = Layout.builder()
                .add("a", Role.BIAS, 5, 1)
                .add("b", Role.BIAS, 7, 1)
                .build();
        var inside = route(Selector.named("a"), sgd(0.5)).otherwise(sgd(2));
        double[] moved = minus(walk(new Mechanic(inside, 0.1, 0, 1, 1e-8), parts, 12, 0, 1), Trial.start(12));
        double[] g = slope(12, 1, 12, 0);
        for (int i = 0; i < 12; i++) {
            assertEquals(-0.1 * (i < 5 ? 0.5 : 2) * g[i], moved[i], 1e-14);
        }
    }

    // ---- Hypergradient ----

    @Test
    void aRateThatIsTooSmallGrowsAndOneThatIsTooLargeFalls() {
        for (var update : Hypergradient.Update.values()) {
            double beta = update == Hypergradient.Update.ADDITIVE ? 1e-6 : 0.02;
            var small = bowlTrial(hypergradient(sgd(1e-4), beta, update));
            var large = bowlTrial(hypergradient(sgd(0.19), beta, update));
            small.steps(50);
            large.steps(50);
            assertTrue(factor(small) > 1.5, update + " " + factor(small));
            assertTrue(factor(large) < 1, update + " " + factor(large));
        }
    }

    @Test
    void aScheduleMultipliesOnTheRateThatWasFound() {
        var half = bowlTrial(hypergradient(sgd(1e-3), 0.02, Hypergradient.Update.MULTIPLICATIVE)
                .schedule(t -> t <= 10 ? 1 : 0));
        half.steps(10);
        double[] there = half.weights();
        half.step();
        assertArrayEquals(there, half.weights());
        assertTrue(factor(half) > 1.1);
    }

    @Test
    void oneAdditiveHypergradientForSeveralRatesIsRefused() {
        var parts = Layout.builder()
                .add("a", Role.BIAS, 5, 1)
                .add("b", Role.BIAS, 7, 1)
                .build();
        var rule = route(Selector.named("a"), sgd(0.5)).otherwise(sgd(2));
        var e = assertThrows(IllegalArgumentException.class, () -> walk(hypergradient(rule, 1e-3), parts, 12, 0));
        assertTrue(e.getMessage().contains("have several rates"), e.getMessage());
        walk(hypergradient(rule, 1e-3, Hypergradient.Update.MULTIPLICATIVE), parts, 12, 0);
    }

    private static double factor(Trial trial) {
        return 1 + trial.optimizer.state().get("Hypergradient/factor less one").getDouble(0);
    }

    // ---- Floors ----

    /** A rule with no rate given, and in how many steps it must be how near to the goal. */
    record Floor(Transform rule, int steps, double distance) {
        Floor(Transform rule, int steps) {
            this(rule, steps, 1e-3);
        }

        @Override
        public String toString() {
            return rule.toString();
        }
    }

    static Stream<Floor> floors() {
        var fall = Schedules.cosine(1000);
        return Stream.of(
                new Floor(Optimizers.polyakStep(0), 60),
                new Floor(Optimizers.stochasticPolyakStep(0, 1), 60),
                new Floor(Optimizers.momo(1), 300),
                new Floor(Optimizers.dog(), 600),
                new Floor(Optimizers.layeredDog(), 600),
                new Floor(Optimizers.dowg(), 100),
                new Floor(Optimizers.dAdaptSgd(), 100),
                // Rules that divide by the size of gradients circle the goal until the rate falls.
                new Floor(Optimizers.dAdaptAdam().schedule(fall), 1000),
                new Floor(Optimizers.prodigy().schedule(fall), 1000),
                // Mechanic does not settle: its scale moves the whole path at every step. 3e-2 is what optax asks of
                // it.
                new Floor(mechanic(sgd(1)), 10000, 3e-2),
                new Floor(mechanic(Optimizers.heavyBall(1, 0.9)), 10000, 3e-2),
                new Floor(mechanic(adam(1)), 10000, 3e-2),
                new Floor(hypergradient(sgd(1e-3), 1e-5), 1000),
                new Floor(hypergradient(sgd(1e-3), 0.05, Hypergradient.Update.MULTIPLICATIVE), 1000),
                new Floor(hypergradient(adam(1e-3), 1e-4).schedule(fall), 1000),
                new Floor(Optimizers.cocob(), 1000));
    }

    @ParameterizedTest
    @MethodSource("floors")
    void reachesTheBottomOfABowlWithoutBeingToldARate(Floor floor) {
        var trial = bowlTrial(floor.rule);
        trial.steps(floor.steps);
        assertTrue(away(trial.weights()) < floor.distance, away(trial.weights()) + " away");
    }

    @Test
    void someReachTheBottomOfRosenbrocksValleyToo() {
        for (var rule : new Transform[] {
            Optimizers.polyakStep(0),
            Optimizers.stochasticPolyakStep(0, 1),
            Optimizers.momo(1),
            Optimizers.dog(),
            Optimizers.dowg()
        }) {
            var trial = Trial.matrix(rule, rosenbrock(), 1, 2, DataType.DOUBLE);
            trial.set(new double[] {-1.2, 1});
            trial.steps(10000);
            double loss = rosenbrock().loss(trial.weights(), 1);
            assertTrue(loss < 1e-3, loss + " by " + rule);
        }
    }

    private static Trial bowlTrial(Transform rule) {
        return Trial.matrix(rule, bowl(), M, N, DataType.DOUBLE);
    }

    private static double away(double[] x) {
        return norm(minus(x, goal()));
    }

    private static double[] minus(double[] x, double[] y) {
        double[] z = new double[x.length];
        Arrays.setAll(z, i -> x[i] - y[i]);
        return z;
    }

    private static double[] times(double s, double[] x) {
        return Arrays.stream(x).map(v -> s * v).toArray();
    }

    private static double[] walk(Transform rule, Layout layout, int head, int foreign) {
        return walk(rule, layout, head, foreign, 20);
    }

    /**
     * Twelve weights on a bowl with a changing slope, perhaps with numbers between them that belong to another parameter.
     *
     * @param head how many come before the foreign ones
     */
    private static double[] walk(Transform rule, Layout layout, int head, int foreign, int steps) {
        var theta = ParamVector.zeros(layout, DataType.DOUBLE);
        theta.flat().assign(Nd4j.createFromArray(spread(Trial.start(12), head, foreign)));
        var optimizer = new Optimizer(rule, theta);
        var grad = optimizer.gradient();
        for (int t = 1; t <= steps; t++) {
            double[] g = slope(12, t, head, foreign);
            double loss = 2 + Math.sin(t);
            grad.flat().assign(Nd4j.createFromArray(g));
            optimizer.step(grad, loss);
        }
        return theta.flat().toDoubleVector();
    }

    private static double[] slope(int n, int t, int head, int foreign) {
        var random = new Random(t);
        return spread(random.doubles(n).map(u -> 2 * u - 0.6).toArray(), head, foreign);
    }

    private static double[] spread(double[] x, int head, int foreign) {
        double[] y = new double[x.length + foreign];
        Arrays.fill(y, 9);
        System.arraycopy(x, 0, y, 0, head);
        System.arraycopy(x, head, y, head + foreign, x.length - head);
        return y;
    }

    static double[] goal() {
        return new Random(11).doubles(SIZE).map(u -> 6 * u - 3).toArray();
    }

    static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    /** ½ Σ aᵢ (xᵢ − goalᵢ)² with curvatures from 1 to 10. */
    static Problem bowl() {
        return of(
                x -> {
                    double sum = 0;
                    for (int i = 0; i < SIZE; i++) {
                        sum += curvature(i) * (x[i] - goal()[i]) * (x[i] - goal()[i]) / 2;
                    }
                    return sum;
                },
                x -> {
                    double[] g = new double[SIZE];
                    double[] goal = goal();
                    Arrays.setAll(g, i -> curvature(i) * (x[i] - goal[i]));
                    return g;
                });
    }

    private static double curvature(int i) {
        return 1 + 9.0 * i / (SIZE - 1);
    }

    /** c f(y / s). */
    private static Problem scaled(Problem f, double c, double s) {
        return of(y -> c * f.loss(times(1 / s, y), 1), y -> times(c / s, f.gradient(times(1 / s, y), 1)));
    }

    static Problem rosenbrock() {
        return of(x -> Math.pow(1 - x[0], 2) + 100 * Math.pow(x[1] - x[0] * x[0], 2), x ->
                new double[] {-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0])});
    }

    static Problem of(ToDoubleFunction<double[]> loss, UnaryOperator<double[]> gradient) {
        return new Problem() {
            @Override
            public double loss(double[] x, long t) {
                return loss.applyAsDouble(x);
            }

            @Override
            public double[] gradient(double[] x, long t) {
                return gradient.apply(x);
            }

            @Override
            public double[] hessianTimes(double[] v, long t) {
                throw new IllegalStateException("no rule here asks for curvature");
            }
        };
    }
}
