package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.reduceOnPlateau;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.guideddescent.rule.Plateau;
import org.guideddescent.rule.ReduceOnPlateau;
import org.guideddescent.rule.Transform;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Which losses make the rate of gradient descent smaller, and when: the rate is read from the step itself. */
class PlateauTest {
    private static final double[] ONES = new double[Walk.N];

    static {
        Arrays.fill(ONES, 1);
    }

    /** The rates of steps with these losses, in units of the first rate, 1/8. */
    private static double[] rates(Plateau plateau, double factor, double least, double... losses) {
        var walk = new Walk(reduceOnPlateau(sgd(0.125), factor, least, plateau));
        double[] rates = new double[losses.length];
        for (int t = 0; t < losses.length; t++) {
            double before = walk.weights()[3];
            walk.step(ONES.clone(), losses[t]);
            rates[t] = Math.rint((before - walk.weights()[3]) / 0.125 * 1e6) / 1e6;
        }
        return rates;
    }

    @Test
    void patienceIsCountedInWindowsWithoutImprovement() {
        var plateau = new Plateau(1, 3, 0, 0);
        // The best is 4; three losses that are not below it in a row make the third of their steps smaller.
        assertArrayEquals(
                new double[] {1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25}, rates(plateau, 0.5, 0, 5, 4, 4, 6, 4.5, 7, 7, 7));
        // One improvement starts the count anew.
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 0.5}, rates(plateau, 0.5, 0, 5, 6, 6, 4.9, 5, 5, 5));
    }

    @Test
    void windowsAreAveraged() {
        var plateau = new Plateau(2, 1, 0, 0);
        // Means 5, 4 and 4: the noise of 8 and 0 does not count, and the third window is no improvement.
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 0.5}, rates(plateau, 0.5, 0, 4, 6, 8, 0, 3, 5));
    }

    @Test
    void cooldownLetsWindowsPass() {
        assertArrayEquals(
                new double[] {1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125},
                rates(new Plateau(1, 1, 2, 0), 0.5, 0, 5, 5, 5, 5, 5, 5, 5, 5));
    }

    @Test
    void aBestLossDuringCooldownIsRemembered() {
        assertArrayEquals(new double[] {1, 0.5, 0.5, 0.25}, rates(new Plateau(1, 1, 1, 0), 0.5, 0, 5, 5, 3, 4));
    }

    @Test
    void thresholdIsAPartOfTheBestWhateverItsSign() {
        var plateau = new Plateau(1, 1, 0, 0.1);
        assertArrayEquals(new double[] {1, 0.5, 0.5, 0.5}, rates(plateau, 0.5, 0, 10, 9.1, 8.9, 8));
        // Below zero, smaller is further from zero; an equal loss is no improvement.
        assertArrayEquals(new double[] {1, 0.5, 0.25, 0.25}, rates(plateau, 0.5, 0, -10, -10, -10.9, -11.1));
    }

    @Test
    void theRateStopsAtTheLeastMultiple() {
        assertArrayEquals(new double[] {1, 0.1, 0.04, 0.04}, rates(new Plateau(1, 1, 0, 0), 0.1, 0.04, 5, 5, 5, 5));
    }

    @Test
    void aFallingLossIsLeftAlone() {
        double[] losses = new double[50];
        Arrays.setAll(losses, t -> 50 - t);
        double[] all = rates(new Plateau(1, 1, 0, 1e-4), 0.5, 0, losses);
        assertTrue(Arrays.stream(all).allMatch(r -> r == 1));
    }

    @Test
    void decayInTheDirectionIsMadeSmallerToo() {
        var rule = chain(new Sgd(), decoupledWeightDecay(0.5)).at(0.125);
        var walk = new Walk(reduceOnPlateau(rule, 0.5, 1, 1));
        walk.step(ONES.clone(), 3);
        double[] before = walk.weights();
        walk.step(ONES.clone(), 3);
        for (int i = 0; i < Walk.N; i++) {
            assertEquals(before[i] - 0.0625 * (1 + 0.5 * before[i]), walk.weights()[i], 1e-15);
        }
    }

    @Test
    void inAccumulationItSeesTheMeanLossOfEachWindow() {
        var walk = new Walk(accumulate(2, reduceOnPlateau(sgd(0.125), 0.5, 1, 1)));
        double[] losses = {6, 4, 3, 6, 1, 9};
        double[] start = walk.weights();
        for (double loss : losses) {
            walk.step(ONES.clone(), loss);
        }
        // Means 5, 4.5 and 5: two whole steps and one half step.
        assertEquals(start[0] - 0.125 * 2.5, walk.weights()[0], 1e-15);
    }

    @Test
    void theRowOfTheCatalogueMeetsPlateausInItsFiftySteps() {
        var row = Catalogue.rows().stream()
                .filter(r -> r.method().equals("reduceOnPlateau"))
                .findFirst()
                .orElseThrow();
        var trial = Trial.matrix(row.rule(), row.problem(), 3, 7, DataType.DOUBLE);
        trial.steps(50);
        double plateaus =
                trial.optimizer.state().get("ReduceOnPlateau/plateaus").getDouble(0);
        assertTrue(plateaus >= 2, "only " + plateaus);
    }

    /** Noise has a floor that depends on the rate, so a rate that falls ends below one that does not. */
    @Test
    void aWalkWithNoiseEndsLowerWithIt() {
        Transform plain = sgd(0.5);
        var reduced = new Walk(new ReduceOnPlateau(plain, 0.5, 0.01, new Plateau(10, 2, 2, 1e-4)), DataType.DOUBLE);
        var constant = new Walk(plain, DataType.DOUBLE);
        double lower = 0;
        double higher = 0;
        for (int t = 0; t < 1000; t++) {
            reduced.steps(1);
            constant.steps(1);
            if (t >= 800) {
                lower += square(reduced.weights());
                higher += square(constant.weights());
            }
        }
        assertTrue(reduced.number("ReduceOnPlateau/plateaus") >= 2);
        assertTrue(lower < 0.3 * higher, lower + " against " + higher);
    }

    private static double square(double... x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    @Test
    void refusesInSentences() {
        var plateau = new Plateau(1, 1, 0, 0);
        refuses("factor must be in (0, 1), got 1.0", () -> reduceOnPlateau(sgd(1), 1, 0, plateau));
        refuses("the least multiplier must be in [0, 1], got 2.0", () -> reduceOnPlateau(sgd(1), 0.5, 2, plateau));
        refuses("steps a window must be at least 1, got 0", () -> new Plateau(0, 1, 0, 0));
        refuses("patience in windows must be at least 1, got 0", () -> new Plateau(1, 0, 0, 0));
        refuses("cooldown in windows must be at least 0, got -1", () -> new Plateau(1, 1, -1, 0));
        refuses("threshold must be a number from 0 up, got NaN", () -> new Plateau(1, 1, 0, Double.NaN));
    }

    private static void refuses(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
