package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.asam;
import static org.guideddescent.rule.Rules.cautious;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.everyParameter;
import static org.guideddescent.rule.Rules.gpa;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.monitor;
import static org.guideddescent.rule.Rules.polyakAverage;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.sam;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.guideddescent.rule.Rules.skipNonFinite;
import static org.guideddescent.rule.Rules.swa;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.guideddescent.rule.Asam;
import org.guideddescent.rule.Transform;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Selector;
import org.guideddescent.train.DivergenceException;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What rules around rules must do besides following their oracles. */
class WrapperTest {
    private static final Transform ADAM = new Adam(0.9, 0.999, 1e-8);

    /** Rules that ask for nothing but the gradient and the loss, and may stand inside another. */
    static Stream<Row> gradientOnly() {
        return Catalogue.rows().stream()
                .filter(r -> r.oracle().isPresent() && r.asking().isEmpty() && !r.onNetwork())
                .filter(r -> !r.method().equals("skipNonFinite"));
    }

    static Stream<Row> insideAnother() {
        return Catalogue.rows().stream()
                .filter(r -> !r.onNetwork() && !r.method().equals("skipNonFinite"));
    }

    // ---- accumulation ----

    @ParameterizedTest
    @MethodSource("gradientOnly")
    void microBatchesStepLikeOneBigBatchAndNothingMovesInBetween(Row row) {
        int k = 3;
        var small = Trial.matrix(accumulate(k, row.rule()), Problem.noisy(), 4, 5, DataType.DOUBLE);
        var big = Trial.matrix(row.rule(), Problem.noisy(), 4, 5, DataType.DOUBLE);
        var problem = Problem.noisy();
        for (int window = 0; window < 8; window++) {
            double[] mean = new double[20];
            double loss = 0;
            double[] theta = small.weights();
            for (int i = 1; i <= k; i++) {
                double[] g = problem.gradient(theta, k * window + i);
                double l = problem.loss(theta, k * window + i);
                var before = inner(small.optimizer);
                small.step(g, l);
                for (int j = 0; j < g.length; j++) {
                    mean[j] += g[j];
                }
                loss += l;
                if (i < k) {
                    assertArrayEquals(theta, small.weights(), "moved inside the window");
                    before.forEach((name, a) ->
                            assertArrayEquals(a, inner(small.optimizer).get(name), name));
                }
            }
            big.step(Arrays.stream(mean).map(x -> x / k).toArray(), loss / k);
            assertArrayEquals(big.weights(), small.weights(), 1e-12, "window " + window);
        }
    }

    private static Map<String, double[]> inner(Optimizer optimizer) {
        var copy = new TreeMap<String, double[]>();
        optimizer.state().forEach((name, a) -> {
            if (name.contains("/inner0/")) {
                copy.put(name, Walk.doubles(a));
            }
        });
        return copy;
    }

    @Test
    void schedulesOverAccumulationCountTheStepsTaken() {
        var rate = Schedules.linear(0.1, 0.01, 4);
        for (var rule : List.of(
                accumulate(3, new Sgd().schedule(rate)),
                accumulate(3, new Sgd()).schedule(rate))) {
            var walk = new Walk(rule);
            for (int t = 1; t <= 15; t++) {
                double before = walk.weights()[0];
                double[] g = new double[Walk.N];
                g[0] = 1;
                walk.step(g, 1);
                double eta = t % 3 == 0 ? rate.at(t / 3) : 0;
                assertEquals(eta, before - walk.weights()[0], 1e-15, "call " + t + " of " + rule);
            }
        }
    }

    @Test
    void aWindowOfOneIsTheRuleItself() {
        assertArrayEquals(
                new Walk(adamW(0.01)).steps(10).weights(),
                new Walk(accumulate(1, adamW(0.01))).steps(10).weights());
    }

    // ---- checkpoints ----

    @ParameterizedTest
    @MethodSource("insideAnother")
    void everyRuleResumesBitwiseInsideEveryDriver(Row row, @TempDir Path folder) {
        List<UnaryOperator<Transform>> wrappers = List.of(
                r -> accumulate(4, r),
                r -> lookahead(r, 3, 0.5),
                r -> sam(r, 0.05),
                r -> ema(r, 0.9),
                r -> skipNonFinite(swa(accumulate(2, lookahead(r)), 2, 3), 2));
        for (var wrapper : wrappers) {
            var rule = wrapper.apply(row.rule());
            resumes(() -> Trial.matrix(rule, Problem.noisy(), 6, 4, DataType.FLOAT), folder);
        }
    }

