package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** XTrace and XDiag against their definitions: for each probe a basis of the products of all others, by Gram and Schmidt. */
class LeaveOneOutTest {
    private static final int N = 9;
    private static final int K = 4;
    private static final long KEY = 5;

    private final Dense a = Dense.random(N, N, 1);

    /** The probes as columns [n × 1]. */
    private static Dense[] probes(Probes kind) {
        var keys = new SplittableRandom(KEY);
        var z = Nd4j.create(DataType.DOUBLE, N);
        var omega = new Dense[K];
        for (int i = 0; i < K; i++) {
            kind.draw(keys.nextLong(), z);
            omega[i] = new Dense(N, 1, Matrices.plain(z));
        }
        return omega;
    }

    /** The projector on the span of A ωⱼ, j ≠ i. */
    private Dense projector(Dense[] omega, int i) {
        var p = new Dense(N, N, new double[N * N]);
        for (int j = 0; j < K; j++) {
            if (j != i) {
                var v = a.times(omega[j]);
                v = v.plus(-1, p.times(v));
                v = v.plus(-1, p.times(v));
                p = p.plus(1 / v.turned().times(v).at(0, 0), v.times(v.turned()));
            }
        }
        return p;
    }

    private static double trace(Dense square) {
        double sum = 0;
        for (int i = 0; i < square.rows; i++) {
            sum += square.at(i, i);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Probes.class)
    void xTraceIsTheMeanOfTheTracesWithOneProbeLeftOut(Probes kind) {
        var omega = probes(kind);
        var samples = new double[K];
        for (int i = 0; i < K; i++) {
            var p = projector(omega, i);
            var u = omega[i].plus(-1, p.times(omega[i]));
            double rest = u.turned().times(a).times(u).at(0, 0);
            if (kind == Probes.SPHERE) {
                rest *= (N - K + 1) / u.turned().times(u).at(0, 0);
            }
            samples[i] = trace(p.times(a).times(p)) + rest;
        }
        var expected = Estimate.of(samples, 2 * K);
        var estimate = new XTrace(kind, K).trace(a.operator(DataType.DOUBLE), KEY);
        assertEquals(expected.value(), estimate.value(), 1e-10);
        assertEquals(expected.standardError(), estimate.standardError(), 1e-10);
    }

    @ParameterizedTest
    @EnumSource(Probes.class)
    void xDiagIsTheMeanOfTheDiagonalsWithOneProbeLeftOut(Probes kind) {
        var omega = probes(kind);
        var samples = new double[N][K];
        for (int i = 0; i < K; i++) {
            var p = projector(omega, i);
            var pa = p.times(a);
            var y = a.times(omega[i]);
            var rest = y.plus(-1, p.times(y));
            for (int row = 0; row < N; row++) {
                samples[row][i] = pa.at(row, row) + omega[i].at(row, 0) * rest.at(row, 0);
            }
        }
        var estimate = new XDiag(kind, K).diagonal(a.operator(DataType.DOUBLE), KEY);
        for (int row = 0; row < N; row++) {
            var expected = Estimate.of(samples[row], 2 * K);
            assertEquals(expected.value(), estimate.value().getDouble(row), 1e-10);
            assertEquals(expected.standardError(), estimate.standardError().getDouble(row), 1e-10);
        }
    }
}
