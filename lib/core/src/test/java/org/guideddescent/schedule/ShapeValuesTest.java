package org.guideddescent.schedule;

import static org.guideddescent.schedule.Schedules.constant;
import static org.guideddescent.schedule.Schedules.cosine;
import static org.guideddescent.schedule.Schedules.exponential;
import static org.guideddescent.schedule.Schedules.geometric;
import static org.guideddescent.schedule.Schedules.inverseSqrt;
import static org.guideddescent.schedule.Schedules.knot;
import static org.guideddescent.schedule.Schedules.linear;
import static org.guideddescent.schedule.Schedules.oneCycle;
import static org.guideddescent.schedule.Schedules.piecewiseConstant;
import static org.guideddescent.schedule.Schedules.piecewiseLinear;
import static org.guideddescent.schedule.Schedules.polynomial;
import static org.guideddescent.schedule.Schedules.restarts;
import static org.guideddescent.schedule.Schedules.rex;
import static org.guideddescent.schedule.Schedules.straightToZero;
import static org.guideddescent.schedule.Schedules.wsd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values, joins, areas and identities of the shapes, from their formulas. */
class ShapeValuesTest {
    private static final double EXACT = 1e-15;

    // ---- values ----

    @Test
    void polynomialIsThePowerOfWhatIsLeft() {
        var s = polynomial(0.9, 0.1, 2, 10);
        for (int t = 1; t <= 11; t++) {
            assertEquals(0.1 + 0.8 * Math.pow(1 - (t - 1) / 10.0, 2), s.at(t), EXACT);
        }
    }

    @Test
    void exponentialHalvesAtEachHalfLife() {
        var s = exponential(0.8, 0.5, 10);
        assertEquals(0.4, s.at(11), EXACT);
        assertEquals(0.2, s.at(21), EXACT);
        assertEquals(0.8 * Math.sqrt(0.5), s.at(6), EXACT);
        assertEquals(0.8, s.at(0));
    }

    @Test
    void geometricMultipliesByTheSameFactorAtEveryStep() {
        var s = geometric(1e-6, 1, 300);
        for (int t = 1; t <= 300; t++) {
            assertEquals(Math.pow(10, 6 / 300.0), s.at(t + 1) / s.at(t), 1e-13);
        }
    }

    @Test
    void inverseSqrtIsVaswanisAfterItsWarmUp() {
        var s = inverseSqrt(0.7, 40);
        assertEquals(0.7 / 40, s.at(1), EXACT);
        assertEquals(0.7, s.at(40));
        assertEquals(0.7, s.at(41));
        for (int t = 42; t < 500; t += 50) {
            assertEquals(0.7 * Math.sqrt(40.0 / (t - 1)), s.at(t), EXACT);
        }
        assertEquals(0.35, new InverseSqrt(0.7, 12).at(37), EXACT);
        assertEquals(1 / Math.sqrt(17), new InverseSqrt(1, 1).at(17), EXACT);
    }

    @Test
    void oneCycleHasItsThreeValues() {
        var s = oneCycle(0.5, 100);
        assertEquals(0.02, s.at(1), EXACT);
        assertEquals(0.5, s.at(31));
        assertEquals(0.5 / 250_000, s.at(101));
        assertEquals((0.02 + 0.5) / 2, s.at(16), EXACT);
        var smith = s.with(Cooldown.LINEAR);
        assertEquals(0.02 + 0.48 / 30, smith.at(2), EXACT);
        assertEquals(0.5 + (0.5 / 250_000 - 0.5) / 70, smith.at(32), EXACT);
    }

    @Test
    void restartsBeginEachPeriodAtThePeak() {
        var s = restarts(1, 0.2, 5, 2, 3);
        assertEquals(35, s.steps());
        for (int first : new int[] {1, 6, 16}) {
            assertEquals(1, s.at(first));
        }
        for (int end : new int[] {5, 15, 35}) {
            assertTrue(s.at(end) > 0.2 && s.at(end) < 0.3, "t = " + end);
        }
        assertEquals(0.6, s.at(11), EXACT);
        assertEquals(0.2 + 0.8 * (1 + Math.cos(Math.PI * 7 / 20)) / 2, s.at(23), EXACT);
    }

    @Test
    void restartsWithoutGrowthAreAsManyCosines() {
        var s = restarts(1, 0, 7, 1, 1000);
        var one = cosine(7);
        for (int t = 1; t <= 7000; t++) {
            assertEquals(one.at((t - 1) % 7 + 1), s.at(t));
        }
    }

    @Test
    void stairsHoldFromTheirKnotOn() {
        var s = piecewiseConstant(knot(1, 0.1), knot(1000, 0.01), knot(2000, 0.001));
        assertEquals(0.1, s.at(0));
        assertEquals(0.1, s.at(999));
        assertEquals(0.01, s.at(1000));
        assertEquals(0.01, s.at(1999));
        assertEquals(0.001, s.at(2000));
    }