    @Test
    void bendersMoversAndNestsResumeBitwise(@TempDir Path folder) {
        var routed = route(matrices(), accumulate(3, muon(0.02))).otherwise(lookahead(adam(0.01)));
        for (var rule : List.of(
                cautious(chain(clipByGlobalNorm(1), ADAM)).at(0.01),
                monitor(cautious(new HeavyBall(0.9))).at(0.01),
                scheduleFree(route(matrices(), muon(0.5)).otherwise(ADAM), 0.9, 5)
                        .at(0.01),
                gpa(cautious(ADAM), 0.9, 0.7).at(0.01),
                routed,
                ema(accumulate(4, lookahead(adam(0.01))), 0.9),
                polyakAverage(sam(scheduleFree(new Sgd()).at(0.1)), 2),
                skipNonFinite(ema(accumulate(3, asam(routed, 0.1)), 0.9), 2))) {
            var file = folder.resolve("walk.zip");
            var whole = new Walk(rule, DataType.FLOAT).steps(24);
            new Walk(rule, DataType.FLOAT).steps(11).optimizer.save(file);
            var second = new Walk(rule, DataType.FLOAT).steps(2);
            second.optimizer.load(file);
            second.steps(13);
            assertArrayEquals(whole.weights(), second.weights(), rule.toString());
            assertArrayEquals(whole.averaged(), second.averaged(), rule.toString());
            whole.state()
                    .forEach((name, a) -> assertArrayEquals(a, second.state().get(name), name));
        }
    }

    private static void resumes(Supplier<Trial> start, Path folder) {
        var file = folder.resolve("c.zip");
        var whole = start.get();
        whole.steps(24);
        var first = start.get();
        first.steps(11);
        first.optimizer.save(file);
        var second = start.get();
        second.steps(2);
        second.optimizer.load(file);
        second.steps(13);
        var text = whole.optimizer.rule().toString();
        assertArrayEquals(whole.weights(), second.weights(), text);
        assertArrayEquals(
                Walk.doubles(whole.optimizer.evaluationWeights().flat()),
                Walk.doubles(second.optimizer.evaluationWeights().flat()),
                text);
        whole.optimizer
                .state()
                .forEach((name, a) -> assertArrayEquals(
                        Walk.doubles(a), Walk.doubles(second.optimizer.state().get(name)), name));
    }

    // ---- composition ----

    @ParameterizedTest
    @MethodSource("insideAnother")
    void whatChangesNothingChangesNothing(Row row) {
        // The identity and a monitor in front, and the whole routed to one rule.
        double[] plain = walked(row.rule());
        assertArrayEquals(plain, walked(chain(chain(), row.rule())));
        assertArrayEquals(plain, walked(route(Selector.all(), row.rule())));
        assertArrayEquals(plain, walked(chain(monitor("before"), row.rule())));
        assertArrayEquals(plain, walked(everyParameter(row.rule())));
        assertArrayEquals(plain, walked(ema(row.rule(), 0.9)));
        assertArrayEquals(plain, walked(skipNonFinite(row.rule(), 1)));
        assertArrayEquals(plain, walked(accumulate(1, row.rule())));
    }

    private static double[] walked(Transform rule) {
        var trial = Trial.matrix(rule, Problem.noisy(), 6, 4, DataType.DOUBLE);
        trial.steps(12);
        return trial.weights();
    }

    @ParameterizedTest
    @MethodSource("insideAnother")
    void noRuleKeepsTheCallersGradient(Row row) {
        var careful = Trial.matrix(row.rule(), Problem.noisy(), 6, 4, DataType.DOUBLE);
        var careless = Trial.matrix(row.rule(), Problem.noisy(), 6, 4, DataType.DOUBLE);
        for (int t = 0; t < 8; t++) {
            careful.step();
            careless.step();
            careless.spoilGradient();
            assertArrayEquals(careful.weights(), careless.weights(), "step " + (t + 1));
        }
    }

    @Test
    void wrappersInsideARouteMindTheirOwnParameters() {
        // The slope alone, so that parameters do not know of each other.
        var drive = accumulate(3, muon(0.02));
        var other = lookahead(adam(0.01), 2, 0.5);
        double[] both = pushed(route(matrices(), drive).otherwise(other));
        double[] driven = pushed(route(matrices(), drive).otherwise(sgd(0)));
        double[] looked = pushed(other);
        var hidden = Walk.LAYOUT.select(matrices());
        for (var p : Walk.LAYOUT.params()) {
            for (int i = (int) p.offset(); i < p.end(); i++) {
                assertEquals(hidden.contains(p) ? driven[i] : looked[i], both[i], p + " at " + i);
            }
        }
    }

