package org.guideddescent.schedule;

import static org.guideddescent.schedule.Schedules.constant;
import static org.guideddescent.schedule.Schedules.cosine;
import static org.guideddescent.schedule.Schedules.linear;
import static org.guideddescent.schedule.Schedules.warmUp;
import static org.guideddescent.schedule.Schedules.wsd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulesTest {
    private static final double EXACT = 1e-15;
    private static final long FAR = 1L << 40;

    @Test
    void constantIsConstant() {
        for (long t : new long[] {0, 1, 7, FAR}) {
            assertEquals(0.3, constant(0.3).at(t));
        }
    }

    @Test
    void linearIsTheClosedForm() {
        var s = linear(0.2, 0.7, 10);
        assertEquals(0.2, s.at(0));
        assertEquals(0.2, s.at(1));
        assertEquals(0.45, s.at(6), EXACT);
        assertEquals(0.7, s.at(11));
        assertEquals(0.7, s.at(FAR));
    }

    @Test
    void cosineIsTheClosedForm() {
        var s = cosine(0.8, 0.1, 100);
        assertEquals(0.8, s.at(0));
        assertEquals(0.8, s.at(1));
        for (int t = 1; t <= 101; t++) {
            assertEquals(0.1 + 0.7 * 0.5 * (1 + Math.cos(Math.PI * (t - 1) / 100)), s.at(t), EXACT);
        }
        assertEquals(0.1, s.at(101));
        assertEquals(0.1, s.at(FAR));
    }

    @Test
    void warmUpRisesToWhatFollowsAndThenIsWhatFollows() {
        var then = cosine(0.8, 0.1, 100);
        var s = then.warmUp(10);
        assertEquals(warmUp(10, then), s);
        assertEquals(0, s.at(0));
        assertEquals(0.08, s.at(1), EXACT);
        assertEquals(0.8, s.at(10));
        assertEquals(0.8, s.at(11));
        assertEquals(then.at(37), s.at(47));
        assertEquals(0.1, s.at(111));
        assertEquals(then.at(1), then.warmUp(0).at(1));
    }

    @Test
    void fromShiftsAndHoldsTheFirstValueBefore() {
        var s = linear(1, 0, 4).from(11);
        assertEquals(1, s.at(1));
        assertEquals(1, s.at(11));
        assertEquals(0.75, s.at(12));
        assertEquals(0, s.at(15));
    }

    @Test
    void wsdHasItsValuesAtTheJoins() {
        var s = wsd(100, 800, 300);
        assertEquals(1200, s.steps());
        assertEquals(0, s.at(0));
        assertEquals(0.01, s.at(1));
        assertEquals(1, s.at(100));
        assertEquals(1, s.at(101));
        assertEquals(1, s.at(900));
        assertEquals(1, s.at(901));
        assertEquals(1 - Math.sqrt(0.25), s.at(976), EXACT);
        assertTrue(s.at(1200) > 0);
        assertEquals(0, s.at(1201));
        assertEquals(0, s.at(FAR));
        assertEquals(0.25, s.with(Cooldown.LINEAR).at(1126), EXACT);
    }

    @Test
    void wsdTakesPeakAndFloor() {
        var s = wsd(10, 20, 30).withPeak(0.4).withFloor(0.1);
        assertEquals(0.04, s.at(1), EXACT);
        assertEquals(0.4, s.at(10));
        assertEquals(0.4, s.at(30));
        assertEquals(0.1 + 0.3 * (1 - Math.sqrt(0.5)), s.at(46), EXACT);
        assertEquals(0.1, s.at(61));
    }

    @Test
    void wsdWithoutWarmUpOrDecay() {
        assertEquals(1, wsd(0, 5, 5).at(1));
        assertEquals(1, wsd(0, 5, 0).at(5));
        assertEquals(0, wsd(0, 5, 0).at(6));
    }

    @ParameterizedTest
    @EnumSource(Cooldown.class)
    void cooldownsFallMonotonicallyToTheFloor(Cooldown cooldown) {
        var s = wsd(7, 11, 13).withPeak(2).withFloor(0.5).with(cooldown);
        for (long t = 19; t <= 31; t++) {
            assertTrue(s.at(t + 1) < s.at(t), "t = " + t);
        }
        assertEquals(0.5, s.at(32));
    }

    @Test
    void joinsDoNotJumpMoreThanOneStepOfTheSteeperSide() {
        var s = wsd(50, 50, 200).withPeak(0.6).withFloor(0.2).with(Cooldown.LINEAR);
        var w = cosine(0.6, 0.2, 200).warmUp(50);
        for (long t = 1; t < 310; t++) {
            assertTrue(Math.abs(s.at(t + 1) - s.at(t)) <= 0.6 / 50 + EXACT, "wsd, t = " + t);
            assertTrue(Math.abs(w.at(t + 1) - w.at(t)) <= 0.6 / 50 + EXACT, "warm-up, t = " + t);
        }
    }

    @Test
    void areaUnderWsdIsTheClosedForm() {
        double sum = 0;
        for (long t = 1; t <= 600; t++) {
            sum += wsd(100, 200, 300).with(Cooldown.LINEAR).at(t);
        }
        assertEquals(101 / 2.0 + 200 + 301 / 2.0, sum, 1e-11);
    }

    @Test
    void equalTextMeansEqualSchedule() {
        assertEquals(
                "WarmUp[steps=5, then=Constant[rate=0.1]]",
                constant(0.1).warmUp(5).toString());
        assertEquals(
                "Wsd[warmUp=1, stable=2, decay=3, peak=1.0, floor=0.0, cooldown=ONE_MINUS_SQRT]",
                wsd(1, 2, 3).toString());
    }

    @Test
    void refusesInSentences() {
        refuses("steps must be at least 1, got 0", () -> linear(1, 0, 0));
        refuses("steps must be at least 1, got -3", () -> cosine(1, 0, -3));
        refuses("rate must be a finite number, got NaN", () -> constant(Double.NaN));
        refuses("warm-up steps must be at least 0, got -1", () -> constant(1).warmUp(-1));
        refuses("decay steps must be at least 0, got -1", () -> wsd(1, 1, -1));
        refuses("floor must not exceed peak 1.0, got 2.0", () -> wsd(1, 1, 1).withFloor(2));
        refuses("first step must be at least 1, got 0", () -> constant(1).from(0));
    }

    private static void refuses(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
