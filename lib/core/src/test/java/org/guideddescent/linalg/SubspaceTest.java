package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Spans that were turned by known angles. */
class SubspaceTest {
    private static final int N = 10;

    /** Columns whose i-th is turned from axis i towards axis k + i by angle i, all rotated and mixed at random. */
    private static INDArray turned(double[] angles, DataType type) {
        int k = angles.length;
        var columns = new Dense(N, k, new double[N * k]);
        for (int i = 0; i < k; i++) {
            columns.numbers[i * k + i] = Math.cos(angles[i]);
            columns.numbers[(k + i) * k + i] = Math.sin(angles[i]);
        }
        var rotation = new Dense(N, N, Matrices.rotation(N, 1));
        return rotation.times(columns).times(Dense.random(k, k, 2)).array(type);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void findsTheAnglesThatSpansWereTurnedBy(DataType type) {
        double[] angles = {1e-9, 0.3, 1.1, Math.PI / 2 - 1e-9};
        var a = Subspace.of(turned(new double[4], type));
        var b = Subspace.of(turned(angles, type));
        double eps = type == DataType.DOUBLE ? 1e-13 : 1e-5;
        assertArrayEquals(angles, a.angles(b), eps);
        assertArrayEquals(angles, b.angles(a), eps);
        assertEquals(1, a.distance(b), eps);
        double overlap = Arrays.stream(angles)
                .map(x -> Math.cos(x) * Math.cos(x))
                .average()
                .orElseThrow();
        assertEquals(overlap, a.overlap(b), eps);
    }

    @Test
    void theDistanceIsTheNormOfTheProjectorsDifference() {
        for (double[] angles : new double[][] {{0.2}, {0.1, 0.7, 0.4}}) {
            var a = turned(new double[angles.length], DataType.DOUBLE);
            var b = turned(angles, DataType.DOUBLE);
            double expected = spectralNorm(projector(a).plus(-1, projector(b)));
            assertEquals(expected, Subspace.of(a).distance(Subspace.of(b)), 1e-12);
            assertEquals(Math.sin(Arrays.stream(angles).max().orElseThrow()), expected, 1e-10);
        }
    }

    /** The projector on the columns by Gram and Schmidt. */
    private static Dense projector(INDArray columns) {
        int n = columns.rows();
        int k = columns.columns();
        var sum = new Dense(n, n, new double[n * n]);
        for (int c = 0; c < k; c++) {
            var x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = columns.getDouble(i, c);
            }
            var v = new Dense(n, 1, x);
            for (int pass = 0; pass < 2; pass++) {
                v = v.plus(-1, sum.times(v));
            }
            double square = v.turned().times(v).at(0, 0);
            sum = sum.plus(1 / square, v.times(v.turned()));
        }
        return sum;
    }

    /** The largest |eigenvalue| by powers of the square. */
    private static double spectralNorm(Dense symmetric) {
        var v = Dense.random(symmetric.rows, 1, 3);
        double norm = 0;
        for (int i = 0; i < 2000; i++) {
            v = symmetric.times(symmetric.times(v));
            norm = Math.sqrt(v.turned().times(v).at(0, 0));
            v = v.plus(1 / norm - 1, v);
        }
        return Math.sqrt(norm);
    }

    @Test
    void aSpanIsTheSameInAnyBasisAndLiesInALargerOne() {
        var large = Subspace.of(Dense.random(N, 4, 4).array(DataType.DOUBLE));
        var same =
                Subspace.of(Dense.random(N, 4, 4).times(Dense.random(4, 4, 5)).array(DataType.DOUBLE));
        assertEquals(0, large.distance(same), 1e-12);
        assertEquals(1, large.overlap(same), 1e-12);
        var part =
                Subspace.of(Dense.random(N, 4, 4).times(Dense.random(4, 2, 6)).array(DataType.DOUBLE));
        assertArrayEquals(new double[2], large.angles(part), 1e-12);
        assertArrayEquals(new double[2], part.angles(large), 1e-12);
        assertEquals(1, part.overlap(large), 1e-12);
        assertEquals(1, part.distance(large));
        var other = Subspace.of(Dense.random(N, 4, 7).array(DataType.DOUBLE));
        assertTrue(large.distance(other) > 0.1 && large.overlap(other) < 0.9);
    }