    private static double[] pushed(Transform rule) {
        var walk = new Walk(rule);
        for (int t = 1; t <= 10; t++) {
            walk.step(Walk.slope(t), 1);
        }
        return walk.weights();
    }

    @Test
    void nestedWrappersFollowTheirNestedOracles() {
        int n = Walk.N;
        var walk = new Walk(ema(accumulate(4, lookahead(adam(0.01), 2, 0.5)), 0.8));
        var oracle = WrapperOracles.accumulate(
                4, WrapperOracles.lookahead(2, 0.5, AdaptiveOracles.adam(0.01, 0.9, 0.999, 1e-8, n), n), n);
        double[] theta = walk.weights();
        double[] sum = new double[n];
        for (int t = 1; t <= 50; t++) {
            oracle.step(theta, Walk.slope(t), t);
            walk.step(Walk.slope(t), 1);
            assertArrayEquals(theta, walk.weights(), 1e-12);
            double[] mean = new double[n];
            for (int i = 0; i < n; i++) {
                sum[i] = 0.8 * sum[i] + 0.2 * theta[i];
                mean[i] = sum[i] / (1 - Math.pow(0.8, t));
            }
            assertArrayEquals(mean, walk.averaged(), 1e-12);
        }
    }

    @Test
    void nothingMayStandBehindARuleThatMoves() {
        for (var rule : List.of(accumulate(2, sgd(0.1)), scheduleFree(new Sgd()))) {
            var message = refused(chain(rule, decoupledWeightDecay(0.1)));
            assertTrue(message.contains("WeightDecay[lambda=0.1] stands behind " + rule), message);
            assertTrue(message.contains("has already moved"), message);
        }
    }

    @Test
    void nothingThatMovesMayStandInsideARuleThatWaitsForADirection() {
        for (var rule : List.of(
                cautious(accumulate(2, sgd(0.1))),
                scheduleFree(lookahead(sgd(0.1))),
                gpa(scheduleFree(new Sgd())),
                monitor(ema(sgd(0.1), 0.9)))) {
            var message = refused(rule);
            assertTrue(message.contains("moves the weights, so it cannot stand inside"), message);
        }
    }

    @Test
    void skippingMustBeOutermost() {
        for (var rule : List.of(
                ema(skipNonFinite(sgd(0.1), 2), 0.9),
                chain(clipByGlobalNorm(1), skipNonFinite(sgd(0.1), 2)),
                route(matrices(), skipNonFinite(sgd(0.1), 2)).otherwise(sgd(0.1)))) {
            var message = refused(rule);
            assertTrue(message.startsWith("skipNonFinite must be the outermost rule"), message);
        }
        assertTrue(new Walk(skipNonFinite(sgd(0.1), 2).at(0.5)).steps(1).number("SkipNonFinite/good") == 1);
    }

    private static String refused(Transform rule) {
        return assertThrows(IllegalArgumentException.class, () -> new Walk(rule))
                .getMessage();
    }

    @Test
    void ratesOutsideAWrapperMultiplyThoseInside() {
        List<UnaryOperator<Transform>> wrappers = List.of(
                r -> accumulate(2, r),
                r -> lookahead(r, 2, 0.5),
                r -> sam(r, 0.1),
                r -> ema(r, 0.9),
                r -> skipNonFinite(r, 1),
                r -> cautious(r),
                r -> monitor(r),
                r -> everyParameter(r),
                r -> scheduleFree(r),
                r -> gpa(r));
        for (var wrapper : wrappers) {
            var rule = new HeavyBall(0.9);
            double[] inside = new Walk(wrapper.apply(rule.at(0.125))).steps(9).weights();
            double[] outside = new Walk(wrapper.apply(rule).at(0.125)).steps(9).weights();
            double[] both =
                    new Walk(wrapper.apply(rule.at(0.5)).at(0.25)).steps(9).weights();
            assertArrayEquals(inside, outside);
            assertArrayEquals(inside, both);
        }
    }

