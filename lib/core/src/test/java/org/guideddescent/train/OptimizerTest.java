package org.guideddescent.train;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.sam;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Need;
import org.guideddescent.objective.Objective;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;
import org.guideddescent.rule.Whole;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class OptimizerTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("w", Role.HIDDEN, 3, 4)
            .add("b", Role.BIAS, 3, 1)
            .build();

    /** Leaves the gradient and asks for something. */
    private record Asks(Need need) implements Whole {
        @Override
        public Stepper bind(Scope scope, Slots slots) {
            return new Stepper() {
                @Override
                public void apply(Step step) {}

                @Override
                public Set<Need> needs() {
                    return Set.of(need);
                }
            };
        }
    }

    /** Gives a loss and a gradient and no more. */
    private record Plain(Layout layout) implements Objective {
        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            return 0;
        }
    }

    @Test
    void aRuleThatNeedsMoreThanTheObjectiveGivesIsRefusedNamingBoth() {
        var objective = new Plain(LAYOUT);
        for (var rule : new Transform[] {
            new Asks(Need.CURVATURE),
            chain(new Asks(Need.CURVATURE), decoupledWeightDecay(0.1)).at(0.1),
            lookahead(ema(new Asks(Need.CURVATURE), 0.9))
        }) {
            var e = assertThrows(IllegalArgumentException.class, () -> new Optimizer(rule, start(), objective));
            assertEquals(
                    rule + " needs curvature products, but " + objective
                            + " gives none; it would have to be an Objective.Curved",
                    e.getMessage());
        }
        new Optimizer(sam(Optimizers.sgd(0.1)), start(), objective);
    }

    @Test
    void aRuleThatAsksWithoutAnOracleSaysHowToGiveOne() {
        var optimizer = new Optimizer(sam(Optimizers.sgd(0.1)), start());
        var e = assertThrows(IllegalStateException.class, () -> optimizer.step(gradient(1), 1));
        assertTrue(e.getMessage().contains("step(grad, loss, new Oracle(objective, batch))"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aGradientThatIsNotFiniteThrowsAndChangesNothing(double bad) {
        for (int place : new int[] {0, 7, 14}) {
            var optimizer = new Optimizer(ema(Optimizers.adamW(0.01), 0.9), start());
            optimizer.step(gradient(1), 1);
            optimizer.step(gradient(2), 1);
            double[] weights = optimizer.weights().flat().toDoubleVector();
            var state = state(optimizer);
            var g = gradient(3);
            g.flat().putScalar(place, bad);
            var e = assertThrows(DivergenceException.class, () -> optimizer.step(g, 1));
            assertTrue(e.getMessage().startsWith("the gradient is not finite at step 3 (rule "), e.getMessage());
            assertTrue(e.getMessage().contains(place < 12 ? "largest |d| in w [3×4]" : "largest |d| in b [3×1]"));
            assertTrue(e.getMessage().endsWith("; the weights of step 2 are kept"), e.getMessage());
            assertEquals(2, optimizer.steps());
            assertArrayEquals(weights, optimizer.weights().flat().toDoubleVector());
            state.forEach((name, a) -> assertArrayEquals(a, state(optimizer).get(name), name));
        }
    }

    @Test
    void aLossThatIsNotFiniteThrowsAndChangesNothing() {
        var optimizer = new Optimizer(Optimizers.adam(0.01), start());
        double[] weights = optimizer.weights().flat().toDoubleVector();
        var e = assertThrows(DivergenceException.class, () -> optimizer.step(gradient(1), Double.NaN));
        assertTrue(e.getMessage().startsWith("loss is NaN at step 1"), e.getMessage());
        assertArrayEquals(weights, optimizer.weights().flat().toDoubleVector());
    }

    @Test
    void theWeightsToJudgeByAreTheTrainingWeightsWhereNothingAverages() {
        var optimizer = new Optimizer(Optimizers.adam(0.01), start());
        assertSame(optimizer.weights(), optimizer.evaluationWeights());
    }

    private static ParamVector start() {
        return vector(0);
    }

    private static ParamVector gradient(long seed) {
        return vector(seed);
    }

    private static ParamVector vector(long seed) {
        var v = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        v.flat()
                .assign(Nd4j.createFromArray(new Random(seed)
                        .doubles(LAYOUT.size())
                        .map(u -> u - 0.5)
                        .toArray()));
        return v;
    }

    private static Map<String, double[]> state(Optimizer optimizer) {
        var copy = new TreeMap<String, double[]>();
        optimizer
                .state()
                .forEach((name, a) ->
                        copy.put(name, a.castTo(DataType.DOUBLE).dup().data().asDouble()));
        return copy;
    }
}
