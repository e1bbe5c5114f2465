package org.guideddescent.compute;

import static org.guideddescent.compute.Arrays2d.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ByteCodeTest {
    private final List<Ops> both = List.of(new CpuOps(), new Nd4jOps());
    private final Arrays2d arrays = new Arrays2d(8);

    @Test
    void the_map_has_256_different_fractions_with_0_and_1() {
        for (var signed : new boolean[] {false, true}) {
            var map = ByteCode.fractions(signed);
            assertEquals(256, Arrays.stream(map).distinct().count());
            assertEquals(1, map[255]);
            assertTrue(Arrays.binarySearch(map, 0.0) >= 0);
            assertEquals(signed ? -(0.1 + 0.9 * 63.5 / 64) : 0, map[0], 1e-16);
        }
        // The smallest above 0: the middle of the lowest decade, whole if signed, its lower half if not.
        assertEquals(0.55e-6, ByteCode.fractions(true)[128], 1e-20);
        assertEquals(0.325e-6, ByteCode.fractions(false)[1], 1e-20);
    }

    @Test
    void a_code_is_the_nearest_fraction_of_the_largest_of_its_block() {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (var n : new int[] {1, 2, 255, 256, 257, 1000, 70_000}) {
                for (var signed : new boolean[] {false, true}) {
                    var x = numbers(type, n, signed);
                    var v = values(x);
                    for (var ops : both) {
                        var codes = Nd4j.zeros(DataType.INT8, n);
                        var scales = Nd4j.zeros(DataType.FLOAT, (n + 255) / 256);
                        ops.quantize(x, signed, codes, scales);
                        if (n <= 1000) {
                            nearest(v, signed, values(codes), values(scales));
                        }
                        var back = Nd4j.create(type, n);
                        ops.dequantize(codes, scales, signed, back);
                        close(v, values(back), signed);
                    }
                }
            }
        }
    }

    // Spread over eight decades, so that all parts of the map are met.
    private INDArray numbers(DataType type, int n, boolean signed) {
        var g = values(arrays.matrix(DataType.DOUBLE, 2, n));
        var x = new double[n];
        for (var i = 0; i < n; i++) {
            var value = g[i] * Math.exp(-4 * Math.abs(g[n + i]));
            x[i] = signed ? value : Math.abs(value);
        }
        return Nd4j.createFromArray(x).castTo(type);
    }

    private static void nearest(double[] x, boolean signed, double[] codes, double[] scales) {
        var map = ByteCode.fractions(signed);
        for (var i = 0; i < x.length; i++) {
            var scale = 0.0;
            for (var k = i / 256 * 256; k < Math.min(x.length, i / 256 * 256 + 256); k++) {
                scale = Math.max(scale, Math.abs(x[k]));
            }
            assertEquals((float) scale, scales[i / 256]);
            var fraction = x[i] / scales[i / 256];
            var best = 0;
            for (var c = 1; c < 256; c++) {
                best = Math.abs(map[c] - fraction) < Math.abs(map[best] - fraction) ? c : best;
            }
            // Where two are as near as rounding can tell, either will do.
            assertEquals(
                    Math.abs(map[best] - fraction), Math.abs(map[(int) codes[i] + 128] - fraction), 1e-15, "x " + x[i]);
        }
    }

    /** The bounds that the comment of quantize states. */
    private static void close(double[] x, double[] back, boolean signed) {
        for (var i = 0; i < x.length; i++) {
            var scale = 0.0;
            for (var k = i / 256 * 256; k < Math.min(x.length, i / 256 * 256 + 256); k++) {
                scale = Math.max(scale, Math.abs(x[k]));
            }
            var size = Math.abs(x[i]);
            if (size >= scale / 10) {
                // Half a part is 0.9 / 64 / 2 of the scale at most.
                assertEquals(x[i], back[i], scale * (signed ? 0.00704 : 0.00352));
            }
            if (size < scale * (signed ? 2.74e-7 : 1.62e-7)) {
                assertEquals(0, back[i]);
            }
        }
    }

    @Test
    void a_block_of_zeros_stays_zeros_and_new_state_reads_as_zeros() {
        for (var ops : both) {
            for (var signed : new boolean[] {false, true}) {
                var codes = Nd4j.zeros(DataType.INT8, 300);
                var scales = Nd4j.zeros(DataType.FLOAT, 2);
                var x = Nd4j.ones(DataType.FLOAT, 300);
                ops.dequantize(codes, scales, signed, x);
                assertArrayEquals(new double[300], values(x));
                ops.quantize(x, signed, codes, scales);
                ops.dequantize(codes, scales, signed, x);
                assertArrayEquals(new double[300], values(x));
            }
        }
    }

    @Test
    void what_was_quantized_is_not_changed_by_quantizing_it_again() {
        for (var ops : both) {
            var x = numbers(DataType.FLOAT, 5000, false);
            var codes = Nd4j.zeros(DataType.INT8, 5000);
            var scales = Nd4j.zeros(DataType.FLOAT, 20);
            ops.quantize(x, false, codes, scales);
            ops.dequantize(codes, scales, false, x);
            var once = values(codes);
            ops.quantize(x, false, codes, scales);
            assertArrayEquals(once, values(codes));
        }
    }

    @Test
    void both_ops_give_the_same_bytes() {
        var x = numbers(DataType.FLOAT, 70_000, true);
        var mine = Nd4j.zeros(DataType.INT8, 70_000);
        var theirs = Nd4j.zeros(DataType.INT8, 70_000);
        var scales = Nd4j.zeros(DataType.FLOAT, 274);
        both.get(0).quantize(x, true, mine, scales);
        both.get(1).quantize(x, true, theirs, scales);
        assertArrayEquals(values(theirs), values(mine));
    }

    @Test
    void a_window_of_whole_blocks_is_as_good_as_all_at_once() {
        var ops = new CpuOps();
        var x = numbers(DataType.FLOAT, 1000, true);
        var codes = Nd4j.zeros(DataType.INT8, 1000);
        var scales = Nd4j.zeros(DataType.FLOAT, 4);
        ops.quantize(x, true, codes, scales);
        var pieces = Nd4j.zeros(DataType.INT8, 1000);
        var pieceScales = Nd4j.zeros(DataType.FLOAT, 4);
        for (var from : new int[] {0, 512}) {
            var to = Math.min(1000, from + 512);
            ops.quantize(
                    window(x, from, to),
                    true,
                    window(pieces, from, to),
                    window(pieceScales, from / 256, from / 256 + 2));
        }
        assertArrayEquals(values(codes), values(pieces));
        assertArrayEquals(values(scales), values(pieceScales));
    }

    private static INDArray window(INDArray x, long from, long to) {
        return x.get(NDArrayIndex.interval(from, to));
    }

    @Test
    void NaN_is_not_hidden() {
        for (var ops : both) {
            var x = arrays.matrix(DataType.FLOAT, 1, 300);
            x.putScalar(5, Float.NaN);
            var codes = Nd4j.zeros(DataType.INT8, 300);
            var scales = Nd4j.zeros(DataType.FLOAT, 2);
            ops.quantize(x, true, codes, scales);
            ops.dequantize(codes, scales, true, x);
            assertTrue(Double.isNaN(x.getDouble(0, 5)));
            assertTrue(Double.isFinite(x.getDouble(0, 299)));
        }
    }

    @Test
    void codes_and_scales_that_do_not_fit_are_refused() {
        for (var ops : both) {
            var x = Nd4j.ones(DataType.FLOAT, 300);
            var codes = Nd4j.zeros(DataType.INT8, 300);
            var scales = Nd4j.zeros(DataType.FLOAT, 2);
            var e = assertThrows(IllegalArgumentException.class, () -> ops.quantize(x, true, x, scales));
            assertEquals(
                    "quantize: the codes of [300] must be 300 of INT8 side by side, got [300] of FLOAT",
                    e.getMessage());
            e = assertThrows(IllegalArgumentException.class, () -> ops.dequantize(codes, x, true, x));
            assertEquals(
                    "dequantize: the scales of [300] must be 2 of FLOAT side by side, got [300] of FLOAT",
                    e.getMessage());
        }
    }
}