    @Test
    void theScheduleReadAtAStepIsTheRateOfThatStep() {
        var rate = Schedules.cosine(0.5, 0.1, 6).warmUp(3);
        for (var rule : List.of(
                new Sgd().schedule(rate),
                lookahead(new Sgd(), 100, 0.5).schedule(rate),
                ema(new Sgd().schedule(rate), 0.9),
                monitor(new Sgd()).schedule(rate))) {
            var walk = new Walk(rule);
            for (int t = 1; t <= 12; t++) {
                double before = walk.weights()[3];
                double[] g = new double[Walk.N];
                g[3] = 1;
                walk.step(g, 1);
                assertEquals(rate.at(t), before - walk.weights()[3], 1e-15, "step " + t + " of " + rule);
            }
        }
    }

    @Test
    void clippingEveryParameterClipsEachByItself() {
        var walk = new Walk(everyParameter(clipByGlobalNorm(1)));
        double[] g = Walk.slope(1);
        double[] before = walk.weights();
        walk.step(g, 1);
        for (var p : Walk.LAYOUT.params()) {
            double norm = 0;
            for (int i = (int) p.offset(); i < p.end(); i++) {
                norm += g[i] * g[i];
            }
            for (int i = (int) p.offset(); i < p.end(); i++) {
                assertEquals(before[i] - g[i] * Math.min(1, 1 / Math.sqrt(norm)), walk.weights()[i], 1e-15);
            }
        }
    }

    // ---- lookahead ----

    @Test
    void lookaheadThatGoesAllTheWayIsTheRule() {
        assertArrayEquals(
                new Walk(adam(0.01)).steps(20).weights(),
                new Walk(lookahead(adam(0.01), 5, 1)).steps(20).weights(),
                1e-14);
    }

    @Test
    void lookaheadIsJudgedByItsSlowWeights() {
        var walk = new Walk(lookahead(sgd(0.1), 3, 0.5));
        double[] start = walk.weights();
        assertArrayEquals(start, walk.averaged());
        walk.steps(2);
        assertArrayEquals(start, walk.averaged());
        walk.steps(1);
        assertArrayEquals(walk.weights(), walk.averaged());
        walk.steps(1);
        assertNotEquals(walk.weights()[0], walk.averaged()[0]);
    }

    // ---- sharpness ----

    @ParameterizedTest
    @MethodSource("insideAnother")
    void samWithoutADistanceIsTheRuleExactly(Row row) {
        assertArrayEquals(walked(row.rule()), walked(sam(row.rule(), 0)));
        assertArrayEquals(walked(row.rule()), walked(asam(row.rule(), 0)));
    }

    @Test
    void samTakesTwoGradientsAStep() {
        var plain = new Walk(adam(0.01)).steps(7);
        var sharp = new Walk(sam(adam(0.01))).steps(7);
        assertEquals(7, plain.bowl.asked);
        assertEquals(14, sharp.bowl.asked);
    }

    @Test
    void samClimbsFromAllItsParametersAndNoOthers() {
        // Inside a route only the hidden matrix is moved uphill, and gradients of the others are left as they were.
        var walk = new Walk(route(matrices(), sam(sgd(0.1), 0.5)).otherwise(sgd(0.1)));
        double[] before = walk.weights();
        double[] g = new double[Walk.N];
        double norm = 0;
        var hidden = Walk.LAYOUT.named("w2");
        for (int i = 0; i < g.length; i++) {
            g[i] = 0.3 * before[i] + Walk.slope(1)[i];
            norm += i >= hidden.offset() && i < hidden.end() ? g[i] * g[i] : 0;
        }
        walk.steps(1);
        for (int i = 0; i < g.length; i++) {
            boolean climbed = i >= hidden.offset() && i < hidden.end();
            double d = climbed ? g[i] + 0.3 * 0.5 * g[i] / Math.sqrt(norm) : g[i];
            assertEquals(before[i] - 0.1 * d, walk.weights()[i], 1e-15, "entry " + i);
        }
    }

    @Test
    void aGradientThatIsNotFiniteUphillEntersNothing() {
        var walk = new Walk(sam(adam(0.01), 0.1)).steps(3);
        double[] weights = walk.weights();
        var state = walk.state();
        walk.bowl.scale = Double.POSITIVE_INFINITY;
        var e = assertThrows(DivergenceException.class, () -> walk.step(Walk.slope(4), 1));
        assertTrue(
                e.getMessage().startsWith("the gradient at distance 0.1 uphill is not finite at step 4"),
                e.getMessage());
        assertArrayEquals(weights, walk.weights());
        state.forEach((name, a) -> assertArrayEquals(a, walk.state().get(name), name));
    }

