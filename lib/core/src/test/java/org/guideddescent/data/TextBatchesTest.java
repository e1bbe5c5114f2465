package org.guideddescent.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guideddescent.objective.Batch;
import org.guideddescent.train.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class TextBatchesTest {
    /** Character i is the (i + 1)-th of Unicode from U+0100, so an index is a place in the text. */
    private static Text numbered(int n) {
        return Text.of(
                IntStream.range(0, n).mapToObj(i -> "" + (char) (0x100 + i)).collect(Collectors.joining()));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aRowIsAWindowAndItsTargetsAreOnePlaceLater(DataType type) {
        var batches = numbered(50).batches(3, 4, new Seed(1), type);
        for (int t = 1; t <= 40; t++) {
            var batch = batches.at(t);
            assertArrayEquals(new long[] {3, 4}, batch.inputs().shape());
            assertArrayEquals(new long[] {3, 4}, batch.targets().shape());
            assertEquals(type, batch.inputs().dataType());
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    double start = batch.inputs().getDouble(i, 0);
                    assertEquals(start + j, batch.inputs().getDouble(i, j));
                    assertEquals(start + j + 1, batch.targets().getDouble(i, j));
                }
            }
        }
    }

    @Test
    void inAnEpochNoCharacterIsATargetTwice() {
        var batches = numbered(50).batches(3, 4, new Seed(2));
        // ⌊50 / 4⌋ − 1 = 11 windows.
        assertEquals(3, batches.perEpoch());
        for (int epoch = 0; epoch < 20; epoch++) {
            var seen = new HashSet<Double>();
            for (int b = 1; b <= 3; b++) {
                for (double target : numbers(batches.at(3L * epoch + b))) {
                    assertTrue(seen.add(target));
                }
            }
            assertEquals(36, seen.size());
        }
    }

    @Test
    void overTheEpochsEveryCharacterButTheFirstIsATarget() {
        var text = numbered(48);
        var batches = text.batches(11, 4, new Seed(3));
        var seen = new HashSet<Double>();
        var starts = new HashSet<Integer>();
        for (int epoch = 1; epoch <= 40; epoch++) {
            for (double target : numbers(batches.at(epoch))) {
                seen.add(target);
            }
            starts.add(batches.at(epoch).inputs().getInt(0, 0) % 4);
        }
        assertEquals(47, seen.size());
        assertFalse(seen.contains(0.0));
        assertEquals(4, starts.size());
    }

    @Test
    void aBatchDependsOnSeedAndStepOnly() {
        var text = numbered(50);
        var batches = text.batches(3, 4, new Seed(1));
        var second = numbers(batches.at(2));
        batches.at(9);
        assertArrayEquals(second, numbers(batches.at(2)));
        assertArrayEquals(second, numbers(text.batches(3, 4, new Seed(1)).at(2)));
        assertFalse(
                Arrays.equals(second, numbers(text.batches(3, 4, new Seed(2)).at(2))));
        assertFalse(Arrays.equals(second, numbers(batches.at(1))));
        assertFalse(Arrays.equals(second, numbers(batches.at(5))));
    }

    @Test
    void evaluationReadsTheTextOnceInOrder() {
        var windows = numbered(50).windows(3, 4);
        // ⌊49 / 4⌋ = 12 windows.
        assertEquals(4, windows.count());
        var read = new double[48];
        for (int t = 1; t <= 4; t++) {
            System.arraycopy(numbers(windows.at(t)), 0, read, 12 * (t - 1), 12);
        }
        assertArrayEquals(IntStream.rangeClosed(1, 48).asDoubleStream().toArray(), read);
        assertEquals(6.5 + 12, windows.mean(3, b -> b.targets().meanNumber().doubleValue()), 1e-6);
    }

    @Test
    void theArraysAreBorrowed() {
        var batches = numbered(50).batches(3, 4, new Seed(1));
        assertSame(batches.at(1).inputs(), batches.at(2).inputs());
    }

    @Test
    void aKeyDependsOnSeedAndStepOnly() {
        var batches = numbered(50).batches(3, 4, new Seed(1));
        var keys = new HashSet<Long>();
        for (int t = 1; t <= 1000; t++) {
            assertTrue(keys.add(batches.at(t).key()));
        }
        assertEquals(
                batches.at(7).key(),
                numbered(50).batches(3, 4, new Seed(1)).at(7).key());
        assertTrue(keys.contains(batches.at(999).key()));
        assertFalse(keys.contains(numbered(50).batches(3, 4, new Seed(2)).at(7).key()));
    }

    @Test
    void allocatesNothing() {
        var text = numbered(5000);
        var batches = text.batches(8, 16, new Seed(1));
        var windows = text.windows(8, 16);
        long allocated = 0;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 6; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int t = 1; t < 1000; t++) {
                batches.at(t);
                windows.at(1 + t % windows.count());
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        // A record for a batch, and at most two generators an epoch.
        assertTrue(allocated < 64_000, "allocated " + allocated);
    }

    @Test
    void refusesInSentences() {
        var text = numbered(50);
        assertEquals(
                "a text of 50 characters has 11 windows of 4 an epoch, which is less than a batch of 12; "
                        + "use smaller batches or shorter windows",
                refused(() -> text.batches(12, 4, new Seed(0))));
        assertEquals(
                "a text of 50 characters has 0 windows of 50, which is less than a batch of 1; "
                        + "use smaller batches or shorter windows",
                refused(() -> text.windows(1, 50)));
        assertEquals(
                "a text of 50 characters has 0 windows of 60 an epoch, which is less than a batch of 1; "
                        + "use smaller batches or shorter windows",
                refused(() -> text.batches(1, 60, new Seed(0))));
        assertEquals(
                "a batch needs at least one window of at least one character, got 0 of 4",
                refused(() -> text.batches(0, 4, new Seed(0))));
        assertEquals("batches are FLOAT or DOUBLE, got INT", refused(() -> text.windows(1, 4, DataType.INT32)));
        assertEquals("steps count from 1, got 0", refused(() -> text.batches(1, 4, new Seed(0))
                .at(0)));
        assertEquals("there are batches 1 to 12, got 13", refused(() -> text.windows(1, 4)
                .at(13)));
        assertEquals("there are 1 to 12 batches to average, got 0", refused(() -> text.windows(1, 4)
                .mean(0, b -> 1)));
    }

    private static double[] numbers(Batch batch) {
        return batch.targets().dup().data().asDouble();
    }

    private static String refused(Runnable run) {
        return assertThrows(IllegalArgumentException.class, run::run).getMessage();
    }
}
