package org.guideddescent.rule;

import static org.guideddescent.rule.Rules.cautiousWeightDecay;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.correctedWeightDecay;
import static org.guideddescent.rule.Rules.coupledWeightDecay;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.freeze;
import static org.guideddescent.rule.Rules.independentWeightDecay;
import static org.guideddescent.rule.Rules.route;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.Sgd;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The truth table of weight decay: which factor each kind has, in closed form. */
class DecayTest {
    private static final double LAMBDA = 0.2;
    private static final Schedule RATE = Schedules.cosine(0.5, 0.1, 10);
    private static final Schedule SHAPE = Schedules.cosine(1, 0.25, 8);
    private static final Layout LAYOUT = Layout.builder()
            .add("w", Role.HIDDEN, 2, 3)
            .add("b", Role.BIAS, 4, 1)
            .build();
    private static final double[] START = {1, -2, 3, -0.5, 0, 7, 0.25, -4, 5, -6};

    /** A kind of decay, and what a step multiplies a weight by when the gradient pushes it to zero, or away. */
    record Kind(String name, Transform rule, LongToDoubleFunction along, LongToDoubleFunction against) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        LongToDoubleFunction decoupled = t -> 1 - RATE.at(t) * LAMBDA;
        LongToDoubleFunction corrected = t -> 1 - RATE.at(t) * RATE.at(t) / 0.5 * LAMBDA;
        LongToDoubleFunction shaped = t -> 1 - SHAPE.at(t) * LAMBDA;
        return Stream.of(
                new Kind("none", new Sgd(), t -> 1, t -> 1),
                new Kind("coupled", coupledWeightDecay(LAMBDA, new Sgd()), decoupled, decoupled),
                new Kind("decoupled", chain(new Sgd(), decoupledWeightDecay(LAMBDA)), decoupled, decoupled),
                new Kind(
                        "independent",
                        chain(new Sgd(), independentWeightDecay(LAMBDA)),
                        t -> 1 - LAMBDA,
                        t -> 1 - LAMBDA),
                new Kind(
                        "independent, shaped", chain(new Sgd(), independentWeightDecay(LAMBDA, SHAPE)), shaped, shaped),
                new Kind("independent, first", chain(independentWeightDecay(LAMBDA, SHAPE), new Sgd()), shaped, shaped),
                new Kind("cautious", chain(new Sgd(), cautiousWeightDecay(LAMBDA)), decoupled, t -> 1),
                new Kind("corrected", chain(new Sgd(), correctedWeightDecay(LAMBDA, 0.5)), corrected, corrected));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void withoutAGradientEveryStepMultipliesByItsFactor(Kind kind) {
        for (int steps : new int[] {1, 9}) {
            double factor = 1;
            for (int t = 1; t <= steps; t++) {
                factor *= kind.along.applyAsDouble(t);
            }
            double[] theta = run(kind.rule.schedule(RATE), new double[START.length], steps);
            for (int i = 0; i < theta.length; i++) {
                assertEquals(factor * START[i], theta[i], 1e-15 * Math.max(1, Math.abs(START[i])), "after " + steps);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void withAGradientTheStepIsAddedOnce(Kind kind) {
        double[] g = new double[START.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = (i % 2 == 0 ? 1e-3 : -1e-3) * (i + 1);
        }
        for (int steps : new int[] {1, 9}) {
            double[] theta = run(kind.rule.schedule(RATE), g, steps);
            for (int i = 0; i < theta.length; i++) {
                double expected = START[i];
                for (int t = 1; t <= steps; t++) {
                    // Weights so large against g that none changes sign, except the one that begins at zero.
                    var factor = expected * g[i] >= 0 ? kind.along : kind.against;
                    expected = factor.applyAsDouble(t) * expected - RATE.at(t) * g[i];
                }
                assertEquals(expected, theta[i], 1e-15 * Math.max(1, Math.abs(START[i])), "after " + steps);
            }
        }
    }

    @Test
    void underAnAdaptiveRuleCoupledDecayIsNoDecayByAFactor() {
        var adam = new Adam(0.9, 0.999, 0);
        double[] coupled = run(coupledWeightDecay(LAMBDA, adam).at(0.1), away(), 1);
        double[] decoupled = run(chain(adam, decoupledWeightDecay(LAMBDA)).at(0.1), away(), 1);
        double[] independent = run(chain(adam, independentWeightDecay(LAMBDA)).at(0.1), away(), 1);
        for (int i = 0; i < START.length; i++) {
            double step = 0.1 * Math.signum(away()[i]);
            assertEquals(START[i] - 0.1 * Math.signum(away()[i] + LAMBDA * START[i]), coupled[i], 1e-15);
            assertEquals(START[i] - step - 0.1 * LAMBDA * START[i], decoupled[i], 2e-15);
            assertEquals(START[i] - step - LAMBDA * START[i], independent[i], 2e-15);
        }
    }

    @Test
    void cautiousDecayLooksAtTheFinalDirection() {
        var turned = chain(new Sgd(), new Turn(), cautiousWeightDecay(LAMBDA)).at(0.1);
        double[] theta = run(turned, away(), 1);
        for (int i = 0; i < theta.length; i++) {
            assertEquals(START[i] + 0.1 * away()[i] - 0.1 * LAMBDA * START[i], theta[i], 1e-15);
        }
    }

    @Test
    void parametersThatARouteLeavesOutAreNotDecayed() {
        kinds().forEach(kind -> {
            var rule =
                    route(Selector.named("w"), kind.rule).otherwise(new Sgd()).schedule(RATE);
            double[] theta = run(rule, new double[START.length], 3);
            assertArrayEquals(slice(START, 6, 10), slice(theta, 6, 10));
            double[] all = run(kind.rule.schedule(RATE), new double[START.length], 3);
            assertArrayEquals(slice(all, 0, 6), slice(theta, 0, 6));
        });
    }

    @Test
    void frozenWeightsStayBitwiseWhateverTheGradientAndTheRate() {
        for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            var rule = route(Selector.named("b"), freeze())
                    .otherwise(chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(LAMBDA)))
                    .at(0.3);
            var theta = start(type);
            double[] before = theta.flat().castTo(DataType.DOUBLE).toDoubleVector();
            double[] after = walk(rule, theta, away(), 5);
            assertArrayEquals(slice(before, 6, 10), slice(after, 6, 10));
            assertTrue(after[0] != before[0]);
        }
    }

    @Test
    void aRuleAroundDecaysOnceWhereverTheDecayStands() {
        var inside = new Bend(chain(new Sgd(), decoupledWeightDecay(LAMBDA)));
        double[] theta = run(inside.at(0.5), new double[START.length], 1);
        for (int i = 0; i < theta.length; i++) {
            assertEquals((1 - 0.5 * LAMBDA) * START[i], theta[i], 1e-15);
        }
        double[] behind = run(chain(new Bend(new Sgd()), independentWeightDecay(LAMBDA)), new double[10], 1);
        for (int i = 0; i < behind.length; i++) {
            assertEquals((1 - LAMBDA) * START[i], behind[i], 1e-15);
        }
        double[] within = run(new Bend(chain(new Sgd(), independentWeightDecay(LAMBDA))), new double[10], 1);
        assertArrayEquals(behind, within);
    }

    @Test
    void badNumbersAreRefusedWithTheirValue() {
        assertEquals(
                "weight decay must be a number from 0 up, got -1.0",
                assertThrows(IllegalArgumentException.class, () -> cautiousWeightDecay(-1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> independentWeightDecay(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> correctedWeightDecay(0.1, 0));
    }

    /** d ← −d. */
    record Turn() implements Elementwise {
        @Override
        public Expr direction(Cell c) {
            return Expr.negate(c.gradient());
        }
    }

    /** A rule around a rule that adds nothing. */
    record Bend(Transform rule) implements Around {
        @Override
        public List<Transform> inner() {
            return List.of(rule);
        }

        @Override
        public Mode mode() {
            return Mode.BEND;
        }

        @Override
        public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
            return step -> inner.get(0).apply(step);
        }
    }

    /** A gradient that pushes every weight away from zero. */
    private static double[] away() {
        double[] g = new double[START.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = START[i] == 0 ? 0.5 : -START[i] / 16;
        }
        return g;
    }

    private static double[] slice(double[] x, int from, int to) {
        return Arrays.copyOfRange(x, from, to);
    }

    private static ParamVector start(DataType type) {
        var theta = ParamVector.zeros(LAYOUT, type);
        theta.flat().assign(Nd4j.createFromArray(START).castTo(type));
        return theta;
    }

    private static double[] run(Transform rule, double[] g, int steps) {
        return walk(rule, start(DataType.DOUBLE), g, steps);
    }

    private static double[] walk(Transform rule, ParamVector theta, double[] g, int steps) {
        var grad = theta.like();
        var plan = Plan.bind(rule, Ops.current(), theta, grad, new Slots(theta.type()));
        for (int t = 1; t <= steps; t++) {
            grad.flat().assign(Nd4j.createFromArray(g).castTo(theta.type()));
            plan.apply(new Step(t, 1));
        }
        return theta.flat().castTo(DataType.DOUBLE).toDoubleVector();
    }
}