    @Test
    void adaptiveSharpnessDoesNotMindTheUnitsOfTheWeights() {
        // f(D⁻¹ θ) from D θ: a step of gradient descent with rate D² there is the same step. With η = 0 only.
        double[] d = new Random(4).doubles(12).map(u -> Math.exp(2 * u - 1)).toArray();
        var exact = new Asam(new Sgd(), 0.5, 0);
        assertTrue(unitGap(exact, d) < 1e-12);
        assertTrue(unitGap(sam(new Sgd(), 0.5), d) > 1e-3, "SAM should mind, a negative control");
    }

    private static double unitGap(Transform rule, double[] d) {
        var f = Problem.alive();
        var plain = Trial.matrix(rule, f, 4, 3, DataType.DOUBLE);
        var scaled = Trial.matrix(
                rule,
                new Problem() {
                    @Override
                    public double loss(double[] x, long t) {
                        return f.loss(over(x), t);
                    }

                    @Override
                    public double[] gradient(double[] x, long t) {
                        return over(f.gradient(over(x), t));
                    }

                    @Override
                    public double[] hessianTimes(double[] v, long t) {
                        return over(f.hessianTimes(over(v), t));
                    }

                    private double[] over(double[] x) {
                        double[] out = new double[x.length];
                        Arrays.setAll(out, i -> x[i] / d[i]);
                        return out;
                    }
                },
                4,
                3,
                DataType.DOUBLE);
        double[] start = plain.weights();
        double[] other = new double[start.length];
        Arrays.setAll(other, i -> d[i] * start[i]);
        scaled.set(other);
        plain.steps(1);
        scaled.steps(1);
        double[] moved = plain.weights();
        double gap = 0;
        for (int i = 0; i < d.length; i++) {
            gap = Math.max(gap, Math.abs((moved[i] - start[i]) - (scaled.weights()[i] - other[i]) * d[i]));
        }
        return gap;
    }

    // ---- steps that are not finite ----

    @Test
    void badStepsAreSkippedAndCountedAndTheRuleInsideCountsGoodOnes() {
        var plain = new Walk(adam(0.01));
        var guarded = new Walk(skipNonFinite(adam(0.01), 2));
        double[] bad = Walk.slope(9);
        bad[7] = Double.NEGATIVE_INFINITY;
        for (int t = 1; t <= 10; t++) {
            plain.step(Walk.slope(t), 1);
            guarded.step(Walk.slope(t), 1);
            var before = guarded.state();
            guarded.step(bad, 1);
            guarded.step(Walk.slope(t), Double.NaN);
            before.forEach((name, a) -> {
                if (name.contains("inner0")) {
                    assertArrayEquals(a, guarded.state().get(name), name);
                }
            });
            assertArrayEquals(plain.weights(), guarded.weights());
        }
        assertEquals(20, guarded.number("SkipNonFinite/skipped"));
        assertEquals(10, guarded.number("SkipNonFinite/good"));
        assertEquals(2, guarded.number("SkipNonFinite/inARow"));
    }

    @Test
    void moreBadStepsInARowThanToleratedAreAnErrorThatChangesNothing() {
        var walk = new Walk(skipNonFinite(adam(0.01), 2)).steps(3);
        double[] bad = new double[Walk.N];
        bad[0] = Double.NaN;
        walk.step(bad, 1);
        walk.step(bad, 1);
        double[] weights = walk.weights();
        var state = walk.state();
        for (int again = 0; again < 2; again++) {
            var e = assertThrows(DivergenceException.class, () -> walk.step(bad, 1));
            assertTrue(
                    e.getMessage()
                            .startsWith("loss 1.0 or its gradient is not finite at step 6, as in the 2 steps before"),
                    e.getMessage());
        }
        assertArrayEquals(weights, walk.weights());
        state.forEach((name, a) -> assertArrayEquals(a, walk.state().get(name), name));
        walk.steps(1);
        assertEquals(0, walk.number("SkipNonFinite/inARow"));
    }

    // ---- caution ----

