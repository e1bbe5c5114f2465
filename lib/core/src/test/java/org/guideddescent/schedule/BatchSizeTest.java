package org.guideddescent.schedule;

import static org.guideddescent.schedule.Schedules.batchSize;
import static org.guideddescent.schedule.Schedules.constant;
import static org.guideddescent.schedule.Schedules.doubling;
import static org.guideddescent.schedule.Schedules.exponential;
import static org.guideddescent.schedule.Schedules.knot;
import static org.guideddescent.schedule.Schedules.linear;
import static org.guideddescent.schedule.Schedules.piecewiseConstant;
import static org.guideddescent.schedule.Schedules.ramp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Sizes are whole numbers, rounded as documented, and their sums are exact. */
class BatchSizeTest {
    @Test
    void roundsToTheNearestHalvesUpwardAndNotBelowOne() {
        double[] wanted = {-3, 0, 0.49, 0.5, 1.49, 1.5, 2.5, 7.999};
        long[] sizes = {1, 1, 1, 1, 1, 2, 3, 8};
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(sizes[i], batchSize(constant(wanted[i])).size(1), "from " + wanted[i]);
        }
    }

    @Test
    void roundsToMultiplesOfAUnit() {
        double[] wanted = {1, 11.9, 12, 19, 20, 64};
        long[] sizes = {8, 8, 16, 16, 24, 64};
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(sizes[i], batchSize(constant(wanted[i])).inUnitsOf(8).size(1), "from " + wanted[i]);
        }
    }

    @Test
    void doublesAtEachMilestone() {
        var s = doubling(4, 11, 21, 31);
        assertEquals(4, s.size(10));
        assertEquals(8, s.size(11));
        assertEquals(16, s.size(21));
        assertEquals(32, s.size(31));
        assertEquals(32, s.size(1L << 40));
        assertEquals(10 * (4 + 8 + 16) + 5 * 32, s.examples(35));
    }

    @Test
    void aRampPassesEveryWholeNumber() {
        var s = ramp(1, 5, 8);
        long[] sizes = {1, 2, 2, 3, 3, 4, 4, 5, 5, 5};
        for (int t = 1; t <= sizes.length; t++) {
            assertEquals(sizes[t - 1], s.size(t), "t = " + t);
            assertEquals((double) sizes[t - 1], s.at(t));
        }
    }

    @Test
    void examplesAreTheSumOfTheSizes() {
        for (var s : new BatchSize[] {
            ramp(3, 40, 60),
            doubling(2, 5, 50),
            batchSize(constant(7)),
            batchSize(exponential(1, 2, 20)),
            ramp(64, 1, 30).inUnitsOf(4),
            batchSize(linear(1, 9, 5).from(20))
        }) {
            long sum = 0;
            assertEquals(0, s.examples(0));
            assertEquals(0, s.examples(-5));
            for (int t = 1; t <= 150; t++) {
                sum += s.size(t);
                assertEquals(sum, s.examples(t), s + " at t = " + t);
            }
        }
    }

    @Test
    void examplesOfALongRunAreExactAndQuick() {
        assertEquals(7L << 50, batchSize(constant(7)).examples(1L << 50));
        assertThrows(
                ArithmeticException.class, () -> batchSize(constant(1 << 30)).examples(1L << 40));
    }

    /** In Smith et al. the rate over the batch size is what anneals: halving the one or doubling the other. */
    @Test
    void doublingTheBatchHasTheNoiseScaleOfHalvingTheRate() {
        var rate = piecewiseConstant(knot(1, 0.1), knot(11, 0.05), knot(21, 0.025));
        var size = doubling(16, 11, 21);
        for (long t = 1; t < 40; t++) {
            assertEquals(rate.at(t) / 16, 0.1 / size.at(t), 1e-17);
        }
    }

    @Test
    void aShapeWithoutANumberIsRefused() {
        var e = assertThrows(
                ArithmeticException.class, () -> batchSize(t -> Double.NaN).size(3));
        assertEquals(true, e.getMessage().startsWith("a batch has between 1 and 2147483647 examples, but at step 3 "));
    }
}
