package org.guideddescent.compute;

import static org.guideddescent.compute.Arrays2d.assertClose;
import static org.guideddescent.compute.Arrays2d.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SequenceOpsTest {
    private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);
    private static final int[][] SHAPES = {{1, 1}, {1, 7}, {7, 1}, {5, 3}, {200, 4}, {65, 64}, {3, 2100}, {260, 130}};

    private final Ops cpu = new CpuOps();
    private final Ops reference = new Nd4jOps();
    private final Arrays2d arrays = new Arrays2d(7);

    private interface Case {
        void run(DataType type, int rows, int columns, boolean view);
    }

    private void everywhere(Case check) {
        for (var type : TYPES) {
            for (var shape : SHAPES) {
                check.run(type, shape[0], shape[1], false);
                check.run(type, shape[0], shape[1], true);
            }
        }
    }

    private void same(INDArray output, String what, BiConsumer<Ops, INDArray> call) {
        var expected = output.dup('c');
        call.accept(reference, expected);
        call.accept(cpu, output);
        assertClose(expected, output, what + " " + Shapes.text(output));
    }

    /** Examples, positions, heads, numbers in a head. */
    private static final int[][] ATTENTIONS = {{1, 1, 1, 1}, {2, 5, 1, 3}, {3, 1, 4, 2}, {2, 7, 3, 5}, {4, 33, 4, 8}};

    @Test
    void products_of_heads_inside_one_array_of_queries_keys_and_values_agree_with_loops() {
        for (var type : TYPES) {
            for (var s : ATTENTIONS) {
                int n = s[0];
                int t = s[1];
                int heads = s[2];
                int dh = s[3];
                var qkv = arrays.matrix(type, (long) n * t, 3L * heads * dh);
                var scores = arrays.matrix(type, (long) n * heads * t, t);
                var q = Blocks.heads(n, t, heads, dh, 3, 0);
                var k = Blocks.heads(n, t, heads, dh, 3, 1);
                var v = Blocks.heads(n, t, heads, dh, 3, 2);
                var square = Blocks.stacked(n, heads, t, t);
                for (double beta : new double[] {0, 0.5}) {
                    var expected = literalScores(n, t, heads, dh, qkv, 0.3, beta, scores);
                    same(
                            scores.dup('c'),
                            "scores",
                            (ops, out) -> ops.blockProducts(false, true, 0.3, qkv, q, qkv, k, beta, out, square));
                    var again = scores.dup('c');
                    cpu.blockProducts(false, true, 0.3, qkv, q, qkv, k, beta, again, square);
                    assertClose(expected, again, "scores against loops");
                    var out = arrays.matrix(type, (long) n * t, (long) heads * dh);
                    var one = Blocks.heads(n, t, heads, dh, 1, 0);
                    same(
                            out,
                            "values",
                            (ops, o) -> ops.blockProducts(false, false, 1, scores, square, qkv, v, beta, o, one));
                    var grads = arrays.matrix(type, (long) n * t, 3L * heads * dh);
                    same(
                            grads,
                            "gradient of values",
                            (ops, o) -> ops.blockProducts(true, false, 1, scores, square, out, one, beta, o, v));
                    same(
                            arrays.matrix(type, (long) n * heads * dh, dh),
                            "both turned",
                            (ops, o) -> ops.blockProducts(
                                    true,
                                    true,
                                    1,
                                    qkv,
                                    q,
                                    square(type, n, heads, dh, t),
                                    Blocks.stacked(n, heads, dh, t),
                                    beta,
                                    o,
                                    Blocks.stacked(n, heads, dh, dh)));
                }
            }
        }
    }

    private static INDArray square(DataType type, int n, int heads, int dh, int t) {
        return new Arrays2d(3).matrix(type, (long) n * heads * dh, t);
    }

    private static INDArray literalScores(
            int n, int t, int heads, int dh, INDArray qkv, double alpha, double beta, INDArray before) {
        var x = values(qkv);
        var out = values(before);
        int row = 3 * heads * dh;
        for (int e = 0; e < n; e++) {
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < t; i++) {
                    for (int j = 0; j < t; j++) {
                        double sum = 0;
                        for (int c = 0; c < dh; c++) {
                            sum += x[(e * t + i) * row + h * dh + c] * x[(e * t + j) * row + (heads + h) * dh + c];
                        }
                        int at = ((e * heads + h) * t + i) * t + j;
                        out[at] = alpha * sum + beta * out[at];
                    }
                }
            }
        }
        return Nd4j.createFromArray(out).castTo(qkv.dataType()).reshape('c', before.shape());
    }

    @Test
    void a_product_of_blocks_touches_nothing_between_them_and_ignores_NaN_where_beta_is_zero() {
        for (var ops : List.of(cpu, reference)) {
            var a = arrays.matrix(DataType.FLOAT, 6, 4);
            var c = Nd4j.valueArrayOf(new long[] {6, 12}, Double.NaN, DataType.FLOAT);
            var heads = Blocks.heads(2, 3, 2, 2, 3, 1);
            var x = Blocks.heads(2, 3, 2, 2, 1, 0);
            var id = Nd4j.vstack(Nd4j.eye(2), Nd4j.eye(2), Nd4j.eye(2), Nd4j.eye(2))
                    .castTo(DataType.FLOAT)
                    .dup('c');
            ops.blockProducts(false, false, 1, a, x, id, Blocks.stacked(2, 2, 2, 2), 0, c, heads);
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 12; j++) {
                    var expected = j >= 4 && j < 8 ? a.getDouble(i, j - 4) : Double.NaN;
                    assertEquals(expected, c.getDouble(i, j), 0);
                }
            }
        }
    }

    @Test
    void the_causal_softmax_agrees_with_loops_and_is_exactly_zero_after_the_position() {
        for (var type : TYPES) {
            for (var s : new int[][] {{1, 1}, {3, 1}, {1, 5}, {4, 33}, {20, 64}, {2, 300}}) {
                int t = s[1];
                var scores = arrays.matrix(type, (long) s[0] * t, t).muli(4);
                // What nobody may see may be anything.
                if (t > 1) scores.putScalar(0, t - 1, Double.NaN);
                same(scores, "causal", (ops, out) -> ops.causalSoftmax(out));
                var p = values(scores);
                for (int i = 0; i < p.length / t; i++) {
                    double sum = 0;
                    for (int j = 0; j < t; j++) {
                        sum += p[i * t + j];
                        if (j > i % t) assertEquals(0, p[i * t + j], 0);
                    }
                    assertEquals(1, sum, type == DataType.FLOAT ? 1e-6 : 1e-14);
                }
            }
        }
    }

    @Test
    void derivatives_of_the_softmax_agree_with_the_reference() {
        everywhere((type, m, k, view) -> {
            var p = arrays.either(type, m, k, view);
            reference.softmax(p.dup('c'), p);
            var pDot = arrays.either(type, m, k, view);
            var dp = arrays.either(type, m, k, view);
            var dpDot = arrays.either(type, m, k, view);
            // A row of one class gives rounding around 0, so a number is added that both agree on.
            same(arrays.either(type, m, k, view), "backward", (ops, out) -> {
                ops.softmaxBackward(p, dp, out);
                ops.axpy(1, p, out);
            });
            same(dp.dup('c'), "backward in place", (ops, out) -> {
                ops.softmaxBackward(p, out, out);
                ops.axpy(1, p, out);
            });
            same(arrays.either(type, m, k, view), "tangent", (ops, out) -> {
                ops.softmaxBackwardTangent(p, pDot, dp, dpDot, out);
                ops.axpy(1, p, out);
            });
            same(dpDot.dup('c'), "tangent in place", (ops, out) -> {
                ops.softmaxBackwardTangent(p, pDot, dp, out, out);
                ops.axpy(1, p, out);
            });
        });
    }

    @Test
    void norms_agree_with_the_reference() {
        everywhere((type, m, k, view) -> {
            for (boolean centered : new boolean[] {false, true}) {
                var x = arrays.either(type, m, k, view);
                same(
                        arrays.either(type, m, k, view),
                        "x̂",
                        (ops, out) -> ops.normalizeRows(centered, 1e-2, x, out, Nd4j.create(type, m, 1)));
                same(
                        x.dup('c'),
                        "x̂ in place",
                        (ops, out) -> ops.normalizeRows(centered, 1e-2, out, out, Nd4j.create(type, m, 1)));
                var r = arrays.matrix(type, m, 1);
                same(r, "r", (ops, out) -> ops.normalizeRows(centered, 1e-2, x, x.dup('c'), out));
                var hat = arrays.either(type, m, k, view);
                reference.normalizeRows(centered, 1e-2, x, hat, r);
                var dy = arrays.either(type, m, k, view);
                same(
                        arrays.either(type, m, k, view),
                        "dx",
                        (ops, out) -> ops.normalizeRowsBackward(centered, hat, r, dy, plusOne(ops, out)));
                same(dy.dup('c'), "dx in place", (ops, out) -> ops.normalizeRowsBackward(centered, hat, r, out, out));
                var rDot = arrays.matrix(type, m, 1);
                same(
                        arrays.either(type, m, k, view),
                        "x̂˙",
                        (ops, out) -> ops.normalizeRowsTangent(centered, hat, r, dy, out, rDot.dup('c')));
                same(rDot, "ṙ", (ops, out) -> ops.normalizeRowsTangent(centered, hat, r, dy, dy.dup('c'), out));
                var hatDot = arrays.either(type, m, k, view);
                var dyDot = arrays.either(type, m, k, view);
                same(
                        arrays.either(type, m, k, view),
                        "dx˙",
                        (ops, out) -> ops.normalizeRowsBackwardTangent(centered, hat, r, hatDot, rDot, dy, dyDot, out));
            }
        });
    }

    private static INDArray plusOne(Ops ops, INDArray out) {
        ops.fill(1, out);
        return out;
    }

    /** The derivative along v of what f gives at x, by central differences. */
    private static double[] slope(UnaryOperator<double[]> f, double[] x, double[] v) {
        double h = 1e-5;
        var up = x.clone();
        var down = x.clone();
        for (int i = 0; i < x.length; i++) {
            up[i] += h * v[i];
            down[i] -= h * v[i];
        }
        var a = f.apply(up);
        var b = f.apply(down);
        for (int i = 0; i < a.length; i++) {
            a[i] = (a[i] - b[i]) / (2 * h);
        }
        return a;
    }

    private static INDArray of(double[] x, long rows) {
        return Nd4j.createFromArray(x).reshape('c', rows, x.length / rows);
    }

    private static void assertNear(double[] expected, INDArray actual, double tolerance, String what) {
        var a = values(actual);
        for (int i = 0; i < a.length; i++) {
            assertEquals(expected[i], a[i], tolerance, what);
        }
    }

    @Test
    void every_derivative_of_a_norm_matches_central_differences() {
        for (boolean centered : new boolean[] {false, true}) {
            int m = 4;
            int k = 6;
            var x = arrays.matrix(DataType.DOUBLE, m, k);
            var v = arrays.matrix(DataType.DOUBLE, m, k);
            var dy = arrays.matrix(DataType.DOUBLE, m, k);
            var dyDot = arrays.matrix(DataType.DOUBLE, m, k);
            var hat = Nd4j.create(DataType.DOUBLE, m, k);
            var r = Nd4j.create(DataType.DOUBLE, m, 1);
            UnaryOperator<double[]> forward = at -> {
                cpu.normalizeRows(centered, 0.1, of(at, m), hat, r);
                return values(hat);
            };
            UnaryOperator<double[]> inverse = at -> {
                cpu.normalizeRows(centered, 0.1, of(at, m), hat, r);
                return values(r);
            };
            // The gradient of ⟨dy, x̂⟩ where dy moves with x along dyDot.
            var point = values(x);
            UnaryOperator<double[]> backward = at -> {
                cpu.normalizeRows(centered, 0.1, of(at, m), hat, r);
                double moved = (at[0] - point[0]) / v.getDouble(0, 0);
                var dx = Nd4j.create(DataType.DOUBLE, m, k);
                cpu.normalizeRowsBackward(centered, hat, r, dy.add(dyDot.mul(moved)), dx);
                return values(dx);
            };
            var xHatDot = Nd4j.create(DataType.DOUBLE, m, k);
            var rDot = Nd4j.create(DataType.DOUBLE, m, 1);
            var expected = slope(forward, point, values(v));
            var expectedInverse = slope(inverse, point, values(v));
            var expectedTurn = slope(backward, point, values(v));
            cpu.normalizeRows(centered, 0.1, x, hat, r);
            cpu.normalizeRowsTangent(centered, hat, r, v, xHatDot, rDot);
            assertNear(expected, xHatDot, 1e-8, "x̂˙");
            assertNear(expectedInverse, rDot, 1e-8, "ṙ");
            var turn = Nd4j.create(DataType.DOUBLE, m, k);
            cpu.normalizeRowsBackwardTangent(centered, hat, r, xHatDot, rDot, dy, dyDot, turn);
            assertNear(expectedTurn, turn, 1e-8, "dx˙");
            // ⟨dy, J v⟩ = ⟨Jᵀ dy, v⟩
            var dx = Nd4j.create(DataType.DOUBLE, m, k);
            cpu.normalizeRowsBackward(centered, hat, r, dy, dx);
            assertEquals(cpu.dot(dy, xHatDot), cpu.dot(dx, v), 1e-12);
        }
    }

    @Test
    void every_derivative_of_the_softmax_matches_central_differences() {
        int m = 5;
        var z = arrays.matrix(DataType.DOUBLE, m, m);
        var v = arrays.matrix(DataType.DOUBLE, m, m);
        var dp = arrays.matrix(DataType.DOUBLE, m, m);
        var dpDot = arrays.matrix(DataType.DOUBLE, m, m);
        var point = values(z);
        UnaryOperator<double[]> forward = at -> {
            var p = of(at, m);
            cpu.causalSoftmax(p);
            return values(p);
        };
        UnaryOperator<double[]> backward = at -> {
            var p = of(at, m);
            cpu.causalSoftmax(p);
            double moved = (at[0] - point[0]) / v.getDouble(0, 0);
            var ds = Nd4j.create(DataType.DOUBLE, m, m);
            cpu.softmaxBackward(p, dp.add(dpDot.mul(moved)), ds);
            return values(ds);
        };
        var p = z.dup('c');
        cpu.causalSoftmax(p);
        var pDot = Nd4j.create(DataType.DOUBLE, m, m);
        cpu.softmaxBackward(p, v, pDot);
        assertNear(slope(forward, point, values(v)), pDot, 1e-8, "ṗ");
        var turn = Nd4j.create(DataType.DOUBLE, m, m);
        cpu.softmaxBackwardTangent(p, pDot, dp, dpDot, turn);
        assertNear(slope(backward, point, values(v)), turn, 1e-8, "ds˙");
    }

    @Test
    void a_layer_norm_of_large_equal_numbers_keeps_its_digits() {
        var x = arrays.matrix(DataType.DOUBLE, 3, 8);
        var far = x.add(1e6);
        var a = Nd4j.create(DataType.DOUBLE, 3, 8);
        var b = Nd4j.create(DataType.DOUBLE, 3, 8);
        cpu.normalizeRows(true, 0, x, a, Nd4j.create(DataType.DOUBLE, 3, 1));
        cpu.normalizeRows(true, 0, far, b, Nd4j.create(DataType.DOUBLE, 3, 1));
        assertNear(values(a), b, 1e-8, "shifted");
    }

    @Test
    void columns_are_scaled_shifted_and_multiplied_alike() {
        everywhere((type, m, k, view) -> {
            var x = arrays.either(type, m, k, view);
            var y = arrays.either(type, m, k, view);
            var gain = arrays.matrix(type, k, 1);
            var bias = arrays.matrix(type, 1, k);
            same(arrays.either(type, m, k, view), "scale", (ops, out) -> ops.scaleColumns(gain, x, out));
            same(x.dup('c'), "scale in place", (ops, out) -> ops.scaleColumns(gain, out, out));
            same(
                    arrays.either(type, m, k, view),
                    "scale and shift",
                    (ops, out) -> ops.scaleAndShiftColumns(gain, bias, x, out));
            same(arrays.matrix(type, k, 1), "columnDots", (ops, out) -> ops.columnDots(x, y, out));
        });
    }

    @Test
    void rows_are_gathered_and_added_by_index() {
        everywhere((type, m, k, view) -> {
            var table = arrays.either(type, 9, k, view);
            var indices = Nd4j.create(type, m, 1);
            for (int i = 0; i < m; i++) {
                indices.putScalar(i, 0, (i * 7) % 5);
            }
            same(arrays.either(type, m, k, view), "gather", (ops, out) -> ops.gatherRows(table, indices, out));
            var dy = arrays.either(type, m, k, view);
            same(arrays.either(type, 9, k, view), "scatter", (ops, out) -> ops.scatterAddRows(indices, dy, out));
        });
    }

    @Test
    void a_table_is_added_to_every_example_and_summed_over_them() {
        everywhere((type, t, k, view) -> {
            for (int examples : new int[] {1, 3}) {
                var table = arrays.either(type, t, k, view);
                int rows = examples * t;
                var x = arrays.either(type, rows, k, view);
                same(arrays.either(type, rows, k, view), "add", (ops, out) -> ops.addRepeated(table, x, out));
                same(x.dup('c'), "add in place", (ops, out) -> ops.addRepeated(table, out, out));
                same(arrays.either(type, t, k, view), "sum", (ops, out) -> ops.sumRepeated(x, out));
            }
        });
    }

    @Test
    void rows_that_no_index_names_keep_their_bits() {
        for (var ops : List.of(cpu, reference)) {
            var table = Nd4j.valueArrayOf(new long[] {4, 3}, Double.NaN, DataType.FLOAT);
            table.getRow(2).assign(1);
            ops.scatterAddRows(Nd4j.createFromArray(2f, 2f).reshape(2, 1), Nd4j.ones(DataType.FLOAT, 2, 3), table);
            for (int i = 0; i < 4; i++) {
                assertEquals(i == 2 ? 3 : Double.NaN, table.getDouble(i, 1), 0);
            }
        }
    }

    @Test
    void NaN_spreads_over_its_row_and_no_further() {
        for (var type : TYPES) {
            for (var ops : List.of(cpu, reference)) {
                var x = arrays.matrix(type, 6, 6);
                x.putScalar(4, 2, Double.NaN);
                var causal = x.dup('c');
                ops.causalSoftmax(causal);
                var hat = Nd4j.create(type, 6, 6);
                ops.normalizeRows(true, 1e-5, x, hat, Nd4j.create(type, 6, 1));
                var soft = Nd4j.create(type, 6, 6);
                ops.softmax(x, soft);
                for (int i = 0; i < 6; i++) {
                    for (int j = 0; j < 6; j++) {
                        assertEquals(i == 4 && j <= 4, Double.isNaN(causal.getDouble(i, j)));
                        assertEquals(i == 4, Double.isNaN(hat.getDouble(i, j)));
                        assertEquals(i == 4, Double.isNaN(soft.getDouble(i, j)));
                    }
                }
                var classes = Nd4j.zeros(type, 6, 1);
                assertTrue(Double.isNaN(ops.softmaxCrossEntropy(x, classes, soft)));
            }
        }
    }

    @Test
    void the_quick_exponential_is_right_to_eight_places() {
        var x = new double[200_001];
        var y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = -110 + i * 1e-3;
        }
        Exp.of(true, x, y, x.length);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(y[i] / Math.exp(x[i]) - 1));
        }
        assertTrue(worst < 1e-8, "relative error " + worst);
        var odd = new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0};
        Exp.of(true, odd, odd, 4);
        assertTrue(Double.isNaN(odd[0]));
        assertEquals(0f, (float) odd[1]);
        assertEquals(Float.POSITIVE_INFINITY, (float) odd[2]);
        assertEquals(1, odd[3]);
    }

    @Test
    void the_quick_gelu_and_its_derivative_have_the_errors_that_they_claim() {
        double worst = 0;
        double worstSlope = 0;
        int n = 100_000;
        var y = new float[n];
        var dy = new float[n];
        var x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) ((i % 2 == 0 ? 1 : -1) * Math.exp(-20 + i * 3e-4));
            y[i] = x[i];
            dy[i] = 1;
        }
        QuickGelu.forward(y, new float[n], n);
        QuickGelu.backward(x, dy, new float[n], n);
        for (int i = 0; i < n; i++) {
            double v = x[i];
            double s = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
            double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * v * v);
            double t = Math.tanh(s);
            double sech2 = 1 / Math.pow(Math.cosh(s), 2);
            worst = Math.max(worst, Math.abs(y[i] - 0.5 * v * (1 + t)) / Math.max(Math.abs(v), 1));
            double bend = sech2 == 0 ? 0 : 0.5 * v * sech2 * slope;
            worstSlope = Math.max(worstSlope, Math.abs(dy[i] - 0.5 * (1 + t) - bend));
        }
        assertTrue(worst < 2e-7, "gelu " + worst);
        assertTrue(worstSlope < 1e-6, "slope " + worstSlope);
        var odd = new float[] {Float.NaN, 0};
        QuickGelu.forward(odd, new float[2], 2);
        assertTrue(Float.isNaN(odd[0]));
        assertEquals(0f, odd[1]);
        var slopes = new float[] {1, 1};
        QuickGelu.backward(new float[] {Float.NaN, 0}, slopes, new float[2], 2);
        assertTrue(Float.isNaN(slopes[0]));
        assertEquals(0.5f, slopes[1]);
    }

    @Test
    void results_do_not_depend_on_the_number_of_threads() {
        var one = new CpuOps(new Workers(1));
        var three = new CpuOps(new Workers(3));
        var x = arrays.matrix(DataType.FLOAT, 16 * 64, 3 * 128);
        var y = arrays.matrix(DataType.FLOAT, 16 * 64, 3 * 128);
        var indices = Nd4j.create(DataType.FLOAT, 16 * 64, 1);
        for (int i = 0; i < 16 * 64; i++) {
            indices.putScalar(i, 0, (i * i) % 11);
        }
        identical(one, three, 11, 3 * 128, (ops, out) -> ops.scatterAddRows(indices, x, out));
        identical(one, three, 1, 3 * 128, (ops, out) -> ops.columnDots(x, y, out));
        identical(one, three, 64 * 64, 64, (ops, out) -> {
            ops.blockProducts(
                    false,
                    true,
                    0.2,
                    x,
                    Blocks.heads(16, 64, 4, 32, 3, 0),
                    x,
                    Blocks.heads(16, 64, 4, 32, 3, 1),
                    0,
                    out,
                    Blocks.stacked(16, 4, 64, 64));
            ops.causalSoftmax(out);
        });
        identical(one, three, 64, 3 * 128, (ops, out) -> ops.sumRepeated(x, out));
        identical(one, three, 16 * 64, 1, (ops, out) -> ops.normalizeRows(true, 0, x, y.dup('c'), out));
    }

    private static void identical(Ops one, Ops three, int rows, int columns, BiConsumer<Ops, INDArray> call) {
        var a = Nd4j.zeros(DataType.FLOAT, rows, columns);
        var b = Nd4j.zeros(DataType.FLOAT, rows, columns);
        call.accept(one, a);
        call.accept(three, b);
        assertTrue(a.equalsWithEps(b, 0));
        assertTrue(one.norm(a) > 0);
    }

    @Test
    void nothing_is_allocated_after_the_first_calls() {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var qkv = arrays.matrix(DataType.FLOAT, 8 * 16, 3 * 32);
        var scores = Nd4j.create(DataType.FLOAT, 8 * 4 * 16, 16);
        var hat = Nd4j.create(DataType.FLOAT, 8 * 16, 3 * 32);
        var r = Nd4j.create(DataType.FLOAT, 8 * 16, 1);
        var gain = arrays.matrix(DataType.FLOAT, 3 * 32, 1);
        var indices = Nd4j.zeros(DataType.FLOAT, 8 * 16, 1);
        var table = Nd4j.create(DataType.FLOAT, 16, 3 * 32);
        var q = Blocks.heads(8, 16, 4, 8, 3, 0);
        var k = Blocks.heads(8, 16, 4, 8, 3, 1);
        var s = Blocks.stacked(8, 4, 16, 16);
        Runnable step = () -> {
            cpu.blockProducts(false, true, 0.3, qkv, q, qkv, k, 0, scores, s);
            cpu.causalSoftmax(scores);
            cpu.softmaxBackward(scores, scores, scores);
            cpu.normalizeRows(true, 1e-5, qkv, hat, r);
            cpu.normalizeRowsBackward(true, hat, r, qkv, hat);
            cpu.scaleAndShiftColumns(gain, gain, hat, hat);
            cpu.columnDots(hat, qkv, gain);
            cpu.gatherRows(qkv, indices, hat);
            cpu.scatterAddRows(indices, hat, hat);
            cpu.addRepeated(table, hat, hat);
            cpu.sumRepeated(hat, table);
        };
        for (int i = 0; i < 300; i++) {
            step.run();
        }
        long before = bean.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            step.run();
        }
        long bytes = bean.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes <= 500, "100 steps allocated " + bytes + " bytes");
    }

    @Test
    void what_does_not_fit_is_refused_in_words() {
        for (var ops : List.of(cpu, reference)) {
            var f34 = Nd4j.ones(DataType.FLOAT, 3, 4);
            var f66 = Nd4j.ones(DataType.FLOAT, 6, 6);
            refused(
                    "causalSoftmax: [3×4] is not a stack of square blocks: 3 rows are no multiple of 4",
                    o -> o.causalSoftmax(f34),
                    ops);
            refused(
                    "normalizeRows: epsilon must not be negative, got -1.0",
                    o -> o.normalizeRows(true, -1, f34, f34, Nd4j.ones(DataType.FLOAT, 3, 1)),
                    ops);
            refused(
                    "normalizeRows: vector [4×1] and [3×4] do not fit: need 3 entries",
                    o -> o.normalizeRows(true, 0, f34, f34, Nd4j.ones(DataType.FLOAT, 4, 1)),
                    ops);
            refused("softmaxBackward: shapes [3×4] and [6×6] differ", o -> o.softmaxBackward(f34, f34, f66), ops);
            var bad = Nd4j.createFromArray(0f, 3f, 1f).reshape(3, 1);
            refused(
                    "gatherRows: the index of row 1 must be a whole number from 0 to 2, got 3.0",
                    o -> o.gatherRows(f34, bad, f34.dup('c')),
                    ops);
            var half = Nd4j.createFromArray(0f, 1f, 0.5f).reshape(3, 1);
            refused(
                    "scatterAddRows: the index of row 2 must be a whole number from 0 to 2, got 0.5",
                    o -> o.scatterAddRows(half, f34, f34.dup('c')),
                    ops);
            assertEquals(12, f34.sumNumber().doubleValue());
            refused(
                    "gatherRows: the table [6×6] and the rows [3×4] have different columns",
                    o -> o.gatherRows(f66, bad, f34),
                    ops);
            refused(
                    "addRepeated: [3×4] is not a stack of tables [2×4]",
                    o -> o.addRepeated(Nd4j.ones(DataType.FLOAT, 2, 4), f34, f34),
                    ops);
            var b = Blocks.stacked(2, 1, 3, 3);
            refused(
                    "blockProducts: 2·1 blocks [3×3] times 2·1 blocks [2×3] does not fit 2·1 blocks [3×3]",
                    o -> o.blockProducts(false, false, 1, f66, b, f66, Blocks.stacked(2, 1, 2, 3), 0, f66, b),
                    ops);
            var beyond = Blocks.stacked(5, 1, 3, 3);
            refused(
                    "blockProducts: " + beyond + " end at number 45, but [6×6] has 36",
                    o -> o.blockProducts(false, false, 1, f66, beyond, f66, beyond, 0, f66, beyond),
                    ops);
            var over = new Blocks(3, 3, 0, 3, 2, 8, 1, 0);
            refused(
                    "blockProducts: the output's blocks overlap: " + over,
                    o -> o.blockProducts(false, false, 1, f66, b, f66, b, 0, f66.dup('c'), over),
                    ops);
        }
        var e = assertThrows(IllegalArgumentException.class, () -> Blocks.heads(1, 1, 1, 1, 3, 3));
        assertEquals("the part must be from 0 to 2, got 3", e.getMessage());
    }

    private static void refused(String message, Consumer<Ops> call, Ops ops) {
        var e = assertThrows(IllegalArgumentException.class, () -> call.accept(ops));
        assertEquals(message, e.getMessage());
    }
}
