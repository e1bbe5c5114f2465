package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import org.guideddescent.compute.CpuOps;
import org.guideddescent.compute.Nd4jOps;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EighTest {
    private static final int N = 6;
    private static final double[] LAMBDA = {0.5, 1, 2, 3, 5, 8};

    private final Tally tally = Matrices.tally();
    private int calls;

    private Eigh eigh(Predicate<INDArray> fails, DataType type) {
        var ops = FailingOps.eighFailing(Ops.current(), a -> {
            calls++;
            return fails.test(a);
        });
        return new Eigh(ops, N, "w1 [6×4] left", Matrices.workspace(type), tally);
    }

    private static INDArray matrix(DataType type) {
        return Matrices.array(Matrices.spectral(Matrices.rotation(N, 1), LAMBDA), N, N, type);
    }

    private static void assertDecomposes(INDArray values, INDArray vectors, double tolerance) {
        assertArrayEquals(LAMBDA, Matrices.plain(values), tolerance);
        var again = Matrices.spectral(Matrices.plain(vectors), Matrices.plain(values));
        assertArrayEquals(Matrices.plain(matrix(DataType.DOUBLE)), again, tolerance);
    }

    @Test
    void decomposesWithBothOpsInBothTypes() {
        for (var ops : new Ops[] {new CpuOps(), new Nd4jOps()}) {
            for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                var values = Nd4j.zeros(type, N);
                var vectors = Nd4j.zeros(type, N, N);
                var eigh = new Eigh(ops, N, "w", Matrices.workspace(type), tally);
                assertTrue(eigh.decompose(matrix(type), values, vectors));
                assertDecomposes(values, vectors, type == DataType.FLOAT ? 1e-5 : 1e-13);
            }
        }
        assertEquals(0, tally.get());
    }

    @Test
    void aFailureInFloatIsRetriedInDouble() {
        var values = Nd4j.zeros(DataType.FLOAT, N);
        var vectors = Nd4j.zeros(DataType.FLOAT, N, N);
        var eigh = eigh(a -> a.dataType() == DataType.FLOAT, DataType.FLOAT);
        assertTrue(eigh.decompose(matrix(DataType.FLOAT), values, vectors));
        assertDecomposes(values, vectors, 1e-6);
        assertEquals(2, calls);
        assertEquals(0, tally.get());
    }

    @Test
    void aFailureInDoubleIsRetriedWithJitterWhichIsTakenOffAgain() {
        var plain = matrix(DataType.DOUBLE);
        var values = Nd4j.zeros(DataType.DOUBLE, N);
        var vectors = Nd4j.zeros(DataType.DOUBLE, N, N);
        double first = plain.getDouble(0, 0);
        var eigh = eigh(a -> a.getDouble(0, 0) == first, DataType.DOUBLE);
        assertTrue(eigh.decompose(plain, values, vectors));
        assertDecomposes(values, vectors, 1e-13);
        assertEquals(2, calls);
        assertEquals(first, plain.getDouble(0, 0));
    }

    @Test
    void whereAllFailsTheLastBasisIsKeptAndTheThirdInARowNamesTheParameter() {
        var values = Nd4j.valueArrayOf(new long[] {N}, 7.0, DataType.FLOAT);
        var vectors = Nd4j.valueArrayOf(new long[] {N, N}, 7.0, DataType.FLOAT);
        boolean[] broken = {true};
        var eigh = eigh(a -> broken[0], DataType.FLOAT);
        for (int i = 1; i <= 2; i++) {
            assertFalse(eigh.decompose(matrix(DataType.FLOAT), values, vectors));
            assertEquals(i, tally.get());
            assertEquals(3 * i, calls);
        }
        broken[0] = false;
        assertTrue(eigh.decompose(matrix(DataType.FLOAT), Nd4j.zeros(DataType.FLOAT, N), vectors.dup()));
        assertEquals(0, tally.get());
        broken[0] = true;
        assertFalse(eigh.decompose(matrix(DataType.FLOAT), values, vectors));
        assertFalse(eigh.decompose(matrix(DataType.FLOAT), values, vectors));
        var thrown =
                assertThrows(ArithmeticException.class, () -> eigh.decompose(matrix(DataType.FLOAT), values, vectors));
        assertTrue(thrown.getMessage().contains("w1 [6×4] left failed 3 times in a row"), thrown.getMessage());
        assertEquals(7.0 * N, values.sumNumber().doubleValue());
        assertEquals(7.0 * N * N, vectors.sumNumber().doubleValue());
    }

    @Test
    void whatIsNotFiniteIsRefusedAtOnceAndNotCounted() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            var a = matrix(DataType.FLOAT);
            a.putScalar(2, 3, bad);
            var vectors = Nd4j.ones(DataType.FLOAT, N, N);
            var eigh = eigh(x -> false, DataType.FLOAT);
            var thrown = assertThrows(
                    NotFiniteException.class, () -> eigh.decompose(a, Nd4j.zeros(DataType.FLOAT, N), vectors));
            assertTrue(thrown.getMessage().startsWith("w1 [6×4] left holds NaN"), thrown.getMessage());
            assertEquals(N * N, vectors.sumNumber().doubleValue());
        }
        assertEquals(0, calls);
        assertEquals(0, tally.get());
    }
}
