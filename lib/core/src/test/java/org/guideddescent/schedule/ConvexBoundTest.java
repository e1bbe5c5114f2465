package org.guideddescent.schedule;

import static org.guideddescent.schedule.Schedules.constant;
import static org.guideddescent.schedule.Schedules.cosine;
import static org.guideddescent.schedule.Schedules.linear;
import static org.guideddescent.schedule.Schedules.wsd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bound against its definition, summed as it is written, and the numbers that follow from it. */
class ConvexBoundTest {
    private static final ConvexBound UNIT = new ConvexBound(1, 1);

    /** Ω term by term as in the paper, at a base rate. */
    private static double omega(Schedule s, int steps, double rate, double d, double g) {
        double sum = 0;
        double squares = 0;
        for (int t = 1; t <= steps; t++) {
            sum += rate * s.at(t);
            squares += Math.pow(rate * s.at(t), 2);
        }
        double omega = d * d / (2 * sum) + g * g * squares / (2 * sum);
        for (int k = 1; k < steps; k++) {
            double after = 0;
            for (int t = k + 1; t <= steps; t++) {
                after += rate * s.at(t);
            }
            double from = 0;
            double squaresFrom = 0;
            for (int t = k; t <= steps; t++) {
                from += rate * s.at(t);
                squaresFrom += g * g * Math.pow(rate * s.at(t), 2);
            }
            omega += 0.5 * (rate * s.at(k) / after) * (squaresFrom / from);
        }
        return omega;
    }

    private static Map<String, Schedule> schedules(int steps) {
        var all = new LinkedHashMap<String, Schedule>();
        all.put("constant", constant(1));
        all.put("1/root", new InverseSqrt(1, 1));
        all.put("WSD 10", cooled(steps, steps / 10).with(Cooldown.LINEAR));
        all.put("WSD 20", cooled(steps, steps / 5).with(Cooldown.LINEAR));
        all.put("WSD 20 root", cooled(steps, steps / 5));
        all.put("WSD 50", cooled(steps, steps / 2).with(Cooldown.LINEAR));
        all.put("cosine", cosine(steps));
        all.put("cosine to a tenth", cosine(1, 0.1, steps));
        all.put("linear", linear(1, 0, steps));
        return all;
    }

    /** So many steps below the peak at the end, as whoever computed the numbers counts; the fall begins at the step before. */
    private static Wsd cooled(int steps, int below) {
        return wsd(0, steps - below - 1, below + 1);
    }

    private static ConvexBound.Terms terms(String name, int steps) {
        return UNIT.terms(schedules(steps).get(name), steps);
    }

    @Test
    void theBoundIsItsDefinitionAtAnyRate() {
        var bound = new ConvexBound(3, 0.7);
        schedules(120).forEach((name, s) -> {
            for (double rate : new double[] {0.003, 0.4, 7}) {
                double found = bound.terms(s, 120).bound(rate);
                assertEquals(1, found / omega(s, 120, rate, 3, 0.7), 1e-12, name);
                assertEquals(1, bound.terms(s.times(rate), 120).bound() / found, 1e-12, name);
            }
        });
    }

    @Test
    void theTermsAreTheThreeOfThePaper() {
        var t = new ConvexBound(2, 3).terms(linear(1, 0, 2), 2); // η = 1, ½
        assertEquals(4 / (2 * 1.5), t.distance(), 1e-15);
        assertEquals(9 * 1.25 / (2 * 1.5), t.noise(), 1e-15);
        assertEquals(0.5 * (1 / 0.5) * (9 * 1.25 / 1.5), t.last(), 1e-15);
        assertEquals(t.distance() + t.noise() + t.last(), t.bound());
        assertEquals(0, new ConvexBound(2, 3).terms(constant(1), 1).last());
    }

    @Test
    void aConstantRateHasTheClosedForm() {
        for (int steps : new int[] {1, 2, 400, 1600}) {
            double harmonic = 0;
            for (int i = 1; i < steps; i++) {
                harmonic += 1.0 / i;
            }
            double unit = Math.sqrt((1 + harmonic) / steps);
            assertEquals(unit, UNIT.terms(constant(1), steps).best(), 1e-10);
            assertEquals(
                    6 * unit, new ConvexBound(2, 3).terms(constant(0.3), steps).best(), 1e-10);
        }
    }

    @Test
    void theBestRateIsWhereTheSlopeIsZero() {
        schedules(400).forEach((name, s) -> {
            var t = UNIT.terms(s, 400);
            double best = t.bestRate();
            double h = 1e-4 * best;
            double slope = (omega(s, 400, best + h, 1, 1) - omega(s, 400, best - h, 1, 1)) / (2 * h);
            assertEquals(0, slope * best / t.best(), 1e-7, name);
            assertEquals(t.best(), t.bound(best), 1e-15, name);
            assertTrue(t.bound(1.1 * best) > t.best() && t.bound(0.9 * best) > t.best(), name);
        });
    }