    @Test
    void cautionIsTakenParameterByParameter() {
        var walk = new Walk(cautious(new HeavyBall(0.9)).at(0.1));
        int n = Walk.N;
        double[] m = new double[n];
        double[] theta = walk.weights();
        for (int t = 1; t <= 20; t++) {
            double[] g = Walk.slope(t);
            for (int i = 0; i < n; i++) {
                m[i] = 0.9 * m[i] + g[i];
            }
            for (var p : Walk.LAYOUT.params()) {
                int agree = 0;
                for (int i = (int) p.offset(); i < p.end(); i++) {
                    agree += m[i] * g[i] > 0 ? 1 : 0;
                }
                for (int i = (int) p.offset(); i < p.end(); i++) {
                    theta[i] -= m[i] * g[i] > 0 ? 0.1 * m[i] * p.size() / (agree + 1) : 0;
                }
            }
            walk.step(g, 1);
            assertArrayEquals(theta, walk.weights(), 1e-12);
        }
    }

    @Test
    void cautionKeepsTheDirectionWhereItsProductWithTheGradientIsTooSmallForANumber() {
        var walk = new Walk(cautious(new Sgd()));
        double[] tiny = new double[Walk.N];
        Arrays.fill(tiny, 1e-200);
        walk.theta.flat().assign(0);
        walk.step(tiny, 1);
        assertTrue(DoubleStream.of(walk.weights()).allMatch(x -> x < 0), "it was masked");
    }

    // ---- monitors ----

    @Test
    void aMonitorReadsTheNormsWhereItStands() {
        var walk = new Walk(chain(clipByGlobalNorm(0.5), monitor("clipped"), new HeavyBall(0.9))
                .schedule(Schedules.linear(0.4, 0.1, 10)));
        walk.steps(4);
        double[] before = walk.weights();
        walk.steps(1);
        double weights = Math.sqrt(DoubleStream.of(before).map(x -> x * x).sum());
        assertEquals(0.5, walk.number("1.Monitor/clipped/direction"), 1e-15);
        assertEquals(weights, walk.number("1.Monitor/clipped/weights"), 1e-14);
        double eta = Schedules.linear(0.4, 0.1, 10).at(5);
        assertEquals(eta * 0.5 / weights, walk.number("1.Monitor/clipped/ratio"), 1e-15);
    }

    @Test
    void aMonitoredRuleShowsWhatWentInAndWhatCameOut() {
        var walk = new Walk(chain(monitor(clipByGlobalNorm(0.5)), new Sgd()).at(0.1));
        double[] before = walk.weights();
        double[] g = Walk.slope(1);
        walk.step(g, 1);
        assertEquals(Math.sqrt(DoubleStream.of(g).map(x -> x * x).sum()), walk.number("0.Monitored/gradient"), 1e-14);
        assertEquals(0.5, walk.number("0.Monitored/direction"), 1e-15);
        double moved = 0;
        double size = 0;
        for (int i = 0; i < g.length; i++) {
            moved += Math.pow(walk.weights()[i] - before[i], 2);
            size += before[i] * before[i];
        }
        assertEquals(Math.sqrt(moved / size), walk.number("0.Monitored/ratio"), 1e-14);
    }

    @Test
    void aMonitorOfEveryParameterHasTheirNames() {
        var walk = new Walk(chain(everyParameter(monitor("g")), new Sgd()).at(0.1));
        double[] g = Walk.slope(1);
        walk.step(g, 1);
        for (var p : Walk.LAYOUT.params()) {
            double norm = 0;
            for (int i = (int) p.offset(); i < p.end(); i++) {
                norm += g[i] * g[i];
            }
            assertEquals(Math.sqrt(norm), walk.number("0." + p.name() + ".Monitor/g/direction"), 1e-14);
        }
    }

    @Test
    void argumentsAreRefusedWithTheirValue() {
        assertEquals("micro-batches a step must be at least 1, got 0", illegal(() -> accumulate(0, sgd(1))));
        assertEquals("alpha must be in (0, 1], got 0.0", illegal(() -> lookahead(sgd(1), 5, 0)));
        assertEquals("rho must be a number from 0 up, got -1.0", illegal(() -> sam(sgd(1), -1)));
        assertEquals("decay must be in [0, 1), got 1.0", illegal(() -> ema(sgd(1), 1)));
        assertEquals("beta must be in [0, 1], got -0.1", illegal(() -> scheduleFree(sgd(1), -0.1, 5)));
        assertEquals("mu_x must be in [0, 1), got 1.0", illegal(() -> gpa(sgd(1), 1, 0.7)));
        assertEquals("tolerated steps in a row must be at least 1, got 0", illegal(() -> skipNonFinite(sgd(1), 0)));
        assertEquals("a monitor needs a name", illegal(() -> monitor(" ")));
    }

    private static String illegal(Executable code) {
        return assertThrows(IllegalArgumentException.class, code).getMessage();
    }
}