    @Test
    void linesGoThroughTheirKnots() {
        var s = piecewiseLinear(knot(3, 0.1), knot(7, 0.5), knot(17, 0));
        assertEquals(0.1, s.at(1));
        assertEquals(0.1, s.at(3));
        assertEquals(0.3, s.at(5), EXACT);
        assertEquals(0.5, s.at(7));
        assertEquals(0.25, s.at(12), EXACT);
        assertEquals(0, s.at(17));
    }

    @Test
    void aJoinIsOneThenTheOther() {
        var s = linear(0, 1, 10).until(10, constant(1)).until(30, cosine(1, 0.1, 20));
        assertEquals(0.9, s.at(10), EXACT);
        assertEquals(1, s.at(11));
        assertEquals(1, s.at(30));
        assertEquals(1, s.at(31));
        assertEquals(cosine(1, 0.1, 20).at(6), s.at(36));
        assertEquals(0.1, s.at(51));
    }

    @Test
    void aProductIsOneTimesTheOther() {
        var s = cosine(20).times(linear(3, 1, 10)).times(0.5);
        for (int t = 1; t < 30; t++) {
            assertEquals(cosine(20).at(t) * linear(3, 1, 10).at(t) * 0.5, s.at(t));
        }
    }

    // ---- joins and monotonicity ----

    @Test
    void joinsDoNotJumpMoreThanOneStepOfTheSteeperSide() {
        noJump(wsd(50, 50, 200).withPeak(0.6).withFloor(0.2).with(Cooldown.COSINE), 300, 0.6 / 50);
        noJump(inverseSqrt(0.6, 50), 400, 0.6 / 50);
        noJump(oneCycle(0.6, 100), 110, Math.PI / 2 * 0.6 / 30);
        noJump(oneCycle(0.6, 100).with(Cooldown.LINEAR), 110, 0.6 / 30);
        noJump(straightToZero(20, 100), 110, 1 / 20.0);
        noJump(piecewiseLinear(knot(3, 0.1), knot(7, 0.5), knot(17, 0)), 30, 0.1);
        noJump(linear(0, 1, 10).until(10, constant(1)).until(30, cosine(1, 0.1, 20)), 60, 0.1);
        // The controls: a restart is a jump, and so is a join whose sides do not meet.
        var restarted = restarts(1, 0, 10, 1, 2);
        assertTrue(restarted.at(11) - restarted.at(10) > 0.9);
        var apart = linear(0, 1, 10).until(10, constant(3));
        assertTrue(apart.at(11) - apart.at(10) > 2);
    }

    private static void noJump(Schedule s, long steps, double most) {
        for (long t = 1; t < steps; t++) {
            assertTrue(Math.abs(s.at(t + 1) - s.at(t)) <= most + EXACT, s + " at t = " + t);
        }
    }

    @ParameterizedTest
    @EnumSource(Cooldown.class)
    void cooldownsFallFromOneToZeroWithoutRising(Cooldown cooldown) {
        assertEquals(1, cooldown.left(0));
        assertEquals(0, cooldown.left(1));
        for (int i = 0; i < 1000; i++) {
            assertTrue(cooldown.left((i + 1) / 1000.0) < cooldown.left(i / 1000.0), "u = " + i / 1000.0);
        }
    }

    @Test
    void cooldownsStandInTheirOrder() {
        for (double u : new double[] {0.01, 0.25, 0.5, 0.99}) {
            assertTrue(Cooldown.REX.left(u) > Cooldown.LINEAR.left(u));
            assertTrue(Cooldown.LINEAR.left(u) > Cooldown.ONE_MINUS_SQRT.left(u));
        }
        assertEquals(2 / 3.0, Cooldown.REX.left(0.5), EXACT);
    }

    // ---- areas ----

    private static double area(Schedule s, long steps) {
        double sum = 0;
        for (long t = 1; t <= steps; t++) {
            sum += s.at(t);
        }
        return sum;
    }

