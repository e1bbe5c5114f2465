package org.guideddescent.compute;

import static org.guideddescent.compute.Arrays2d.assertClose;
import static org.guideddescent.compute.Arrays2d.tolerance;
import static org.guideddescent.compute.Arrays2d.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageOpsTest {
    private static final int OUT = 3;

    private record Case(Sliding window, int images, DataType type) {
        int pixels() {
            return images * window.pixels();
        }

        int places() {
            return images * window.places();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        new Sliding(1, 1, 1, 1, 1, 0),
                        new Sliding(5, 4, 2, 3, 1, 1),
                        new Sliding(6, 7, 1, 5, 1, 2),
                        new Sliding(7, 6, 3, 3, 2, 0),
                        new Sliding(7, 6, 3, 2, 2, 0),
                        new Sliding(2, 3, 2, 5, 1, 2),
                        new Sliding(5, 5, 4, 1, 2, 0),
                        new Sliding(6, 5, 17, 3, 2, 1),
                        new Sliding(8, 8, 2, 2, 3, 1))
                .flatMap(w -> Stream.of(1, 2, 19)
                        .flatMap(n -> Stream.of(DataType.FLOAT, DataType.DOUBLE).map(t -> new Case(w, n, t))));
    }

    private final Ops cpu = new CpuOps();
    private final Ops reference = new Nd4jOps();
    private final Arrays2d arrays = new Arrays2d(7);

    private void same(INDArray output, String what, BiConsumer<Ops, INDArray> call) {
        var expected = output.dup('c');
        call.accept(reference, expected);
        call.accept(cpu, output);
        assertClose(expected, output, what);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allPrimitivesAgreeWithTheReference(Case c) {
        var w = c.window;
        var x = arrays.matrix(c.type, c.pixels(), w.channels());
        var y = arrays.matrix(c.type, c.places(), OUT);
        var seen = arrays.matrix(c.type, c.places(), w.channels());
        var patches = arrays.matrix(c.type, c.places(), w.patch());
        var weight = arrays.either(c.type, OUT, w.patch(), true);
        same(patches.dup('c'), "patches", (ops, out) -> ops.patches(w, x, out));
        same(x.dup('c'), "patchesAdjoint", (ops, out) -> ops.patchesAdjoint(w, patches, out));
        for (double beta : new double[] {0, 1, 0.5}) {
            same(y.dup('c'), "convolve", (ops, out) -> ops.convolve(w, x, weight, beta, out));
            same(x.dup('c'), "convolveInput", (ops, out) -> ops.convolveInput(w, y, weight, beta, out));
            same(
                    arrays.either(c.type, OUT, w.patch(), true),
                    "convolveWeight",
                    (ops, out) -> ops.convolveWeight(w, x, y, beta, out));
        }
        var bias = arrays.matrix(c.type, OUT, 1);
        same(y.dup('c'), "convolveWithBias", (ops, out) -> ops.convolveWithBias(w, x, weight, bias, out));
        for (boolean ofBias : new boolean[] {false, true}) {
            var other = ofBias ? arrays.matrix(c.type, OUT, w.patch()) : bias.dup('c');
            same(
                    ofBias ? bias.dup('c') : arrays.either(c.type, OUT, w.patch(), true),
                    "convolveWeightAndBias",
                    (ops, out) -> ops.convolveWeightAndBias(w, x, y, ofBias ? other : out, ofBias ? out : other));
        }
        var chosen = seen.dup('c');
        same(seen.dup('c'), "maxPool", (ops, out) -> ops.maxPool(w, x, chosen, out));
        same(chosen, "chosen", (ops, out) -> ops.maxPool(w, x, out, seen.dup('c')));
        var moved = arrays.matrix(c.type, c.pixels(), w.channels());
        same(seen.dup('c'), "takeChosen", (ops, out) -> ops.takeChosen(w, moved, chosen, out));
        same(x.dup('c'), "putChosen", (ops, out) -> ops.putChosen(w, seen, chosen, out));
        same(seen.dup('c'), "averagePool", (ops, out) -> ops.averagePool(w, x, out));
        same(x.dup('c'), "averagePoolAdjoint", (ops, out) -> ops.averagePoolAdjoint(w, seen, out));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aConvolutionIsTheSumOfItsDefinition(Case c) {
        var w = c.window;
        var x = arrays.matrix(c.type, c.pixels(), w.channels());
        var weight = arrays.matrix(c.type, OUT, w.patch());
        var y = Nd4j.create(c.type, c.places(), OUT);
        cpu.convolve(w, x, weight, 0, y);
        var in = values(x);
        var filter = values(weight);
        var out = values(y);
        for (int n = 0; n < c.images; n++) {
            for (int row = 0; row < w.outHeight(); row++) {
                for (int column = 0; column < w.outWidth(); column++) {
                    for (int o = 0; o < OUT; o++) {
                        double sum = sum(w, in, filter, n, row, column, o);
                        int at = ((n * w.outHeight() + row) * w.outWidth() + column) * OUT + o;
                        assertEquals(sum, out[at], 100 * tolerance(c.type));
                    }
                }
            }
        }
    }

    private static double sum(Sliding w, double[] in, double[] filter, int n, int row, int column, int o) {
        double sum = 0;
        int k = w.kernel();
        for (int dy = 0; dy < k; dy++) {
            for (int dx = 0; dx < k; dx++) {
                int y = row * w.stride() + dy - w.padding();
                int x = column * w.stride() + dx - w.padding();
                if (y < 0 || y >= w.height() || x < 0 || x >= w.width()) {
                    continue;
                }
                for (int j = 0; j < w.channels(); j++) {
                    sum += filter[((o * k + dy) * k + dx) * w.channels() + j]
                            * in[((n * w.height() + y) * w.width() + x) * w.channels() + j];
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void adjointsAreAdjoint(Case c) {
        var w = c.window;
        var x = arrays.matrix(c.type, c.pixels(), w.channels());
        var p = arrays.matrix(c.type, c.places(), w.patch());
        var seen = arrays.matrix(c.type, c.places(), w.channels());
        var chosen = seen.dup('c');
        cpu.maxPool(w, x, chosen, seen.dup('c'));
        adjoint(c, x, p, (in, out) -> cpu.patches(w, in, out), (in, out) -> cpu.patchesAdjoint(w, in, out));
        adjoint(c, x, seen, (in, out) -> cpu.averagePool(w, in, out), (in, out) -> cpu.averagePoolAdjoint(w, in, out));
        adjoint(
                c,
                x,
                seen,
                (in, out) -> cpu.takeChosen(w, in, chosen, out),
                (in, out) -> cpu.putChosen(w, in, chosen, out));
    }

    private void adjoint(
            Case c, INDArray x, INDArray y, BiConsumer<INDArray, INDArray> map, BiConsumer<INDArray, INDArray> back) {
        var ax = y.dup('c');
        var ay = x.dup('c');
        map.accept(x, ax);
        back.accept(y, ay);
        assertEquals(cpu.dot(ax, y), cpu.dot(x, ay), 10 * tolerance(c.type) * (1 + cpu.norm(ax) * cpu.norm(y)));
    }

    @Test
    void theFirstOfEqualsIsChosen() {
        for (var ops : List.of(cpu, reference)) {
            for (double value : new double[] {0, -3, Double.POSITIVE_INFINITY, Float.MAX_VALUE}) {
                var x = Nd4j.valueArrayOf(new long[] {4, 1}, value, DataType.DOUBLE);
                var y = Nd4j.create(DataType.DOUBLE, 1, 1);
                var chosen = y.dup('c');
                ops.maxPool(new Sliding(2, 2, 1, 2, 2, 0), x, chosen, y);
                assertEquals(0, chosen.getDouble(0));
                assertEquals(value, y.getDouble(0));
            }
            var x = Nd4j.createFromArray(1.0, 2, 0, 2).reshape(4, 1);
            var chosen = Nd4j.create(DataType.DOUBLE, 1, 1);
            ops.maxPool(new Sliding(2, 2, 1, 2, 2, 0), x, chosen, chosen.dup('c'));
            assertEquals(1, chosen.getDouble(0));
        }
    }

    @Test
    void neighborsInTheLastPlaceAreTwoNumbers() {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (double value : new double[] {0, 1, 1e30}) {
                double next = type == DataType.FLOAT ? Math.nextUp((float) value) : Math.nextUp(value);
                var x = Nd4j.create(type, 4, 1);
                x.assign(value);
                x.putScalar(2, 0, next);
                var chosen = Nd4j.create(type, 1, 1);
                cpu.maxPool(new Sliding(2, 2, 1, 2, 2, 0), x, chosen, chosen.dup('c'));
                assertEquals(2, chosen.getDouble(0), type + " " + value);
            }
        }
    }

    @Test
    void whatLiesOutsideOfTheImageIsNeverTheLargest() {
        var x = Nd4j.valueArrayOf(new long[] {9, 1}, -5.0, DataType.DOUBLE);
        var w = new Sliding(3, 3, 1, 3, 1, 1);
        for (var ops : List.of(cpu, reference)) {
            var y = Nd4j.create(DataType.DOUBLE, 9, 1);
            var chosen = y.dup('c');
            ops.maxPool(w, x, chosen, y);
            assertArrayEquals(new double[] {-5, -5, -5, -5, -5, -5, -5, -5, -5}, values(y));
            assertArrayEquals(new double[] {4, 3, 3, 1, 0, 0, 1, 0, 0}, values(chosen));
        }
    }

    @Test
    void nanPropagates() {
        var w = new Sliding(4, 4, 1, 2, 2, 0);
        for (var ops : List.of(cpu, reference)) {
            for (int at = 0; at < 4; at++) {
                var x = arrays.matrix(DataType.DOUBLE, 16, 1);
                x.putScalar((at / 2) * 4 + at % 2, 0, Double.NaN);
                var y = Nd4j.create(DataType.DOUBLE, 4, 1);
                var chosen = y.dup('c');
                ops.maxPool(w, x, chosen, y);
                assertNaNs(y, 1);
                ops.takeChosen(w, arrays.matrix(DataType.DOUBLE, 16, 1), chosen, y);
                assertNaNs(y, 1);
                var dx = Nd4j.create(DataType.DOUBLE, 16, 1);
                ops.putChosen(w, arrays.matrix(DataType.DOUBLE, 4, 1), chosen, dx);
                assertNaNs(dx, 4);
                ops.averagePool(w, x, y);
                assertNaNs(y, 1);
            }
        }
    }

    private static void assertNaNs(INDArray a, int count) {
        var v = values(a);
        int found = 0;
        for (double x : v) {
            found += Double.isNaN(x) ? 1 : 0;
        }
        assertEquals(count, found);
        assertTrue(Double.isNaN(v[0]));
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        var one = new CpuOps(new Workers(1));
        var three = new CpuOps(new Workers(3));
        var w = new Sliding(14, 14, 16, 5, 1, 2);
        int n = 21;
        var x = arrays.matrix(DataType.FLOAT, (long) n * w.pixels(), w.channels());
        var weight = arrays.matrix(DataType.FLOAT, 32, w.patch());
        var y = arrays.matrix(DataType.FLOAT, (long) n * w.places(), 32);
        var seen = arrays.matrix(DataType.FLOAT, (long) n * w.places(), w.channels());
        equal(one, three, y, (ops, out) -> ops.convolve(w, x, weight, 1, out));
        equal(one, three, weight, (ops, out) -> ops.convolveWeight(w, x, y, 1, out));
        equal(one, three, x, (ops, out) -> ops.convolveInput(w, y, weight, 1, out));
        equal(one, three, seen, (ops, out) -> ops.maxPool(w, x, seen.dup('c'), out));
        equal(one, three, x, (ops, out) -> ops.averagePoolAdjoint(w, seen, out));
        equal(one, three, seen, (ops, out) -> ops.dropMask(3, 0.3, out));
    }

    private static void equal(Ops one, Ops three, INDArray output, BiConsumer<Ops, INDArray> call) {
        var a = output.dup('c');
        var b = output.dup('c');
        call.accept(one, a);
        call.accept(three, b);
        assertArrayEquals(values(a), values(b));
    }

    @Test
    void nothingIsAllocatedAfterTheFirstCall() {
        var ops = new CpuOps(new Workers(1));
        var w = new Sliding(14, 14, 16, 5, 1, 2);
        var x = arrays.matrix(DataType.FLOAT, 5L * w.pixels(), w.channels());
        var y = arrays.matrix(DataType.FLOAT, 5L * w.places(), 8);
        var seen = arrays.matrix(DataType.FLOAT, 5L * w.places(), w.channels());
        var chosen = seen.dup('c');
        var weight = arrays.matrix(DataType.FLOAT, 8, w.patch());
        var patches = arrays.matrix(DataType.FLOAT, 5L * w.places(), w.patch());
        var bias = arrays.matrix(DataType.FLOAT, 8, 1);
        Runnable step = () -> {
            ops.patches(w, x, patches);
            ops.patchesAdjoint(w, patches, x);
            ops.convolve(w, x, weight, 0, y);
            ops.convolveWeight(w, x, y, 0, weight);
            ops.convolveWithBias(w, x, weight, bias, y);
            ops.convolveWeightAndBias(w, x, y, weight, bias);
            ops.convolveInput(w, y, weight, 0, x);
            ops.maxPool(w, x, chosen, seen);
            ops.takeChosen(w, x, chosen, seen);
            ops.putChosen(w, seen, chosen, x);
            ops.averagePool(w, x, seen);
            ops.averagePoolAdjoint(w, seen, x);
            ops.dropMask(3, 0.5, seen);
            ops.fill(0.5, x);
        };
        for (int i = 0; i < 3; i++) {
            step.run();
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int trial = 0; trial < 3; trial++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                step.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= 500, "20 steps allocated " + least + " bytes");
    }

    @Test
    void aMaskDropsItsPartAndKeepsTheMean() {
        var mask = Nd4j.create(DataType.DOUBLE, 200, 500);
        cpu.dropMask(11, 0.3, mask);
        int dropped = 0;
        for (double m : values(mask)) {
            assertTrue(m == 0 || m == 1 / 0.7);
            dropped += m == 0 ? 1 : 0;
        }
        // Binomial: the standard deviation is √(0.21 / 100000) = 0.00145; the bound is 4 of them.
        assertEquals(0.3, dropped / 100_000.0, 0.0058);
        var other = mask.dup('c');
        cpu.dropMask(12, 0.3, other);
        assertTrue(!other.equals(mask));
        var again = Nd4j.create(DataType.DOUBLE, 200, 500);
        reference.dropMask(11, 0.3, again);
        assertEquals(mask, again);
        cpu.dropMask(11, 0, mask);
        assertEquals(1, mask.minNumber().doubleValue());
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        var w = new Sliding(4, 4, 2, 3, 1, 1);
        var x = Nd4j.ones(DataType.FLOAT, 32, 2);
        refused(
                "convolve: the weight must have 18 columns, a number for each in a patch of Sliding[height=4, width=4, "
                        + "channels=2, kernel=3, stride=1, padding=1], got [3×17]",
                o -> o.convolve(w, x, Nd4j.ones(DataType.FLOAT, 3, 17), 0, Nd4j.ones(DataType.FLOAT, 32, 3)));
        refused(
                "averagePool: what the window sees must be [n · 16 × 2] for Sliding[height=4, width=4, channels=2, "
                        + "kernel=3, stride=1, padding=1] and the same n, got [31×2]",
                o -> o.averagePool(w, x, Nd4j.ones(DataType.FLOAT, 31, 2)));
        refused(
                "patches: the images must be [n · 16 × 2] for Sliding[height=4, width=4, channels=2, kernel=3, "
                        + "stride=1, padding=1] and the same n, got [33×2]",
                o -> o.patches(w, Nd4j.ones(DataType.FLOAT, 33, 2), Nd4j.ones(DataType.FLOAT, 32, 18)));
        refused(
                "patches: the rows of [32×2] are apart; make a copy with dup('c')",
                o -> o.patches(w, arrays.view(DataType.FLOAT, 32, 2), Nd4j.ones(DataType.FLOAT, 32, 18)));
        refused("the probability of dropping must be in [0, 1), got 1.0", o -> o.dropMask(1, 1, x));
        refused(
                "padding must be from 0 to kernel − 1, or a window would see nothing of the image, got padding 3 with "
                        + "kernel 3",
                o -> new Sliding(4, 4, 2, 3, 1, 3));
        refused("a window of 5×5 does not fit into an image of 4×4 with padding 0", o -> new Sliding(4, 4, 2, 5, 1, 0));
        refused(
                "a sliding window needs positive height, width, channels, kernel and stride, got 4, 4, 0, 5, 1",
                o -> new Sliding(4, 4, 0, 5, 1, 0));
    }

    private void refused(String message, Consumer<Ops> call) {
        for (var ops : List.of(cpu, reference)) {
            var e = assertThrows(IllegalArgumentException.class, () -> call.accept(ops));
            assertEquals(message, e.getMessage());
        }
    }
}
