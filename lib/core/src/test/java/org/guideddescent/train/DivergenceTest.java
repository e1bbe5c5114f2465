package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Rules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** When a run is given up, and the state it is left in. */
class DivergenceTest {
    private static final Seed SEED = new Seed(1);

    /** Counts its steps, and has whatever loss is prescribed for them; its gradient depends on the step. */
    private static final class Prescribed implements Objective {
        private final LongToDoubleFunction losses;
        private long t;

        Prescribed(LongToDoubleFunction losses) {
            this.losses = losses;
        }

        @Override
        public Layout layout() {
            return Layout.vector(7);
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            t++;
            for (int i = 0; i < 7; i++) {
                grad.flat().putScalar(i, Math.sin((double) (i + t)));
            }
            return losses.applyAsDouble(t);
        }
    }

    private static Trainer on(LongToDoubleFunction losses) {
        return new Trainer(new Prescribed(losses), t -> Batch.NONE, SEED);
    }

    private static Optimizer adam() {
        return new Optimizer(Optimizers.adam(0.1), ParamVector.zeros(Layout.vector(7), DataType.DOUBLE));
    }

    /** Weights and state after n good steps. */
    private static Map<String, double[]> after(long n) {
        var optimizer = adam();
        on(t -> 1).train(optimizer, n);
        return numbers(optimizer);
    }

    private static Map<String, double[]> numbers(Optimizer optimizer) {
        var copy = new TreeMap<String, double[]>();
        optimizer.arrays().forEach((name, a) -> copy.put(name, a.toDoubleVector()));
        return copy;
    }

    private static void assertIsAfter(long n, Optimizer optimizer) {
        var wanted = after(n);
        var found = numbers(optimizer);
        assertEquals(wanted.keySet(), found.keySet());
        wanted.forEach((name, a) -> assertArrayEquals(a, found.get(name), name));
        assertEquals(n, optimizer.steps());
    }

    /** The rule in plain doubles: the step at which it gives up, or 0. */
    private static long givesUpAt(LongToDoubleFunction losses, double factor, int patience, int window, long steps) {
        double best = Double.POSITIVE_INFINITY;
        int bad = 0;
        for (long t = 1; t <= steps; t++) {
            double sum = 0;
            double weight = 0;
            for (long s = 1; s <= t; s++) {
                double w = Math.pow(1 - 1.0 / window, (double) (t - s));
                sum += w * losses.applyAsDouble(s);
                weight += w;
            }
            double smooth = sum / weight;
            if (t >= window) {
                bad = smooth > best + (factor - 1) * Math.abs(best) ? bad + 1 : 0;
                best = Math.min(best, smooth);
            }
            if (bad >= patience) {
                return t;
            }
        }
        return 0;
    }

    @Test
    void aSmoothedLossThatStaysBadEndsTheRunAtTheStepOfTheDefinition() {
        LongToDoubleFunction rising = t -> t < 40 ? 2 - t * 0.02 + 0.1 * Math.sin((double) t) : 1.2 + 0.05 * (t - 40);
        LongToDoubleFunction negative = t -> rising.applyAsDouble(t) - 5;
        for (var losses : new LongToDoubleFunction[] {rising, negative}) {
            for (double factor : new double[] {1.1, 1.5, 2}) {
                for (int patience : new int[] {1, 7}) {
                    var optimizer = adam();
                    var run = on(losses)
                            .stoppingOn(Divergence.whenWorse(factor, patience)
                                    .smoothedOver(5)
                                    .keepingEvery(4))
                            .train(optimizer, 200);
                    long at = givesUpAt(losses, factor, patience, 5, 200);
                    assertTrue(at > 40, "the losses never get bad enough");
                    assertTrue(run.diverged());
                    assertEquals(at, run.end().at());
                    assertEquals(at, run.curve().size());
                }
            }
        }
    }

