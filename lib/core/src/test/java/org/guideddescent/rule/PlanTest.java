package org.guideddescent.rule;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.clipByValue;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.everyParameter;
import static org.guideddescent.rule.Rules.gpa;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.monitor;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.guideddescent.compute.CpuOps;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Nd4jOps;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.HeavyBall;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class PlanTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("w1", Role.INPUT, 4, 3)
            .add("b1", Role.BIAS, 4, 1)
            .add("w2", Role.HIDDEN, 4, 4)
            .add("b2", Role.BIAS, 4, 1)
            .add("w3", Role.OUTPUT, 2, 4)
            .build();

    private static final Transform ADAM = new Adam(0.9, 0.999, 1e-8);

    @Test
    void adamDecayAndTheMoveAreOnePass() {
        assertEquals(1, plan(Optimizers.adamW(1e-3)).passes());
    }

    @Test
    void theDirectionIsWrittenOnlyWhereSomethingNeedsIt() {
        assertEquals(
                3,
                plan(chain(ADAM, clipByGlobalNorm(1), decoupledWeightDecay(0.1)))
                        .passes());
    }

    @Test
    void aRouteToOneRuleForMatricesIsTwoRuns() {
        var rule = chain(route(matrices(), new HeavyBall(0.9)).otherwise(ADAM), decoupledWeightDecay(0.1));
        assertEquals(2, plan(rule).passes());
    }

    @Test
    void chainIsAssociative() {
        var a = clipByValue(0.5);
        var b = decoupledWeightDecay(0.1);
        assertEquals(chain(chain(a, ADAM), b), chain(a, chain(ADAM, b)));
        assertEquals(
                chain(chain(a, ADAM), b).toString(), chain(a, chain(ADAM, b)).toString());
    }

    @Test
    void aRateMayStandAnywhereInAChain() {
        assertArrayEquals(
                run(chain(ADAM.at(0.01), decoupledWeightDecay(0.1)), 20),
                run(chain(ADAM, decoupledWeightDecay(0.1)).at(0.01), 20));
    }

    @Test
    void aRouteWithOneRuleOnBothSidesStepsLikeThatRule() {
        for (var s :
                new Selector[] {matrices(), Selector.role(Role.BIAS), Selector.named("w3", "b1"), Selector.all()}) {
            assertArrayEquals(
                    run(ADAM.at(0.01), 20), run(route(s, ADAM).otherwise(ADAM).at(0.01), 20), s.toString());
        }
    }

    @Test
    void aFusedChainStepsLikeItsPartsOneByOne() {
        // The clip at a huge value changes nothing but splits the passes.
        var fused = chain(ADAM, clipByValue(2), decoupledWeightDecay(0.1)).at(0.01);
        var split = chain(ADAM, clipByGlobalNorm(1e9), clipByValue(2), clipByGlobalNorm(1e9), decoupledWeightDecay(0.1))
                .at(0.01);
        assertArrayEquals(run(split, 20), run(fused, 20), 1e-15);
    }

    @Test
    void globalNormIsOverTheWholeScopeAndLeavesSmallGradientsAlone() {
        double[] g = gradient(1);
        double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
        double[] clipped = direction(clipByGlobalNorm(norm / 3), g);
        double[] left = direction(clipByGlobalNorm(norm * 1.001), g);
        for (int i = 0; i < g.length; i++) {
            assertEquals(g[i] / 3, clipped[i], 1e-15);
            assertEquals(g[i], left[i]);
        }
    }

    @Test
    void weightDecayFollowsItsTruthTable() {
        // Last in the chain it is scaled by the rate and by nothing else; first, the rule sees it.
        double[] theta = start().flat().toDoubleVector();
        double[] zero = new double[theta.length];
        double[] decoupled = stepOnce(chain(ADAM, decoupledWeightDecay(0.1)).at(0.5), zero);
        double[] coupled = stepOnce(chain(decoupledWeightDecay(0.1), ADAM).at(0.5), zero);
        for (int i = 0; i < theta.length; i++) {
            assertEquals(theta[i] - 0.5 * 0.1 * theta[i], decoupled[i], 1e-15);
            assertEquals(theta[i] - 0.5 * Math.signum(theta[i]), coupled[i], 1e-5);
        }
    }

    @Test
    void aMatrixRuleRefusesAVectorAndShowsTheFix() {
        var e = assertThrows(IllegalArgumentException.class, () -> plan(Optimizers.muon(0.02)));
        assertTrue(e.getMessage().contains("needs matrices but was given b1 [4×1]"), e.getMessage());
        assertTrue(e.getMessage().contains("route(matrices(), muon(0.02)).otherwise(adamW(3e-4))"), e.getMessage());
    }

    @Test
    void aParameterThatNoRouteTakesIsAnError() {
        var e = assertThrows(IllegalArgumentException.class, () -> plan(route(matrices(), ADAM)));
        assertTrue(e.getMessage().startsWith("no rule for [w1 [4×3], w3 [2×4], b1 [4×1], b2 [4×1]]"), e.getMessage());
    }

    @Test
    void anUnknownParameterNameIsAnErrorThatListsThoseThereAre() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> plan(route(Selector.named("w9"), ADAM).otherwise(ADAM)));
        assertEquals(
                "no parameter named 'w9'; have [w2 [4×4], w1 [4×3], w3 [2×4], b1 [4×1], b2 [4×1]]", e.getMessage());
    }

    @Test
    void bothBackendsTakeTheSameSteps() {
        var rule = chain(
                        clipByGlobalNorm(0.5),
                        route(matrices(), Optimizers.muon(1)).otherwise(ADAM),
                        clipByValue(0.9),
                        decoupledWeightDecay(0.1))
                .at(0.01);
        assertArrayEquals(run(rule, 20, new Nd4jOps()), run(rule, 20, new CpuOps()), 1e-12);
    }

    @Test
    void aRulePrintsTheSameTextEverywhere() {
        assertEquals(
                "chain(ClipByGlobalNorm[max=1.0], route(matrices(), Adam[beta1=0.9, beta2=0.999, eps=1.0E-8]"
                        + ").otherwise(Sgd[]), WeightDecay[lambda=0.1])",
                chain(
                                clipByGlobalNorm(1),
                                route(matrices(), ADAM).otherwise(new org.guideddescent.optimizers.Sgd()),
                                decoupledWeightDecay(0.1))
                        .toString());
    }

    @Test
    void badHyperParametersAreRefusedWithTheirValue() {
        assertEquals(
                "beta2 must be in [0, 1), got 1.0",
                assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, 1, 1e-8))
                        .getMessage());
        assertEquals(
                "clip norm must be positive, got NaN",
                assertThrows(IllegalArgumentException.class, () -> clipByGlobalNorm(Double.NaN))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> decoupledWeightDecay(-1));
    }

    // ---- what a cell offers ----

    /** θ ← θ − λ |d| θ besides η d: what it takes depends on the final direction. */
    private record Shrink(double lambda) implements Elementwise {
        @Override
        public Expr direction(Cell c) {
            return c.gradient();
        }

        @Override
        public Optional<Expr> displacement(Cell c) {
            return Optional.of(Expr.abs(c.gradient()).times(c.weights()).times(lambda));
        }
    }

    @Test
    void aDisplacementIsTakenAtTheMoveOutOfTheFinalDirectionAndTheRateDoesNotTouchIt() {
        double[] theta = start().flat().toDoubleVector();
        double[] g = gradient(1);
        // First in the chain, yet it sees what the clip behind it leaves, and the norm clip splits the passes.
        for (var rule : List.of(
                chain(new Shrink(0.1), clipByValue(0.3)).at(0.5),
                chain(new Shrink(0.1), clipByGlobalNorm(1e9), clipByValue(0.3)).at(0.5),
                monitor(chain(new Shrink(0.1), clipByValue(0.3))).at(0.5),
                chain(everyParameter(new Shrink(0.1)), clipByValue(0.3)).at(0.5),
                route(matrices(), new Shrink(0.1))
                        .otherwise(new Shrink(0.1))
                        .then(clipByValue(0.3))
                        .at(0.5),
                lookahead(chain(new Shrink(0.1), clipByValue(0.3)), 9, 0.5).at(0.5))) {
            double[] moved = stepOnce(rule, g);
            for (int i = 0; i < g.length; i++) {
                double d = Math.max(-0.3, Math.min(0.3, g[i]));
                assertEquals(theta[i] - 0.5 * d - 0.1 * Math.abs(d) * theta[i], moved[i], 1e-15, rule.toString());
            }
        }
    }

    @Test
    void aDisplacementThatWouldBeLostIsRefused() {
        for (var rule : List.of(
                scheduleFree(new Shrink(0.1)),
                gpa(monitor(new Shrink(0.1))),
                chain(new Shrink(0.1), lookahead(ADAM)),
                chain(new Shrink(0.1), scheduleFree(ADAM)),
                new Sum(new Shrink(0.1), ADAM))) {
            var e = assertThrows(IllegalArgumentException.class, () -> plan(rule));
            assertTrue(
                    e.getMessage().startsWith("Shrink[lambda=0.1] takes from the weights besides the direction"),
                    e.getMessage());
        }
    }

    /** d ← η. */
    private record ShowsRate() implements Elementwise {
        @Override
        public Expr direction(Cell c) {
            return c.gradient().times(0).plus(c.rate());
        }
    }

    @Test
    void aRuleKnowsItsWholeRateWhereverRatesStand() {
        var rule = chain(new ShowsRate().schedule(t -> 1.0 / t), clipByGlobalNorm(1e9))
                .at(0.5);
        for (var whole : List.of(
                rule,
                chain(
                        clipByValue(1e9).at(0.5),
                        new ShowsRate(),
                        clipByGlobalNorm(1e9).schedule(t -> 1.0 / t)),
                monitor(new ShowsRate().at(0.5)).schedule(t -> 1.0 / t),
                lookahead(new ShowsRate().at(0.5), 99, 0.5).schedule(t -> 1.0 / t),
                everyParameter(new ShowsRate().at(0.5)).schedule(t -> 1.0 / t),
                route(matrices(), new ShowsRate())
                        .otherwise(new ShowsRate())
                        .at(0.5)
                        .schedule(t -> 1.0 / t))) {
            double[] theta = start().flat().toDoubleVector();
            double[] walked = run(whole, 3);
            for (int i = 0; i < theta.length; i++) {
                // θ loses η² at each step.
                assertEquals(theta[i] - 0.25 * (1 + 1 / 4.0 + 1 / 9.0), walked[i], 1e-14, whole.toString());
            }
        }
    }

    @Test
    void parametersOfDifferentRatesKnowTheirOwn() {
        double[] theta = start().flat().toDoubleVector();
        double[] walked =
                run(route(Selector.named("b1"), new ShowsRate().at(0.1)).otherwise(new ShowsRate().at(0.2)), 1);
        var b1 = LAYOUT.named("b1");
        for (int i = 0; i < theta.length; i++) {
            double eta = i >= b1.offset() && i < b1.end() ? 0.1 : 0.2;
            assertEquals(theta[i] - eta * eta, walked[i], 1e-15);
        }
    }

    /** d ← the sum of all gradients before this one and of initial; the move takes a tenth of it once more. */
    private record Before(double initial) implements Elementwise {
        @Override
        public Expr direction(Cell c) {
            var old = c.before("sum", initial);
            c.state("sum", initial, prev -> prev.plus(c.gradient()));
            return old;
        }

        @Override
        public Optional<Expr> displacement(Cell c) {
            return Optional.of(c.before("sum", initial).times(0.1));
        }
    }

    @Test
    void aStateCanBeReadAsItWasBeforeTheStep() {
        for (var ops : List.of(new CpuOps(), new Nd4jOps())) {
            double[] theta = start().flat().toDoubleVector();
            double[] sum = new double[theta.length];
            Arrays.fill(sum, 2);
            for (int t = 1; t <= 5; t++) {
                double[] g = gradient(t);
                for (int i = 0; i < sum.length; i++) {
                    theta[i] -= 0.5 * sum[i] + 0.1 * sum[i];
                    sum[i] += g[i];
                }
            }
            assertArrayEquals(theta, run(new Before(2).at(0.5), 5, ops), 1e-13, ops.describe());
        }
    }

    // ---- rules around rules ----

    /** d ← the sum of what two rules make of the gradient. */
    private record Sum(Transform a, Transform b) implements Around {
        @Override
        public List<Transform> inner() {
            return List.of(a, b);
        }

        @Override
        public Mode mode() {
            return Mode.BEND;
        }

        @Override
        public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
            var g = slots.scratch("g", scope.theta().layout().size());
            var first = slots.scratch("first", scope.theta().layout().size());
            var ops = scope.ops();
            return step -> {
                ops.copy(scope.direction().flat(), g);
                inner.get(0).apply(step);
                ops.copy(scope.direction().flat(), first);
                ops.copy(g, scope.direction().flat());
                inner.get(1).apply(step);
                ops.axpy(1, first, scope.direction().flat());
            };
        }
    }

    @Test
    void rulesInsideOthersBendTheSameGradientEachWithItsOwnMemory() {
        double[] sum = run(new Sum(new HeavyBall(0.9), new HeavyBall(0.9)).at(0.01), 10);
        assertArrayEquals(run(new HeavyBall(0.9).at(0.02), 10), sum, 1e-14);
    }

    @Test
    void aRateInsideARuleWithTwoInsideHasNoMeaning() {
        var e = assertThrows(IllegalArgumentException.class, () -> plan(new Sum(ADAM.at(0.1), ADAM)));
        assertTrue(e.getMessage().startsWith("a rate inside Sum[a=Adam["), e.getMessage());
        assertTrue(e.getMessage().endsWith("there is one move for all rules inside; write .at(rate) behind it"));
    }

    private static Plan plan(Transform rule) {
        var theta = start();
        return Plan.bind(rule, Ops.current(), theta, theta.like(), new Slots(DataType.DOUBLE));
    }

    private static ParamVector start() {
        var theta = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        theta.flat().assign(Nd4j.createFromArray(gradient(77)));
        return theta;
    }

    private static double[] gradient(long t) {
        return new Random(t).doubles(LAYOUT.size()).map(u -> u - 0.45).toArray();
    }

    private static double[] stepOnce(Transform rule, double[] g) {
        var theta = start();
        var grad = theta.like();
        var plan = Plan.bind(rule, Ops.current(), theta, grad, new Slots(DataType.DOUBLE));
        grad.flat().assign(Nd4j.createFromArray(g));
        plan.apply(new Step(1, 1));
        return theta.flat().toDoubleVector();
    }

    /** The direction a rule leaves, read off a step at rate one from zero weights. */
    private static double[] direction(Transform rule, double[] g) {
        var theta = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        var grad = theta.like();
        var plan = Plan.bind(rule, Ops.current(), theta, grad, new Slots(DataType.DOUBLE));
        grad.flat().assign(Nd4j.createFromArray(g));
        plan.apply(new Step(1, 1));
        return theta.flat().neg().toDoubleVector();
    }

    private static double[] run(Transform rule, int steps) {
        return run(rule, steps, Ops.current());
    }

    private static double[] run(Transform rule, int steps, Ops ops) {
        var theta = start();
        var grad = theta.like();
        var plan = Plan.bind(rule, ops, theta, grad, new Slots(DataType.DOUBLE));
        for (int t = 1; t <= steps; t++) {
            grad.flat().assign(Nd4j.createFromArray(gradient(t)));
            plan.apply(new Step(t, 1));
        }
        return theta.flat().toDoubleVector();
    }
}
