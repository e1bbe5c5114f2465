package org.guideddescent.compute;

import static org.guideddescent.compute.Arrays2d.assertClose;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ElementwiseTest {
    private final Ops cpu = new CpuOps();
    private final Ops reference = new Nd4jOps();
    private final Arrays2d arrays = new Arrays2d(7);

    /** θ, g, m, v → θ, m, v. */
    static Program adam() {
        var g = load(1);
        var m = Expr.lerp(load(2), g, 0.1);
        var v = Expr.lerp(load(3), Expr.square(g), 0.001);
        var d = m.over(scalar(1)).over(Expr.sqrt(v.over(scalar(2))).plus(1e-8));
        var theta = load(0).times(scalar(3)).minus(scalar(0).times(d));
        return new Program(
                4, 4, List.of(new Program.Write(0, theta), new Program.Write(2, m), new Program.Write(3, v)));
    }

    private static final double[] STEP = {1e-3, 0.1, 0.001, 0.9999};

    private INDArray[] adamArrays(DataType type, int n) {
        var out = new INDArray[4];
        for (var i = 0; i < 4; i++) {
            out[i] = arrays.matrix(type, 1, n);
        }
        out[3].muli(out[3].dup());
        return out;
    }

    private static INDArray[] copies(INDArray[] from) {
        var out = new INDArray[from.length];
        for (var i = 0; i < from.length; i++) {
            out[i] = from[i].dup('c');
        }
        return out;
    }

    private void agree(Program program, double[] scalars, INDArray... buffers) {
        var expected = copies(buffers);
        reference.compile(program, expected).run(scalars);
        cpu.compile(program, buffers).run(scalars);
        for (var i = 0; i < buffers.length; i++) {
            assertClose(expected[i], buffers[i], "buffer " + i + " of " + buffers[i].length());
        }
    }

    @Test
    void a_program_agrees_with_the_reference_at_the_edges_of_blocks() {
        var block = Scratch.BLOCK;
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (var n : new int[] {1, block - 1, block, block + 1, 3 * block + 7, 9 * block + 5}) {
                agree(adam(), STEP, adamArrays(type, n));
            }
        }
    }

    @Test
    void random_programs_agree_with_the_reference() {
        var random = new Random(3);
        for (var round = 0; round < 60; round++) {
            var nodes = new ArrayList<Expr>(List.of(load(0), load(1), load(2), scalar(0), Expr.constant(0.5)));
            for (var i = 0; i < 8; i++) {
                var a = nodes.get(random.nextInt(nodes.size()));
                var b = nodes.get(random.nextInt(nodes.size()));
                nodes.add(
                        switch (random.nextInt(12)) {
                            case 0 -> a.plus(b);
                            case 1 -> a.minus(b);
                            case 2 -> Expr.max(Expr.min(a.times(b), Expr.constant(2)), Expr.constant(-2));
                            case 3 -> a.over(Expr.abs(b).plus(1));
                            case 4 -> Expr.max(a, b);
                            case 5 -> Expr.min(a, b);
                            case 6 -> Expr.negate(a);
                            case 7 -> Expr.sqrt(Expr.abs(a).plus(0.1));
                            case 8 -> Expr.abs(a);
                            case 9 -> Expr.sign(load(random.nextInt(3)));
                            case 10 -> Expr.exp(Expr.min(a, Expr.constant(1)));
                            default -> Expr.log(Expr.abs(a).plus(1));
                        });
            }
            var program = new Program(
                    3,
                    1,
                    List.of(
                            new Program.Write(0, nodes.get(nodes.size() - 1)),
                            new Program.Write(2, nodes.get(nodes.size() - 2))));
            var type = round % 2 == 0 ? DataType.FLOAT : DataType.DOUBLE;
            agree(
                    program,
                    new double[] {0.3},
                    arrays.matrix(type, 1, 777),
                    arrays.matrix(type, 1, 777),
                    arrays.matrix(type, 1, 777));
        }
    }

    @Test
    void writes_see_old_values() {
        var swap = new Program(2, 0, List.of(new Program.Write(0, load(1)), new Program.Write(1, load(0))));
        for (var ops : List.of(cpu, reference)) {
            var a = Nd4j.createFromArray(1f, 2f);
            var b = Nd4j.createFromArray(3f, 4f);
            ops.compile(swap, a, b).run(new double[0]);
            assertArrayEquals(new float[] {3, 4}, a.toFloatVector());
            assertArrayEquals(new float[] {1, 2}, b.toFloatVector());
        }
    }

    @Test
    void the_sign_of_the_smallest_numbers_is_exact() {
        var sign = new Program(2, 0, List.of(new Program.Write(1, Expr.sign(load(0)))));
        var x = Nd4j.createFromArray(Float.MIN_VALUE, -Float.MIN_VALUE, 0f, 1e-30f, -3e38f);
        var y = Nd4j.create(DataType.FLOAT, 5);
        cpu.compile(sign, x, y).run(new double[0]);
        assertArrayEquals(new float[] {1, -1, 0, 1, -1}, y.toFloatVector());
    }

    @Test
    void runs_allocate_nothing_after_the_first() {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var id = Thread.currentThread().getId();
        for (var n : new int[] {100, 300_000}) {
            var compiled = cpu.compile(adam(), adamArrays(DataType.FLOAT, n));
            var x = arrays.matrix(DataType.FLOAT, 30, 40);
            var y = arrays.matrix(DataType.FLOAT, 30, 40);
            var c = Nd4j.create(DataType.FLOAT, 30, 30);
            Runnable step = () -> {
                compiled.run(STEP);
                cpu.gemm(false, true, 1, x, y, 0, c);
                cpu.axpy(0.001, x, y);
                cpu.activate(Activation.GELU, y, y);
                cpu.dot(x, y);
            };
            for (var i = 0; i < 300; i++) {
                step.run();
            }
            var before = bean.getThreadAllocatedBytes(id);
            for (var i = 0; i < 100; i++) {
                step.run();
            }
            var bytes = bean.getThreadAllocatedBytes(id) - before;
            assertTrue(bytes <= 500, n + ": 100 steps allocated " + bytes + " bytes");
        }
    }

    @Test
    void memory_lives_as_long_as_the_program() {
        var program = new Program(1, 0, List.of(new Program.Write(0, load(0).plus(1))));
        var x = Nd4j.zeros(DataType.FLOAT, 100_000);
        var compiled = cpu.compile(program, x);
        var seen = Nd4j.zeros(DataType.FLOAT, 100_000);
        var watch = cpu.compile(new Program(2, 0, List.of(new Program.Write(1, load(0)))), x, seen);
        x = null;
        for (var i = 1; i <= 30; i++) {
            compiled.run(new double[0]);
            // Were the memory of x free, these would sooner or later be laid over it.
            Nd4j.create(DataType.FLOAT, 100_000).assign(-5);
            System.gc();
            watch.run(new double[0]);
            assertEquals(i, seen.minNumber().doubleValue());
            assertEquals(i, seen.maxNumber().doubleValue());
        }
    }

    @Test
    void vectors_on_memory_and_blocks_give_the_same_bits() {
        assertTrue(Simd.MEMORY.isPresent(), "the tests run with --add-modules jdk.incubator.vector");
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            // Long enough for vectors, not a multiple of their length, and not at the start of its memory.
            int n = Sweep.PARALLEL + 37;
            var flat = adamArrays(type, n + 3);
            var pieces = copies(flat);
            var whole = new INDArray[flat.length];
            for (var b = 0; b < whole.length; b++) {
                whole[b] = flat[b].get(NDArrayIndex.all(), NDArrayIndex.interval(3, n + 3));
            }
            cpu.compile(adam(), whole).run(STEP);
            for (var from = 3; from < n + 3; from += 10_000) {
                var piece = new INDArray[whole.length];
                for (var b = 0; b < piece.length; b++) {
                    piece[b] = pieces[b].get(
                            NDArrayIndex.all(), NDArrayIndex.interval(from, Math.min(from + 10_000, n + 3)));
                }
                cpu.compile(adam(), piece).run(STEP);
            }
            for (var b = 0; b < whole.length; b++) {
                assertTrue(flat[b].equalsWithEps(pieces[b], 0), type + " buffer " + b);
            }
        }
    }

    @Test
    void every_operator_but_exp_and_log_has_a_vector_form_with_the_same_bits() {
        int n = Sweep.PARALLEL;
        var x = load(0);
        var y = load(1);
        for (var e : List.of(
                x.plus(y),
                x.minus(y),
                x.times(y),
                x.over(y),
                Expr.max(x, y),
                Expr.min(x, y),
                Expr.negate(x),
                Expr.sqrt(x),
                Expr.abs(x),
                Expr.sign(x))) {
            var program = new Program(3, 0, List.of(new Program.Write(2, e)));
            assertTrue(VectorDialect.covers(program));
            var a = Nd4j.randn(DataType.FLOAT, n);
            a.putScalar(0, 0);
            a.putScalar(1, Float.MIN_VALUE);
            a.putScalar(2, Double.NaN);
            a.putScalar(3, Double.NEGATIVE_INFINITY);
            var b = Nd4j.randn(DataType.FLOAT, n);
            var vectors = Nd4j.zeros(DataType.FLOAT, n);
            cpu.compile(program, a, b, vectors).run(new double[0]);
            var blocks = Nd4j.zeros(DataType.FLOAT, n);
            for (var from = 0; from < n; from += n / 4) {
                var part = NDArrayIndex.interval(from, from + n / 4);
                cpu.compile(program, a.get(part), b.get(part), blocks.get(part)).run(new double[0]);
            }
            assertArrayEquals(blocks.toFloatVector(), vectors.toFloatVector(), program.toString());
        }
        assertFalse(VectorDialect.covers(
                new Program(1, 0, List.of(new Program.Write(0, Expr.exp(x).plus(1))))));
    }

    @Test
    void programs_run_at_once_on_several_threads_give_the_same_bits() throws InterruptedException {
        var start = adamArrays(DataType.FLOAT, 200_000);
        var expected = copies(start);
        var first = new CpuOps(new Workers(1)).compile(adam(), expected);
        for (var i = 0; i < 20; i++) {
            first.run(STEP);
        }
        var results = new ArrayList<INDArray[]>();
        var threads = new ArrayList<Thread>();
        for (var t = 0; t < 4; t++) {
            var mine = copies(start);
            results.add(mine);
            var compiled = cpu.compile(adam(), mine);
            var thread = new Thread(() -> {
                for (var i = 0; i < 20; i++) {
                    compiled.run(STEP);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (var thread : threads) {
            thread.join();
        }
        for (var result : results) {
            for (var i = 0; i < 4; i++) {
                assertArrayEquals(expected[i].toFloatVector(), result[i].toFloatVector());
            }
        }
    }
}
