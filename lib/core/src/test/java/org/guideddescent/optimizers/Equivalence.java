package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.nd4j.linalg.api.buffer.DataType;

/** Whether two recipes take the same way, with and without decay behind them. */
final class Equivalence {
    private static final int STEPS = 50;

    private Equivalence() {}

    /** Within 1e-13 after each of fifty steps. */
    static void same(Transform a, Transform b, double rate) {
        same(a, b, rate, Problem.alive());
    }

    /** As {@link #same(Transform, Transform, double)}, on another problem. */
    static void same(Transform a, Transform b, double rate, Problem problem) {
        // Decay that no rate touches: recipes with a rate of their own would decay at different speeds.
        for (double decay : new double[] {0, 0.3 * rate}) {
            var left = trial(a, rate, decay, problem);
            var right = trial(b, rate, decay, problem);
            for (int t = 1; t <= STEPS; t++) {
                left.step();
                right.step();
                assertArrayEquals(left.weights(), right.weights(), 1e-13, a + " and " + b + " part at step " + t);
            }
            double moved = Trial.distance(Trial.start(21), left.weights());
            assertTrue(moved > 1e-2, a + " hardly moved, so the test says nothing: " + moved);
        }
    }

    /** A control: far from each other after fifty steps. */
    static void different(Transform a, Transform b, double rate, Problem problem) {
        double gap = gap(a, b, rate, problem);
        assertTrue(gap > 1e-3, a + " and " + b + " should differ: " + gap);
    }

    /** The largest difference of a weight after fifty steps. */
    static double gap(Transform a, Transform b, double rate, Problem problem) {
        var left = trial(a, rate, 0, problem);
        var right = trial(b, rate, 0, problem);
        left.steps(STEPS);
        right.steps(STEPS);
        double[] x = left.weights();
        double[] y = right.weights();
        double gap = 0;
        for (int i = 0; i < x.length; i++) {
            gap = Math.max(gap, Math.abs(x[i] - y[i]));
        }
        return gap;
    }

    private static Trial trial(Transform rule, double rate, double decay, Problem problem) {
        var whole = decay == 0 ? rule : Rules.chain(rule, Rules.independentWeightDecay(decay));
        return Trial.matrix(whole.at(rate), problem, 7, 3, DataType.DOUBLE);
    }

    /** What one step from weights of zero adds to them, for a gradient given. */
    static double[] step(Transform rule, double[] gradient, int rows, int cols) {
        return steps(rule, rows, cols, gradient);
    }

    /** What the last of some steps adds, one for each gradient given. */
    static double[] steps(Transform rule, int rows, int cols, double[]... gradients) {
        var trial = Trial.Matrix.seeing(g -> g, rule, new Given(List.of(gradients)), rows, cols, DataType.DOUBLE);
        trial.set(new double[rows * cols]);
        trial.steps(gradients.length - 1);
        double[] before = trial.weights();
        trial.step();
        double[] after = trial.weights();
        Arrays.setAll(after, i -> after[i] - before[i]);
        return after;
    }

    /** Gradients that were decided before. */
    private record Given(List<double[]> gradients) implements Problem {
        @Override
        public double loss(double[] x, long t) {
            return 0;
        }

        @Override
        public double[] gradient(double[] x, long t) {
            return gradients.get((int) t - 1).clone();
        }

        @Override
        public double[] hessianTimes(double[] v, long t) {
            return new double[v.length];
        }
    }
}