    @Test
    void theOptimizerGoesBackToTheLastCopyOfAGoodStateBitByBit() {
        LongToDoubleFunction losses = t -> t <= 30 ? 1 : 5;
        // Smoothed over 1 step the loss is bad from step 31 on; at step 36 for the sixth time.
        var policy = Divergence.whenWorse(2, 6).smoothedOver(1);
        for (int every : new int[] {1, 4, 100}) {
            var optimizer = adam();
            var run = on(losses).stoppingOn(policy.keepingEvery(every)).train(optimizer, 200);
            assertEquals(36, run.end().at());
            // The weights of step 30 are the first whose loss is bad, those of step 29 the last good ones.
            long back = 29L - 29 % every;
            assertEquals(back, run.end().backTo());
            assertEquals(back, run.steps());
            assertIsAfter(back, optimizer);
            assertTrue(run.stopped().orElseThrow().endsWith("; the optimizer went back to step " + back));
        }
    }

    @Test
    void aLossThatGetsGoodAgainInTimeEndsNothing() {
        var optimizer = adam();
        var run = on(t -> t % 10 < 5 ? 1 : 5)
                .stoppingOn(Divergence.whenWorse(2, 6).smoothedOver(1))
                .train(optimizer, 100);
        assertFalse(run.diverged());
        assertEquals(new Run.End(Run.Kind.FINISHED, "", 100, 100), run.end());
    }

    @Test
    void aLossThatIsNoNumberAmongGoodOnesKeepsTheStepBefore() {
        var optimizer = adam();
        var run = on(t -> t == 18 ? Double.NaN : 1)
                .stoppingOn(Divergence.whenWorse(2, 6).keepingEvery(5))
                .train(optimizer, 100);
        assertEquals(Run.Kind.DIVERGED, run.end().kind());
        assertEquals(18, run.end().at());
        assertEquals(17, run.end().backTo());
        assertIsAfter(17, optimizer);
    }

    @Test
    void aLossThatIsNoNumberAmongBadOnesGoesBackToTheCopy() {
        LongToDoubleFunction losses = t -> t == 18 ? Double.NaN : t > 14 ? 9 : 1;
        var optimizer = adam();
        var run = on(losses)
                .stoppingOn(Divergence.whenWorse(2, 6).smoothedOver(1).keepingEvery(5))
                .train(optimizer, 100);
        assertEquals(18, run.end().at());
        assertIsAfter(10, optimizer);
        // Without copies the weights before the step are all there is.
        optimizer = adam();
        assertEquals(17, on(losses).train(optimizer, 100).end().backTo());
        assertIsAfter(17, optimizer);
    }

    @Test
    void aLimitIsSaidWithTheLossAndTheStep() {
        var run = on(t -> t).stoppingAbove(20).train(adam(), 100);
        assertEquals(
                "loss 21.0 at step 21 is above the limit 20.0; the weights of step 20 are kept",
                run.end().reason());
        assertEquals(20, run.end().backTo());
    }

    @Test
    void lossesThatTheRuleToleratesAreNotSmoothed() {
        var rule = Rules.skipNonFinite(Optimizers.adam(0.1), 3);
        var optimizer = new Optimizer(rule, ParamVector.zeros(Layout.vector(7), DataType.DOUBLE));
        var run = on(t -> t % 7 == 0 ? Double.NaN : 1)
                .stoppingOn(Divergence.whenWorse(1.5, 2))
                .train(optimizer, 50);
        assertFalse(run.diverged());
    }

    @Test
    void theNumbersOfAPolicyAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> Divergence.above(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Divergence.whenWorse(2, 0));
        assertThrows(
                IllegalArgumentException.class, () -> Divergence.whenWorse(2, 3).keepingEvery(0));
        var e = assertThrows(IllegalArgumentException.class, () -> Divergence.whenWorse(0.5, 3));
        assertEquals("the factor over the best loss must be above 1, got 0.5; infinity turns it off", e.getMessage());
        assertNotEquals(Divergence.NON_FINITE, Divergence.whenWorse(2, 1));
    }
}
