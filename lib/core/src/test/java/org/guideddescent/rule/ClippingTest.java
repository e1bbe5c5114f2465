package org.guideddescent.rule;

import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.clipByNorm;
import static org.guideddescent.rule.Rules.clipByRootMeanSquare;
import static org.guideddescent.rule.Rules.clipBySpikes;
import static org.guideddescent.rule.Rules.clipByValue;
import static org.guideddescent.rule.Rules.route;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ClippingTest {
    // In memory: w1 at 0, w2 at 12, b at 24.
    private static final Layout LAYOUT = Layout.builder()
            .add("w1", Role.HIDDEN, 4, 3)
            .add("w2", Role.HIDDEN, 3, 4)
            .add("b", Role.BIAS, 5, 1)
            .build();
    private static final int[] BEGIN = {0, 12, 24, 29};

    @Test
    void afterClippingNoNormIsAboveItsBound() {
        double[] g = gradient(10);
        double[] whole = direction(clipByGlobalNorm(2), g);
        assertEquals(2, norm(whole, 0, 29), 1e-14);
        double[] each = direction(clipByNorm(2), g);
        double[] rms = direction(clipByRootMeanSquare(0.5), g);
        double[] value = direction(clipByValue(0.5), g);
        for (int p = 0; p < 3; p++) {
            int from = BEGIN[p];
            int to = BEGIN[p + 1];
            assertEquals(2, norm(each, from, to), 1e-14);
            assertEquals(0.5, norm(rms, from, to) / Math.sqrt(to - from), 1e-14);
            for (int i = from; i < to; i++) {
                // Where it points is kept.
                assertEquals(g[i] / g[from], each[i] / each[from], 1e-12 * Math.abs(g[i] / g[from]));
                assertEquals(g[i] / g[from], rms[i] / rms[from], 1e-12 * Math.abs(g[i] / g[from]));
                assertTrue(Math.abs(value[i]) <= 0.5);
            }
        }
    }

    @Test
    void belowTheBoundNothingChangesBitwise() {
        double[] g = gradient(1);
        for (var rule : new Transform[] {
            clipByGlobalNorm(1e3), clipByNorm(1e3), clipByRootMeanSquare(1e3), clipByValue(1e3), clipBySpikes()
        }) {
            assertArrayEquals(g, direction(rule, g), rule.toString());
        }
    }

    @Test
    void onlyTheBlockThatIsTooLargeIsClipped() {
        double[] g = gradient(1);
        for (int i = 12; i < 24; i++) {
            g[i] *= 1000;
        }
        double[] d = direction(clipByNorm(20), g);
        assertArrayEquals(Arrays.copyOfRange(g, 0, 12), Arrays.copyOfRange(d, 0, 12));
        assertArrayEquals(Arrays.copyOfRange(g, 24, 29), Arrays.copyOfRange(d, 24, 29));
        assertEquals(20, norm(d, 12, 24), 1e-12);
    }

    @Test
    void aRouteClipsOnlyWhatItTakes() {
        // w1 and b are apart in memory, with w2 between them.
        double[] g = gradient(10);
        double[] d =
                direction(route(Selector.named("w1", "b"), clipByGlobalNorm(1)).otherwise(Rules.chain()), g);
        assertArrayEquals(Arrays.copyOfRange(g, 12, 24), Arrays.copyOfRange(d, 12, 24));
        assertEquals(1, Math.hypot(norm(d, 0, 12), norm(d, 24, 29)), 1e-14);
    }

    @Test
    void aUnitIsARowOfAMatrixOrAWholeVector() {
        var theta = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        double[] x = new Random(6).doubles(29).map(u -> u - 0.5).toArray();
        x[0] = x[1] = x[2] = 0; // The first row of w1 is zero, so ε is its size.
        theta.flat().assign(Nd4j.createFromArray(x));
        double[] g = gradient(1);
        Arrays.fill(g, 16, 20, 0); // The second row of w2 has no direction.
        var grad = theta.like();
        grad.flat().assign(Nd4j.createFromArray(g));
        Plan.bind(new ClipByUnit(0.4, 1e-3), Ops.current(), theta, grad, new Slots(DataType.DOUBLE))
                .apply(new Step(1, 1));
        double[] d = new double[29];
        for (int i = 0; i < 29; i++) {
            d[i] = x[i] - theta.flat().getDouble(i);
        }
        int[] units = {0, 3, 6, 9, 12, 16, 20, 24, 29};
        for (int u = 0; u + 1 < units.length; u++) {
            double most = 0.4 * Math.max(norm(x, units[u], units[u + 1]), 1e-3);
            double expected = Math.min(norm(g, units[u], units[u + 1]), most);
            assertEquals(expected, norm(d, units[u], units[u + 1]), 1e-14, "unit " + u);
        }
    }

    @Test
    void aUnitBelowItsBoundIsLeftBitwise() {
        double[] g = gradient(1e-5);
        assertArrayEquals(g, direction(new ClipByUnit(1, 1), g));
    }

    @Test
    void aSpikeIsClippedBelowTheUsualNormsPlusTwoAndAHalfDeviations() {
        var trial = new Walk(clipBySpikes());
        double mean = 0;
        double squares = 0;
        for (int t = 1; t <= 25; t++) {
            double n = norm(trial.step(gradient(t % 2 == 0 ? 1 : 1.1)), 0, 29);
            mean += n / 25;
            squares += n * n / 25;
        }
        double sigma = Math.sqrt(squares - mean * mean);
        double[] spike = gradient(500);
        double n = norm(spike, 0, 29);
        double z = (n - mean) / (sigma + 1e-6);
        double clipped = norm(trial.step(spike), 0, 29);
        assertEquals(mean + 2.5 * 2.5 * sigma / z, clipped, 1e-9);
        assertTrue(clipped < mean + 2.5 * sigma);
        // The spike itself did not enter the statistics, so the next usual gradient passes.
        double[] usual = gradient(1);
        assertArrayEquals(usual, trial.step(usual));
    }

    @Test
    void duringTheWarmUpNothingIsClipped() {
        var trial = new Walk(clipBySpikes());
        for (int t = 1; t <= 25; t++) {
            double[] g = gradient(t == 20 ? 1e6 : 1);
            assertArrayEquals(g, trial.step(g), 1e-9);
        }
    }

    @Test
    void boundsThatAreNotPositiveAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> clipByNorm(bad));
            assertThrows(IllegalArgumentException.class, () -> clipByRootMeanSquare(bad));
            assertThrows(IllegalArgumentException.class, () -> new ClipBySpikes(0.9, bad, 5, 1e-6));
        }
        assertEquals(
                "warmUp must be at least one step, got 0",
                assertThrows(IllegalArgumentException.class, () -> new ClipBySpikes(0.9, 2, 0, 1e-6))
                        .getMessage());
    }

    private static double[] gradient(double scale) {
        return new Random(4).doubles(LAYOUT.size()).map(u -> scale * (u - 0.45)).toArray();
    }

    private static double norm(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum);
    }

    private static double[] direction(Transform rule, double[] g) {
        return new Walk(rule).step(g);
    }

    /** The directions that a rule leaves, read off steps at rate one from zero weights. */
    private static final class Walk {
        private final ParamVector theta = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        private final ParamVector grad = theta.like();
        private final Plan plan;
        private long t;

        Walk(Transform rule) {
            plan = Plan.bind(rule, Ops.current(), theta, grad, new Slots(DataType.DOUBLE));
        }

        double[] step(double[] g) {
            theta.flat().assign(0);
            grad.flat().assign(Nd4j.createFromArray(g));
            plan.apply(new Step(++t, 1));
            return theta.flat().neg().toDoubleVector();
        }
    }
}
