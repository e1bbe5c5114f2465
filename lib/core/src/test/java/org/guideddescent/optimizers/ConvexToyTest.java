package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.schedule.Cooldown;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The convex loss with a kink on which the bound is seen: f(w) = ‖X w‖_∞, X [20 × 2] uniform on [−1, 1], ‖w₁‖ = 5, subgradients, 400
 * steps, the best rate of a grid of tenths of a decade. After the demonstration of Schaipp et al., 2025, arXiv:2501.18965.
 */
class ConvexToyTest {
    private static final int STEPS = 400;

    private static final class Maximum implements Objective {
        private final double[][] x = new double[20][2];

        Maximum(long seed) {
            var random = new Random(seed);
            for (double[] row : x) {
                row[0] = 2 * random.nextDouble() - 1;
                row[1] = 2 * random.nextDouble() - 1;
            }
        }

        @Override
        public Layout layout() {
            return Layout.vector(2);
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            double a = theta.flat().getDouble(0);
            double b = theta.flat().getDouble(1);
            double[] most = x[0];
            for (double[] row : x) {
                most = Math.abs(row[0] * a + row[1] * b) > Math.abs(most[0] * a + most[1] * b) ? row : most;
            }
            double value = most[0] * a + most[1] * b;
            grad.flat().putScalar(0, Math.signum(value) * most[0]);
            grad.flat().putScalar(1, Math.signum(value) * most[1]);
            return Math.abs(value);
        }
    }

    private static double best(Maximum f, DoubleFunction<Schedule> schedule) {
        double best = Double.MAX_VALUE;
        for (int i = -30; i <= 5; i++) {
            var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
            theta.flat().putScalar(0, 3);
            theta.flat().putScalar(1, 4);
            var optimizer = new Optimizer(new Sgd().schedule(schedule.apply(Math.pow(10, i / 10.0))), theta);
            for (int t = 1; t <= STEPS; t++) {
                double loss = f.gradient(theta, Batch.NONE, optimizer.gradient());
                optimizer.step(optimizer.gradient(), loss);
            }
            best = Math.min(best, f.gradient(theta, Batch.NONE, optimizer.gradient()));
        }
        return best;
    }

    @Test
    void aCooldownEndsFarBelowAConstantRate() {
        int wins = 0;
        int ordered = 0;
        var ratios = new double[5];
        for (int seed = 0; seed < 5; seed++) {
            var f = new Maximum(seed);
            double constant = best(f, Schedules::constant);
            double cooled = best(f, r -> Schedules.wsd(0, 320, 80).withPeak(r).with(Cooldown.LINEAR));
            double linear = best(f, r -> Schedules.linear(r, 0, STEPS));
            double cosine = best(f, r -> Schedules.cosine(r, 0, STEPS));
            ratios[seed] = constant / cooled;
            wins += constant > 3 * cooled ? 1 : 0;
            ordered += cosine < linear && linear < cooled ? 1 : 0;
        }
        assertTrue(wins >= 4, Arrays.toString(ratios));
        // Not the bound's order, in which a line is before a cosine: without noise, the slow end of the cosine is best.
        assertTrue(ordered >= 4, "in order: " + ordered);
    }
}
