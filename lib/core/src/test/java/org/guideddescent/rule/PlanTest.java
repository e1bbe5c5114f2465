package org.guideddescent.rule;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.clipByValue;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.guideddescent.compute.CpuOps;
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
        double norm = Math.sqrt(java.util.Arrays.stream(g).map(x -> x * x).sum());
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
        plan.step(new Step(1, 1));
        return theta.flat().toDoubleVector();
    }

    /** The direction a rule leaves, read off a step at rate one from zero weights. */
    private static double[] direction(Transform rule, double[] g) {
        var theta = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        var grad = theta.like();
        var plan = Plan.bind(rule, Ops.current(), theta, grad, new Slots(DataType.DOUBLE));
        grad.flat().assign(Nd4j.createFromArray(g));
        plan.step(new Step(1, 1));
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
            plan.step(new Step(t, 1));
        }
        return theta.flat().toDoubleVector();
    }
}
