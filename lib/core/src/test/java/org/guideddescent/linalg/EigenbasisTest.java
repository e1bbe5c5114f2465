package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.guideddescent.compute.CpuOps;
import org.guideddescent.compute.Nd4jOps;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EigenbasisTest {
    private static final int N = 5;
    private static final double[] TURN = Matrices.rotation(N, 1);

    private final int[] order = new int[N];

    private static Eigenbasis.Tracked tracked(Eigenbasis recipe, Ops ops, DataType type) {
        return recipe.bind(
                new Place(ops, "w1 [5×4] left", Matrices.workspace(type), Matrices.workspace(type), Matrices.tally()),
                N);
    }

    private static INDArray matrix(DataType type, double... lambda) {
        return Matrices.array(Matrices.spectral(TURN, lambda), N, N, type);
    }

    /** |⟨column j of q, column k of TURN⟩|. */
    private static double overlap(INDArray q, int j, int k) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += q.getDouble(i, j) * TURN[i * N + k];
        }
        return Math.abs(sum);
    }

    @Test
    void theFirstBasisIsOfEigenvectorsByDescendingEigenvalue() {
        for (var refresh : Eigenbasis.Refresh.values()) {
            for (var ops : new Ops[] {new CpuOps(), new Nd4jOps()}) {
                for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                    var q = Nd4j.zeros(type, N, N);
                    var basis = tracked(new Eigenbasis(refresh, 0), ops, type);
                    assertTrue(basis.refresh(matrix(type, 3, 1, 5, 2, 4), q, order));
                    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, order);
                    int[] place = {2, 4, 0, 3, 1};
                    double[] d = new double[N];
                    basis.rayleigh(matrix(type, 3, 1, 5, 2, 4), q, d);
                    for (int j = 0; j < N; j++) {
                        assertEquals(1, overlap(q, j, place[j]), 1e-5);
                        assertEquals(5 - j, d[j], type == DataType.FLOAT ? 1e-5 : 1e-13);
                    }
                }
            }
        }
    }

    /** The second and third eigenvalue change places: the columns do too, and the report says which came from where. */
    @Test
    void aCrossingOfTheSpectrumIsReportedSoThatWhatIsKeptByColumnCanFollow() {
        for (var refresh : Eigenbasis.Refresh.values()) {
            for (var ops : new Ops[] {new CpuOps(), new Nd4jOps()}) {
                var q = Nd4j.zeros(DataType.DOUBLE, N, N);
                var basis = tracked(new Eigenbasis(refresh, 0), ops, DataType.DOUBLE);
                basis.refresh(matrix(DataType.DOUBLE, 5, 4, 3, 2, 1), q, order);
                var before = q.dup();
                assertTrue(basis.refresh(matrix(DataType.DOUBLE, 5, 3.4, 3.6, 2, 1), q, order));
                assertArrayEquals(new int[] {0, 2, 1, 3, 4}, order);
                for (int k = 0; k < N; k++) {
                    double dot = 0;
                    for (int i = 0; i < N; i++) {
                        dot += q.getDouble(i, k) * before.getDouble(i, order[k]);
                    }
                    assertEquals(1, Math.abs(dot), 1e-12, refresh + ": column " + k + " is the old column " + order[k]);
                }
                // Nothing moves at a second call.
                basis.refresh(matrix(DataType.DOUBLE, 5, 3.4, 3.6, 2, 1), q, order);
                assertArrayEquals(new int[] {0, 1, 2, 3, 4}, order);
            }
        }
    }

    @Test
    void orthogonalIterationConvergesToTheEigenvectorsOfAMatrixThatStandsStill() {
        var q = Nd4j.zeros(DataType.DOUBLE, N, N);
        var basis = tracked(new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0), Ops.current(), DataType.DOUBLE);
        // From the eigenvectors of another matrix altogether.
        basis.refresh(
                Matrices.array(
                        Matrices.spectral(Matrices.rotation(N, 7), new double[] {5, 4, 3, 2, 1}),
                        N,
                        N,
                        DataType.DOUBLE),
                q,
                order);
        for (int i = 0; i < 200; i++) {
            basis.refresh(matrix(DataType.DOUBLE, 16, 8, 4, 2, 1), q, order);
        }
        for (int j = 0; j < N; j++) {
            assertEquals(1, overlap(q, j, j), 1e-12);
        }
    }

    /** Oracle: Gram and Schmidt on the columns of L Q[:, order]. */
    @Test
    void oneStepIsThePowerStepWithQr() {
        var recipe = new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0);
        double[] start = Matrices.rotation(N, 11);
        var q = Matrices.array(start, N, N, DataType.DOUBLE);
        double[] l = Matrices.spectral(TURN, new double[] {5, 1, 4, 0.5, 2});
        tracked(recipe, Ops.current(), DataType.DOUBLE).refresh(Matrices.array(l, N, N, DataType.DOUBLE), q, order);
        double[] lq = Matrices.product(l, start, N);
        double[] d = new double[N];
        for (int j = 0; j < N; j++) {
            for (int i = 0; i < N; i++) {
                d[j] += start[i * N + j] * lq[i * N + j];
            }
        }
        for (int k = 1; k < N; k++) {
            assertTrue(d[order[k - 1]] >= d[order[k]]);
        }
        double[] want = new double[N * N];
        for (int k = 0; k < N; k++) {
            double[] v = new double[N];
            for (int i = 0; i < N; i++) {
                v[i] = lq[i * N + order[k]];
            }
            for (int j = 0; j < k; j++) {
                double dot = 0;
                for (int i = 0; i < N; i++) {
                    dot += want[i * N + j] * v[i];
                }
                for (int i = 0; i < N; i++) {
                    v[i] -= dot * want[i * N + j];
                }
            }
            double norm = 0;
            for (double x : v) {
                norm += x * x;
            }
            for (int i = 0; i < N; i++) {
                want[i * N + k] = v[i] / Math.sqrt(norm);
            }
        }
        assertArrayEquals(want, Matrices.plain(q), 1e-12);
    }

    @Test
    void aSingularMatrixStillGivesAnOrthonormalBasis() {
        for (var ops : new Ops[] {new CpuOps(), new Nd4jOps()}) {
            for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                for (var refresh : Eigenbasis.Refresh.values()) {
                    var q = Nd4j.zeros(type, N, N);
                    var basis = tracked(new Eigenbasis(refresh, 0), ops, type);
                    basis.refresh(matrix(type, 1, 0, 0, 0, 0), q, order);
                    basis.refresh(matrix(type, 1, 0, 0, 2, 0), q, order);
                    basis.refresh(Nd4j.zeros(type, N, N), q, order);
                    var gram = q.transpose().mmul(q).sub(Nd4j.eye(N).castTo(type));
                    assertTrue(gram.norm2Number().doubleValue() < (type == DataType.FLOAT ? 1e-5 : 1e-13));
                }
            }
        }
    }

    @Test
    void aBasisThatStillFitsIsReused() {
        double[] l = Matrices.spectral(TURN, new double[] {5, 4, 3, 2, 1});
        var q = Nd4j.zeros(DataType.DOUBLE, N, N);
        var basis = tracked(new Eigenbasis(Eigenbasis.Refresh.EIGH, 0.01), Ops.current(), DataType.DOUBLE);
        basis.refresh(Matrices.array(l, N, N, DataType.DOUBLE), q, order);
        var before = q.dup();
        // In the basis the change is δ off the diagonal, twice: the ratio is δ √2 / √55.
        for (double[] trial : new double[][] {{0.04, 0}, {0.06, 1}}) {
            double[] inBasis = new double[N * N];
            for (int i = 0; i < N; i++) {
                inBasis[i * N + i] = 5 - i;
            }
            inBasis[1] = trial[0];
            inBasis[N] = trial[0];
            var moved = before.mmul(Matrices.array(inBasis, N, N, DataType.DOUBLE))
                    .mmul(before.transpose())
                    .dup('c');
            assertEquals(trial[1] == 1, basis.refresh(moved, q, order), "ratio " + trial[0] * Math.sqrt(2 / 55.0));
            assertEquals(trial[1] == 1, q.sub(before).norm2Number().doubleValue() > 1e-3);
        }
    }

    @Test
    void aFailureKeepsTheBasisAndTheThirdInARowNamesTheParameter() {
        boolean[] broken = {false};
        var ops = FailingOps.eighFailing(Ops.current(), a -> broken[0]);
        var q = Nd4j.zeros(DataType.DOUBLE, N, N);
        var basis = tracked(new Eigenbasis(Eigenbasis.Refresh.EIGH, 0), ops, DataType.DOUBLE);
        basis.refresh(matrix(DataType.DOUBLE, 5, 4, 3, 2, 1), q, order);
        var before = q.dup();
        broken[0] = true;
        var next = matrix(DataType.DOUBLE, 5, 3, 4, 2, 1);
        assertFalse(basis.refresh(next, q, order));
        assertFalse(basis.refresh(next, q, order));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, order, "a basis that is kept has kept its order");
        var thrown = assertThrows(ArithmeticException.class, () -> basis.refresh(next, q, order));
        assertTrue(thrown.getMessage().contains("w1 [5×4] left failed 3 times"), thrown.getMessage());
        assertArrayEquals(Matrices.plain(before), Matrices.plain(q));
        next.putScalar(1, 1, Double.NaN);
        assertThrows(NotFiniteException.class, () -> basis.refresh(next, q, order));
    }

    @Test
    void aFirstBasisThatFailsIsTheIdentity() {
        var q = Nd4j.zeros(DataType.DOUBLE, N, N);
        var ops = FailingOps.eighFailing(Ops.current(), a -> true);
        tracked(new Eigenbasis(Eigenbasis.Refresh.EIGH, 0), ops, DataType.DOUBLE)
                .refresh(matrix(DataType.DOUBLE, 5, 4, 3, 2, 1), q, order);
        assertArrayEquals(Matrices.identity(N), Matrices.plain(q));
    }
}
