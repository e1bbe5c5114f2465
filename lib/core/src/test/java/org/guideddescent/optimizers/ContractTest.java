package org.guideddescent.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What every optimizer of the façade must do; a new optimizer is one new row of {@link Catalogue}. */
class ContractTest {
    private static final int[][] SHAPES = {{2, 2}, {3, 7}, {7, 3}, {16, 16}, {40, 90}};

    static List<Catalogue.Row> rows() {
        return Catalogue.rows();
    }

    @Test
    void everyMethodOfTheFacadeHasARow() {
        var methods = Arrays.stream(Optimizers.class.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()))
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        var rows = rows().stream().map(Catalogue.Row::method).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(methods, rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void followsItsOracleInDoubleForFiftySteps(Catalogue.Row row) {
        for (var shape : SHAPES) {
            var run = new Trajectory(row.rule(), shape[0], shape[1], DataType.DOUBLE);
            var oracle = row.oracle().apply(shape[0], shape[1]);
            double[] theta = run.theta.flat().toDoubleVector();
            for (int t = 1; t <= 50; t++) {
                double[] g = run.gradientAt(theta, t);
                run.step(g);
                oracle.step(theta, g, t);
                assertArrayEquals(
                        theta, run.theta.flat().toDoubleVector(), 1e-12, "step " + t + " of " + Arrays.toString(shape));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void floatFollowsDouble(Catalogue.Row row) {
        var single = new Trajectory(row.rule(), 8, 5, DataType.FLOAT);
        var twice = new Trajectory(row.rule(), 8, 5, DataType.DOUBLE);
        for (int t = 1; t <= 10; t++) {
            double[] g = twice.gradientAt(twice.theta.flat().toDoubleVector(), t);
            single.step(g);
            twice.step(g);
        }
        // Newton–Schulz amplifies rounding by its slope of 3.4 a step, 500 in five.
        assertArrayEquals(twice.theta.flat().toDoubleVector(), toDouble(single.theta), 2e-4);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resumesBitwiseFromACheckpoint(Catalogue.Row row, @TempDir Path folder) {
        var whole = new Trajectory(row.rule(), 6, 4, DataType.FLOAT);
        var first = new Trajectory(row.rule(), 6, 4, DataType.FLOAT);
        for (int t = 1; t <= 7; t++) {
            whole.step(whole.gradientAt(toDouble(whole.theta), t));
            first.step(first.gradientAt(toDouble(first.theta), t));
        }
        first.optimizer.save(folder.resolve("c.zip"));
        var second = new Trajectory(row.rule(), 6, 4, DataType.FLOAT);
        second.optimizer.load(folder.resolve("c.zip"));
        assertEquals(7, second.optimizer.steps());
        for (int t = 8; t <= 14; t++) {
            whole.step(whole.gradientAt(toDouble(whole.theta), t));
            second.step(second.gradientAt(toDouble(second.theta), t));
        }
        assertArrayEquals(toDouble(whole.theta), toDouble(second.theta));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void allocatesNoArraysAfterTheFirstStep(Catalogue.Row row) {
        var run = new Trajectory(row.rule(), 64, 64, DataType.FLOAT);
        var g = run.theta.like();
        g.flat().assign(0.1);
        for (int i = 0; i < 2000; i++) {
            run.optimizer.step(g, 1);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            run.optimizer.step(g, 1);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
        // The step's own record of two numbers, and nothing that grows with the 16 kB of parameters.
        assertTrue(each <= 256, each + " bytes a step");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leavesWeightsAloneAtRateZero(Catalogue.Row row) {
        var run = new Trajectory(row.rule().at(0), 6, 4, DataType.FLOAT);
        double[] before = toDouble(run.theta);
        run.step(run.gradientAt(before, 1));
        assertArrayEquals(before, toDouble(run.theta));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void staysFiniteAtAZeroGradient(Catalogue.Row row) {
        var run = new Trajectory(row.rule(), 6, 4, DataType.FLOAT);
        for (int i = 0; i < 3; i++) {
            run.step(new double[24]);
        }
        for (double x : toDouble(run.theta)) {
            assertTrue(Double.isFinite(x));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void commutesWithRotationExactlyWhenItShould(Catalogue.Row row) {
        var q = rotation(5, 1);
        var r = rotation(4, 2);
        double gap = equivarianceGap(row.rule(), q, r, 10);
        if (row.rotates()) {
            assertTrue(gap < 1e-9, "gap " + gap);
        } else {
            assertTrue(gap > 1e-2, "a negative control that does not fail: gap " + gap);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void commutesWithPermutation(Catalogue.Row row) {
        var q = permutation(5, new int[] {3, 1, 4, 0, 2});
        var r = permutation(4, new int[] {2, 0, 3, 1});
        assertTrue(equivarianceGap(row.rule(), q, r, 10) < 1e-12);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ignoresTheScaleOfTheLossExactlyWhenItShould(Catalogue.Row row) {
        var a = new Trajectory(row.rule(), 5, 4, DataType.DOUBLE);
        var b = new Trajectory(row.rule(), 5, 4, DataType.DOUBLE);
        for (int t = 1; t <= 10; t++) {
            double[] g = a.gradientAt(new double[20], t);
            a.step(g);
            b.step(Arrays.stream(g).map(x -> 1024 * x).toArray());
        }
        double gap = distance(toDouble(a.theta), toDouble(b.theta));
        assertTrue(row.scaleFree() ? gap < 1e-6 : gap > 1e-2, "gap " + gap);
    }

    /** Steps on (θ₀, g) and on (Q θ₀ R, Q g R), then compares Q θ R of the first with the second. */
    private static double equivarianceGap(Transform rule, double[] q, double[] r, int steps) {
        int m = 5;
        int n = 4;
        var plain = new Trajectory(rule, m, n, DataType.DOUBLE);
        var turned = new Trajectory(rule, m, n, DataType.DOUBLE);
        turned.set(both(q, toDouble(plain.theta), r, m, n));
        for (int t = 1; t <= steps; t++) {
            double[] g = plain.gradientAt(new double[m * n], t);
            plain.step(g);
            turned.step(both(q, g, r, m, n));
        }
        return distance(both(q, toDouble(plain.theta), r, m, n), toDouble(turned.theta));
    }

    private static double[] both(double[] q, double[] x, double[] r, int m, int n) {
        return Oracle.product(Oracle.product(q, x, m, m, n), r, m, n, n);
    }

    private static double distance(double[] a, double[] b) {
        double d = 0;
        double n = 0;
        for (int i = 0; i < a.length; i++) {
            d += (a[i] - b[i]) * (a[i] - b[i]);
            n += a[i] * a[i];
        }
        return Math.sqrt(d / n);
    }

    private static double[] permutation(int n, int[] image) {
        double[] p = new double[n * n];
        for (int i = 0; i < n; i++) {
            p[i * n + image[i]] = 1;
        }
        return p;
    }

    /** A random orthogonal matrix by Gram and Schmidt. */
    private static double[] rotation(int n, long seed) {
        var random = new Random(seed);
        double[] q = random.doubles((long) n * n).map(u -> u - 0.5).toArray();
        for (int i = 0; i < n; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double dot = 0;
                    for (int k = 0; k < n; k++) {
                        dot += q[i * n + k] * q[j * n + k];
                    }
                    for (int k = 0; k < n; k++) {
                        q[i * n + k] -= dot * q[j * n + k];
                    }
                }
            }
            double norm = 0;
            for (int k = 0; k < n; k++) {
                norm += q[i * n + k] * q[i * n + k];
            }
            for (int k = 0; k < n; k++) {
                q[i * n + k] /= Math.sqrt(norm);
            }
        }
        return q;
    }

    private static double[] toDouble(ParamVector v) {
        return v.flat().castTo(DataType.DOUBLE).toDoubleVector();
    }

    /** An optimizer on one matrix, and gradients with noise, a pull towards zero, and an entry that is always zero. */
    private static final class Trajectory {
        final ParamVector theta;
        final ParamVector grad;
        final Optimizer optimizer;

        Trajectory(Transform rule, int rows, int cols, DataType type) {
            theta = ParamVector.zeros(
                    Layout.builder().add("w", Role.HIDDEN, rows, cols).build(), type);
            grad = theta.like();
            set(new Random(5).doubles((long) rows * cols).map(u -> 2 * u - 1).toArray());
            optimizer = new Optimizer(rule, theta);
        }

        void set(double[] x) {
            theta.flat().assign(Nd4j.createFromArray(x).castTo(theta.type()));
        }

        double[] gradientAt(double[] at, long t) {
            var random = new Random(100 + t);
            double[] g = new double[at.length];
            for (int i = 0; i < g.length; i++) {
                g[i] = 0.3 * at[i] + random.nextGaussian();
            }
            g[1] = 0;
            return g;
        }

        void step(double[] g) {
            grad.flat().assign(Nd4j.createFromArray(g).castTo(grad.type()));
            optimizer.step(grad, 1);
        }
    }
}
