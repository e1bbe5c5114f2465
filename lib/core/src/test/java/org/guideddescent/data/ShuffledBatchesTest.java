package org.guideddescent.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.guideddescent.train.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ShuffledBatchesTest {
    /** Row i is (2i, 2i + 1) with target i. */
    private static Dataset numbered(int n, DataType type) {
        return new Dataset(
                Nd4j.arange(2.0 * n).castTo(type).reshape(n, 2),
                Nd4j.arange((double) n).castTo(type).reshape(n, 1),
                List.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void anEpochHoldsEachRowAtMostOnceWithItsTarget(DataType type) {
        var batches = numbered(23, type).batches(5, new Seed(1));
        assertEquals(4, batches.perEpoch());
        for (int epoch = 0; epoch < 3; epoch++) {
            var seen = new HashSet<Double>();
            for (int b = 1; b <= 4; b++) {
                var batch = batches.at(4L * epoch + b);
                for (int i = 0; i < 5; i++) {
                    double row = batch.targets().getDouble(i, 0);
                    assertTrue(seen.add(row));
                    assertEquals(2 * row, batch.inputs().getDouble(i, 0));
                    assertEquals(2 * row + 1, batch.inputs().getDouble(i, 1));
                }
            }
            assertEquals(20, seen.size());
        }
    }

    @Test
    void aBatchDependsOnSeedAndStepOnly() {
        var data = numbered(23, DataType.FLOAT);
        var batches = data.batches(5, new Seed(1));
        var fifth = batches.at(5).targets().toFloatMatrix();
        batches.at(9);
        assertTrue(Arrays.deepEquals(fifth, batches.at(5).targets().toFloatMatrix()));
        assertTrue(Arrays.deepEquals(
                fifth, data.batches(5, new Seed(1)).at(5).targets().toFloatMatrix()));
        assertFalse(Arrays.deepEquals(
                fifth, data.batches(5, new Seed(2)).at(5).targets().toFloatMatrix()));
        assertFalse(Arrays.deepEquals(fifth, batches.at(1).targets().toFloatMatrix()));
    }

    @Test
    void aKeyDependsOnSeedAndStepOnly() {
        var batches = numbered(23, DataType.FLOAT).batches(5, new Seed(1));
        var keys = new HashSet<Long>();
        for (int t = 1; t <= 1000; t++) {
            assertTrue(keys.add(batches.at(t).key()));
        }
        assertEquals(
                batches.at(7).key(),
                numbered(23, DataType.FLOAT).batches(5, new Seed(1)).at(7).key());
        assertTrue(keys.contains(batches.at(999).key()));
        assertFalse(keys.contains(
                numbered(23, DataType.FLOAT).batches(5, new Seed(2)).at(7).key()));
    }

    @Test
    void allocatesNothing() {
        var batches = numbered(500, DataType.FLOAT).batches(50, new Seed(1));
        for (int t = 1; t < 5000; t++) {
            batches.at(t);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 5000; t < 6000; t++) {
            batches.at(t);
        }
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 64_000);
    }

    @Test
    void aDatasetCopiesWhatIsNotRowMajor() {
        var x = Nd4j.arange(6.0).castTo(DataType.FLOAT).reshape(2, 3);
        var data = new Dataset(x.transpose(), Nd4j.zeros(DataType.FLOAT, 3, 1), List.of());
        assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, data.inputs().data().asFloat());
        assertArrayEquals(new float[] {1, 4}, data.rows(1, 2).inputs().data().asFloat());
    }

    @Test
    void refusesInSentences() {
        var data = numbered(4, DataType.FLOAT);
        var size = assertThrows(IllegalArgumentException.class, () -> data.batches(5, new Seed(0)));
        assertEquals("batch size must be from 1 to the 4 examples there are, got 5", size.getMessage());
        var batches = data.batches(2, new Seed(0));
        assertEquals(
                "steps count from 1, got 0",
                assertThrows(IllegalArgumentException.class, () -> batches.at(0))
                        .getMessage());
    }
}
