package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.guideddescent.linalg.Lanczos.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ritz pairs against spectra known beforehand. */
class LanczosTest {
    /** A = Q diag(λ) Qᵀ. */
    private static Dense matrix(double[] lambda, long seed) {
        int n = lambda.length;
        return new Dense(n, n, Matrices.spectral(Matrices.rotation(n, seed), lambda));
    }

    private static double eps(DataType type) {
        return type == DataType.DOUBLE ? 1e-12 : 1e-5;
    }

    private static double[] sorted(double[] lambda) {
        var sorted = lambda.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void asManyStepsAsRowsGiveAllEigenvaluesAsOftenAsTheyOccur(DataType type) {
        for (double[] lambda : new double[][] {
            {3},
            {2, -1},
            {5, 4, 3, 2, 1, 0, -1},
            {2, 2, 2, 7, 7, -3, 0, 0},
            {1, 1, 1, 1, 1},
            {0, 0, 0, 0},
            new Random(1).doubles(40, -1, 1).toArray()
        }) {
            var lanczos = new Lanczos(matrix(lambda, 2).operator(type), lambda.length).run(3);
            assertArrayEquals(sorted(lambda), lanczos.values(), 20 * eps(type), Arrays.toString(lambda));
        }
    }

    @Test
    void beginsAnewWhereTheSubspaceIsInvariantAndTellsSo() {
        var lambda = new double[] {4, 4, 4, 4, 1, 1, 1, -2, -2};
        var lanczos = new Lanczos(matrix(lambda, 4).operator(DataType.DOUBLE), 9).run(5);
        // Three, two and two different eigenvalues, then one and one.
        assertTrue(lanczos.restarts() >= 3, "restarts: " + lanczos.restarts());
        assertArrayEquals(sorted(lambda), lanczos.values(), 1e-12);
        var simple = new Lanczos(matrix(new double[] {4, 3, 2, 1, -1}, 4).operator(DataType.DOUBLE), 4).run(5);
        assertEquals(0, simple.restarts());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theOuterPairsConvergeFirst(DataType type) {
        int n = 120;
        var lambda = new Random(6).doubles(n, -1, 1).toArray();
        double[] outer = {9, 7, 5, -6, -8, -11};
        System.arraycopy(outer, 0, lambda, 0, outer.length);
        var a = matrix(lambda, 7);
        var lanczos = new Lanczos(a.operator(type), 30).run(8);
        check(a, lanczos, End.LARGEST, new double[] {9, 7, 5}, type);
        check(a, lanczos, End.SMALLEST, new double[] {-11, -8, -6}, type);
        check(a, lanczos, End.LARGEST_MAGNITUDE, new double[] {-11, 9, -8, 7, -6, 5}, type);
    }

    private static void check(Dense a, Lanczos lanczos, End end, double[] expected, DataType type) {
        var pairs = lanczos.pairs(end, expected.length);
        for (int i = 0; i < expected.length; i++) {
            var pair = pairs.get(i);
            assertEquals(expected[i], pair.value(), 100 * eps(type), end + " " + i);
            var v = new Dense(a.rows, 1, Matrices.plain(pair.vector()));
            assertEquals(1, v.turned().times(v).at(0, 0), 10 * eps(type));
            var residual = a.times(v).plus(-pair.value(), v);
            double norm = Math.sqrt(residual.turned().times(residual).at(0, 0));
            assertEquals(norm, pair.residual(), 100 * eps(type));
            assertTrue(norm < 1e-4, "residual " + norm);
        }
        // The gap is to the nearest other Ritz value.
        assertEquals(2, pairs.get(1).gap(), end == End.LARGEST ? 1e-3 : 3);
    }

    @Test
    void aPairThatHasNotConvergedSaysSoByItsResidual() {
        var lambda = new Random(9).doubles(100, -1, 1).toArray();
        var a = matrix(lambda, 10);
        var lanczos = new Lanczos(a.operator(DataType.DOUBLE), 5).run(11);
        for (var pair : lanczos.pairs(End.LARGEST, 5)) {
            assertTrue(pair.residual() > 1e-3, "residual " + pair.residual());
            // Some eigenvalue lies within the residual.
            double nearest = Arrays.stream(lambda)
                    .map(x -> Math.abs(x - pair.value()))
                    .min()
                    .orElseThrow();
            assertTrue(nearest <= pair.residual() + 1e-12, nearest + " against " + pair.residual());
        }
        assertEquals(
                Double.POSITIVE_INFINITY,
                new Lanczos(a.operator(DataType.DOUBLE), 1)
                        .run(1)
                        .pairs(End.SMALLEST, 1)
                        .get(0)
                        .gap());
    }

    @Test
    void theWeightsIntegratePolynomialsBelowTwiceTheStepsAndNoHigherOnes() {
        int n = 20;
        int k = 4;
        var a = matrix(new Random(12).doubles(n, -1, 1).toArray(), 13);
        var start = Dense.random(n, 1, 14);
        var lanczos = new Lanczos(a.operator(DataType.DOUBLE), k);
        var z = Rows.flat(start.array(DataType.DOUBLE));
        lanczos.run(z);
        double square = start.turned().times(start).at(0, 0);
        var power = start;
        for (int p = 0; p <= 2 * k; p++) {
            double expected = start.turned().times(power).at(0, 0) / square;
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += lanczos.weights()[i] * Math.pow(lanczos.values()[i], p);
            }
            if (p < 2 * k) {
                assertEquals(expected, sum, 1e-13, "power " + p);
            } else {
                assertTrue(Math.abs(expected - sum) > 1e-6, "power " + p + " should not be exact");
            }
            power = a.times(power);
        }
        assertArrayEquals(start.numbers, Matrices.plain(z), "the start was modified");
    }

    @Test
    void aRunAllocatesNothing() {
        var a = matrix(new Random(17).doubles(12, -1, 1).toArray(), 18).operator(DataType.FLOAT);
        var lanczos = new Lanczos(a, 8);
        Runnable hundred = () -> {
            for (int i = 0; i < 100; i++) {
                lanczos.run(i);
            }
        };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double each = Double.MAX_VALUE;
        // Until the compiler has removed the short-lived objects.
        for (int round = 0; round < 60 && each > 128; round++) {
            hundred.run();
            long before = threads.getCurrentThreadAllocatedBytes();
            hundred.run();
            each = Math.min(each, (threads.getCurrentThreadAllocatedBytes() - before) / 100.0);
        }
        assertTrue(each <= 128, each + " bytes for a run");
    }

    @Test
    void isAFunctionOfItsKey() {
        var a = matrix(new Random(15).doubles(30, -1, 1).toArray(), 16).operator(DataType.FLOAT);
        var lanczos = new Lanczos(a, 6);
        var first = lanczos.run(1).values();
        var other = lanczos.run(2).values();
        assertArrayEquals(first, new Lanczos(a, 6).run(1).values());
        assertTrue(Math.abs(first[5] - other[5]) > 1e-6);
    }

    @Test
    void refusesWhatItCannotDo() {
        var a = LinearOperator.identity(3, DataType.DOUBLE);
        assertEquals(
                "steps must be in [1, 3], got 4",
                assertThrows(IllegalArgumentException.class, () -> new Lanczos(a, 4))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Lanczos(a, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Lanczos(Dense.random(2, 3, 1).operator(DataType.FLOAT), 1));
        var lanczos = new Lanczos(a, 2).run(1);
        assertEquals(
                "count must be in [1, 2], got 3; more steps give more pairs",
                assertThrows(IllegalArgumentException.class, () -> lanczos.pairs(End.LARGEST, 3))
                        .getMessage());
        assertThrows(ArithmeticException.class, () -> lanczos.run(Nd4j.zeros(DataType.DOUBLE, 3)));
        INDArray broken = Nd4j.createFromArray(1, Double.NaN, 1);
        var thrown =
                assertThrows(ArithmeticException.class, () -> new Lanczos(LinearOperator.diagonal(broken), 2).run(1));
        assertEquals("product 1 of Lanczos is not finite", thrown.getMessage());
    }

    @Test
    void pairsAreATableWithoutTheirVectors() {
        var v = Nd4j.create(DataType.DOUBLE, 2);
        var table = EigenPair.table(
                List.of(new EigenPair(3, v, 0.5, 1), new EigenPair(2, v, 0.25, Double.POSITIVE_INFINITY)));
        assertEquals(List.of("value", "residual", "gap"), table.columnNames());
        assertEquals(List.of(3.0, 2.0), table.doubleColumn("value").asList());
        assertEquals(List.of(0.5, 0.25), table.doubleColumn("residual").asList());
        assertEquals(
                List.of(1.0, Double.POSITIVE_INFINITY),
                table.doubleColumn("gap").asList());
    }
}