    @Test
    void areasAreTheClosedSums() {
        int n = 250;
        assertEquals(n * 0.9 + (0.1 - 0.9) * (n - 1) / 2, area(linear(0.9, 0.1, n), n), 1e-11);
        assertEquals((n + 1) / 2.0, area(cosine(n), n), 1e-11);
        assertEquals((n + 1) * (2 * n + 1) / (6.0 * n), area(polynomial(1, 0, 2, n), n), 1e-11);
        double q = Math.pow(0.5, 1 / 40.0);
        assertEquals((1 - Math.pow(q, n)) / (1 - q), area(exponential(1, 0.5, 40), n), 1e-11);
        double tail = 0;
        for (int j = n + 1; j <= 2 * n; j++) {
            tail += 1.0 / j;
        }
        assertEquals(2 * n * (1 - tail), area(rex(n), n), 1e-11);
        // 1/√ has no closed sum; its integral is below by less than the first term.
        double integral = 2 * Math.sqrt(30) * (Math.sqrt(30 + n) - Math.sqrt(30));
        double sum = area(new InverseSqrt(1, 30), n);
        assertTrue(integral < sum && sum < integral + 1, sum + " against " + integral);
    }

    @Test
    void areaOfWsdIsThatOfItsThreeParts() {
        double rise = 101 / 2.0;
        assertEquals(rise + 200 + 301 / 2.0, area(wsd(100, 200, 300).with(Cooldown.COSINE), 600), 1e-11);
        assertEquals(rise + 200 + 301 / 2.0, area(wsd(100, 200, 300).with(Cooldown.LINEAR), 600), 1e-11);
        double left = 0;
        for (int i = 0; i < 300; i++) {
            left += Math.sqrt(i / 300.0);
        }
        assertEquals(rise + 200 + 300 - left, area(wsd(100, 200, 300), 600), 1e-11);
    }

    @Test
    void areaOfOneCycleIsThatOfTwoTrapezesWhateverItsShape() {
        var s = new OneCycle(0.1, 1, 0.02, 30, 70, Cooldown.LINEAR);
        double rise = 30 * 0.1 + 0.9 * 29 / 2;
        double fall = 70 - 0.98 * 69 / 2;
        assertEquals(rise + fall, area(s, 100), 1e-12);
        assertEquals(rise + fall, area(s.with(Cooldown.COSINE), 100), 1e-12);
        assertNotEquals(rise + fall, area(s.with(Cooldown.REX), 100), 1e-1);
    }

    @Test
    void areaOfRestartsIsThatOfTheirPeriods() {
        double sum = 0;
        for (int period : new int[] {5, 15, 45, 135}) {
            sum += 0.2 * period + 0.8 * (period + 1) / 2;
        }
        assertEquals(sum, area(restarts(1, 0.2, 5, 3, 4), 200), 1e-11);
    }

    @Test
    void straightToZeroSpendsHalfOfWhatAConstantDoes() {
        assertEquals(21 / 2.0 + 81 / 2.0, area(straightToZero(20, 100), 100), 1e-12);
    }

    // ---- identities ----

    @Test
    void shapesAreEachOtherWhereTheyShould() {
        same(linear(0.6, 0, 50), wsd(0, 0, 50).withPeak(0.6).with(Cooldown.LINEAR));
        same(linear(0.6, 0.1, 50), polynomial(0.6, 0.1, 1, 50));
        same(linear(0.6, 0.1, 50), piecewiseLinear(knot(1, 0.6), knot(51, 0.1)));
        same(linear(1, 0, 50).warmUp(20), straightToZero(20, 70));
        same(cosine(0.6, 0.1, 50), restarts(0.6, 0.1, 50, 2, 1));
        same(cosine(0.6, 0.1, 50), new Wsd(0, 0, 50, 0.6, 0.1, Cooldown.COSINE));
        same(cosine(0.6, 0.1, 50), new OneCycle(0, 0.6, 0.1, 0, 50, Cooldown.COSINE));
        same(cosine(0.6, 0.1, 50).warmUp(20), new Wsd(20, 0, 50, 0.6, 0.1, Cooldown.COSINE));
        same(constant(1).until(30, linear(1, 0, 40)).warmUp(20), wsd(20, 30, 40).with(Cooldown.LINEAR));
        same(constant(1).warmUp(20).until(50, rex(40)), wsd(20, 30, 40).with(Cooldown.REX));
        same(constant(0.5).times(cosine(50)), cosine(0.5, 0, 50));
        same(constant(3), exponential(3, 1, 10));
        same(constant(3), piecewiseConstant(knot(1, 3)));
        same(linear(1, 0, 9).from(11), constant(1).until(10, linear(1, 0, 9)));
    }

    @Test
    void geometricIsExponentialUpToItsEnd() {
        var g = geometric(0.2, 0.05, 30);
        for (long t = 1; t <= 31; t++) {
            assertEquals(exponential(0.2, 0.25, 30).at(t), g.at(t), EXACT);
        }
    }

    private static void same(Schedule a, Schedule b) {
        assertEquals(a.at(1L << 40), b.at(1L << 40), EXACT, a + " and " + b);
        for (long t = 1; t <= 120; t++) {
            assertEquals(a.at(t), b.at(t), EXACT, a + " and " + b + " at t = " + t);
        }
    }
}