    /** Against a double loop of our own, and against the digits that were computed elsewhere. */
    @Test
    void boundsOfFourHundredStepsAreTheNumbersOfTheReference() {
        var elsewhere = Map.of(
                "constant", 0.13754,
                "1/root", 0.1223,
                "WSD 10", 0.1159,
                "WSD 20", 0.1092,
                "WSD 20 root", 0.1072,
                "WSD 50", 0.1024,
                "cosine", 0.1034,
                "cosine to a tenth", 0.1041,
                "linear", 0.1006);
        schedules(400).forEach((name, s) -> {
            var t = UNIT.terms(s, 400);
            assertEquals(omega(s, 400, t.bestRate(), 1, 1), t.best(), 1e-12, name);
            double digit = name.equals("constant") ? 5e-6 : 5e-5;
            assertEquals(elsewhere.get(name), t.best(), digit, name);
        });
        assertEquals(0.0182, terms("constant", 400).bestRate(), 5e-5);
        assertEquals(0.0254, terms("WSD 20", 400).bestRate(), 5e-5);
        assertEquals(0.0482, terms("cosine", 400).bestRate(), 5e-5);
        assertEquals(0.0496, terms("linear", 400).bestRate(), 5e-5);
    }

    @Test
    void schedulesStandInTheirOrder() {
        for (int steps : new int[] {400, 1600}) {
            double before = 0;
            for (var name : new String[] {"linear", "WSD 50", "cosine", "WSD 20", "constant"}) {
                double best = terms(name, steps).best();
                assertTrue(best > before, name + " of " + steps);
                before = best;
            }
        }
    }

    @Test
    void cosineWantsAboutTwiceTheRateOfWsd() {
        double ratio = terms("cosine", 400).bestRate() / terms("WSD 20", 400).bestRate();
        assertTrue(ratio > 1.85 && ratio < 1.95, "ratio " + ratio);
    }

    @Test
    void aLineToZeroHasNoLogarithmAndAConstantHas() {
        assertEquals(2.013, terms("linear", 400).best() * Math.sqrt(400), 5e-4);
        assertEquals(2.004, terms("linear", 1600).best() * Math.sqrt(1600), 5e-4);
        assertEquals(2, UNIT.terms(linear(1, 0, 20_000), 20_000).best() * Math.sqrt(20_000), 1e-3);
        double before = 0;
        for (int steps : new int[] {400, 1600, 6400}) {
            double times = terms("constant", steps).best() * Math.sqrt(steps);
            assertTrue(times > before + 0.2, "√T Ω* " + times);
            before = times;
        }
    }

    /**
     * A cooldown of a fixed part takes the logarithm away: before it, what is ahead of each step is at least the cooldown's own sum C,
     * so the last term is at most ½ Σ 1/(C + j) over the steps before, and that of a line for the rest.
     */
    @Test
    void wsdIsWithinTheBoundThatItsPartsGive() {
        double before = 0;
        for (int steps : new int[] {400, 1600, 6400}) {
            int decay = steps / 5;
            var whole = UNIT.terms(wsd(0, steps - decay, decay).with(Cooldown.LINEAR), steps);
            double ahead = (decay + 1) / 2.0;
            double most = UNIT.terms(linear(1, 0, decay), decay).last();
            for (int j = 0; j < steps - decay; j++) {
                most += 0.5 / (ahead + j);
            }
            assertTrue(whole.last() < most && whole.last() > 0.8 * most, whole.last() + " of at most " + most);
            double times = whole.best() * Math.sqrt(steps);
            assertTrue(
                    times > 2 && times < 2.2 && Math.abs(times - before) < (before == 0 ? 3 : 0.02), "√T Ω* " + times);
            before = times;
        }
    }

    @Test
    void alongTrainingWsdFallsInItsCooldownAndCosineBefore() {
        double[] wsd = along("WSD 20");
        double[] cosine = along("cosine");
        int[] at = {320, 360, 400};
        double[] ofWsd = {0.155, 0.132, 0.109};
        double[] ofCosine = {0.116, 0.106, 0.103};
        for (int i = 0; i < at.length; i++) {
            assertEquals(ofWsd[i], wsd[at[i] - 1], 5e-4);
            assertEquals(ofCosine[i], cosine[at[i] - 1], 5e-4);
        }
        double sharp = wsd[319] / wsd[399];
        double smooth = cosine[319] / cosine[399];
        assertTrue(sharp > 1.3 && smooth < 1.15, sharp + " and " + smooth);
    }

    private static double[] along(String name) {
        var s = schedules(400).get(name);
        double rate = UNIT.terms(s, 400).bestRate();
        double[] found = UNIT.along(s, 400, rate);
        for (int t : new int[] {1, 17, 320, 400}) {
            assertEquals(omega(s, t, rate, 1, 1), found[t - 1], 1e-12);
        }
        return found;
    }

    @Test
    void refusesRatesThatAreNotPositive() {
        assertEquals(
                "the bound needs a positive rate at every step, got 0.0 at step 5 of 5; a shape of n steps is positive for n steps",
                assertThrows(IllegalArgumentException.class, () -> UNIT.terms(linear(1, 0, 4), 5))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> UNIT.along(constant(1), 5, 0));
        assertThrows(IllegalArgumentException.class, () -> new ConvexBound(0, 1));
        assertThrows(IllegalArgumentException.class, () -> UNIT.terms(constant(1), 0));
    }
}