    @Test
    void ritzVectorsSpanTheEigenvectorsOfAGap() {
        double[] lambda = {9, 8, 7, 1, 0.5, 0.2, 0.1, 0, -0.5, -1};
        double[] q = Matrices.rotation(N, 8);
        var top = new double[N * 3];
        for (int i = 0; i < N; i++) {
            System.arraycopy(q, i * N, top, i * 3, 3);
        }
        var a = new Dense(N, N, Matrices.spectral(q, lambda)).operator(DataType.DOUBLE);
        var pairs = new Lanczos(a, N).run(1).pairs(Lanczos.End.LARGEST, 3);
        assertEquals(0, Subspace.of(pairs).distance(Subspace.of(Matrices.array(top, N, 3, DataType.DOUBLE))), 1e-12);
    }

    @Test
    void refusesColumnsThatSpanLess() {
        var dependent = Dense.random(5, 2, 9).times(Dense.random(2, 3, 10)).array(DataType.DOUBLE);
        var thrown = assertThrows(IllegalArgumentException.class, () -> Subspace.of(dependent));
        assertTrue(
                thrown.getMessage()
                        .startsWith("the columns of a subspace must be independent; singular values of [5 × 3] go "),
                thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Subspace.of(Nd4j.zeros(DataType.FLOAT, 3, 1)));
        assertThrows(IllegalArgumentException.class, () -> Subspace.of(Nd4j.ones(DataType.FLOAT, 3, 4)));
        var a = Subspace.of(Nd4j.ones(DataType.DOUBLE, 3, 1));
        var b = Subspace.of(Nd4j.ones(DataType.DOUBLE, 4, 1));
        assertEquals(
                "subspaces of one space are compared, got columns of 3 and of 4 numbers",
                assertThrows(IllegalArgumentException.class, () -> a.angles(b)).getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void singularValuesDescendWhateverTheShape(DataType type) {
        double eps = type == DataType.DOUBLE ? 1e-12 : 1e-5;
        double[] sigma = {3, 2, 0.5};
        for (int n : new int[] {3, 6}) {
            var left = new Dense(3, 3, Matrices.rotation(3, 11));
            var right = new Dense(n, n, Matrices.rotation(n, 12));
            var middle = new Dense(3, n, new double[3 * n]);
            for (int i = 0; i < 3; i++) {
                middle.numbers[i * n + i] = sigma[2 - i];
            }
            var a = left.times(middle).times(right);
            assertArrayEquals(sigma, SingularValues.of(a.array(type)), eps);
            assertArrayEquals(sigma, SingularValues.of(a.turned().array(type)), eps);
        }
        assertArrayEquals(new double[] {5}, SingularValues.of(Nd4j.createFromArray(new double[][] {{3}, {-4}})), 1e-12);
    }

    @Test
    void ranksCountEqualSingularValuesAndNeglectSmallOnes() {
        assertEquals(4, SingularValues.stableRank(new double[] {2, 2, 2, 2}), 1e-14);
        assertEquals(4, SingularValues.effectiveRank(new double[] {2, 2, 2, 2}), 1e-14);
        assertEquals(1.25, SingularValues.stableRank(new double[] {2, 1, 0}), 1e-14);
        double p = 2.0 / 3;
        assertEquals(
                Math.pow(p, -p) * Math.pow(1 - p, -(1 - p)),
                SingularValues.effectiveRank(new double[] {2, 1, 0}),
                1e-14);
        assertEquals(0, SingularValues.stableRank(new double[2]));
        assertEquals(0, SingularValues.effectiveRank(new double[2]));
    }
}
