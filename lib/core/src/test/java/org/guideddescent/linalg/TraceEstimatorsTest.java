package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Estimates of traces, norms and diagonals against the numbers of dense matrices. */
class TraceEstimatorsTest {
    private static final int N = 12;
    private static final int KEYS = 500;

    /** An estimator of a trace. */
    @FunctionalInterface
    private interface Tracing {
        Estimate of(LinearOperator a, long key);
    }

    /** An estimator of a diagonal. */
    @FunctionalInterface
    private interface Diagonalizing {
        VectorEstimate of(LinearOperator a, long key);
    }

    private record Tracer(String name, Tracing trace, int products) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Diagonalizer(String name, Diagonalizing diagonal, int products) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Tracer> tracers() {
        return Stream.of(Probes.values())
                .flatMap(p -> Stream.of(
                        new Tracer("Hutchinson " + p, new Hutchinson(p, 4)::trace, 4),
                        new Tracer("Hutch++ " + p, new HutchPlusPlus(p, 3)::trace, 9),
                        new Tracer("XTrace " + p, new XTrace(p, 4)::trace, 8)));
    }

    static Stream<Diagonalizer> diagonalizers() {
        return Stream.of(Probes.values())
                .flatMap(p -> Stream.of(
                        new Diagonalizer("Hutchinson " + p, new Hutchinson(p, 4)::diagonal, 4),
                        new Diagonalizer("XDiag " + p, new XDiag(p, 4)::diagonal, 8)));
    }

    /** Not symmetric, not definite, with a decaying spectrum. */
    private static Dense matrix(int n) {
        var left = Matrices.rotation(n, 1);
        var decay = Matrices.geometric(n, 100);
        var a = new Dense(n, n, Matrices.spectral(left, decay));
        return a.plus(0.1, Dense.random(n, n, 2));
    }

    /** Of rank r. */
    private static Dense lowRank(int n, int r) {
        return Dense.random(n, r, 3).times(Dense.random(r, n, 4));
    }

    private static double trace(Dense a) {
        double sum = 0;
        for (int i = 0; i < a.rows; i++) {
            sum += a.at(i, i);
        }
        return sum;
    }

    /** (mean − expected) / (standard error of the mean). */
    private static double score(double[] x, double expected) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double variance = 0;
        for (double v : x) {
            variance += (v - mean) * (v - mean) / (x.length - 1);
        }
        return (mean - expected) / Math.sqrt(variance / x.length);
    }

    @ParameterizedTest
    @MethodSource("tracers")
    void aTraceIsWithoutBiasAndItsStandardErrorIsTheSpreadOfTheEstimates(Tracer t) {
        var a = matrix(N);
        var operator = a.operator(DataType.DOUBLE);
        double expected = trace(a);
        var values = new double[KEYS];
        double spread = 0;
        double claimed = 0;
        for (int key = 0; key < KEYS; key++) {
            var estimate = t.trace.of(operator, key);
            assertEquals(t.products, estimate.products());
            values[key] = estimate.value();
            spread += Math.pow(estimate.value() - expected, 2) / KEYS;
            claimed += Math.pow(estimate.standardError(), 2) / KEYS;
        }
        double z = score(values, expected);
        assertTrue(Math.abs(z) < 3, t + " is off by " + z + " standard errors");
        double control = score(values, expected + 0.7);
        assertTrue(Math.abs(control) > 3, t + " does not tell a wrong trace: " + control);
        double ratio = Math.sqrt(claimed / spread);
        // Independent samples must agree up to chance; exchangeable ones up to a factor.
        double factor = t.name.startsWith("XTrace") ? 2 : 1.2;
        assertTrue(ratio < factor && ratio > 1 / factor, t + " claims " + ratio + " of its spread");
    }

    @ParameterizedTest
    @EnumSource(
            value = Probes.class,
            names = {"RADEMACHER", "NORMAL"})
    void theVarianceOfHutchinsonsTraceIsThatOfTheFormula(Probes probes) {
        var a = matrix(N);
        var symmetric = a.plus(1, a.turned());
        double expected = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                expected += i == j && probes == Probes.RADEMACHER ? 0 : 2 * Math.pow(symmetric.at(i, j), 2);
            }
        }
        var operator = symmetric.operator(DataType.DOUBLE);
        var squares = new double[KEYS];
        for (int key = 0; key < KEYS; key++) {
            var estimate = new Hutchinson(probes, 20).trace(operator, key);
            squares[key] = 20 * Math.pow(estimate.standardError(), 2);
        }
        double z = score(squares, expected);
        assertTrue(Math.abs(z) < 3, "the variance is off by " + z + " standard errors");
        assertTrue(Math.abs(score(squares, 1.2 * expected)) > 3);
    }

    @Test
    void withAsManyProbesAsColumnsOnlyOneDirectionIsLeftAndItsLengthIsKnown() {
        var a = matrix(N);
        var estimate = new XTrace(Probes.SPHERE, N).trace(a.operator(DataType.DOUBLE), 1);
        assertEquals(trace(a), estimate.value(), 1e-11);
        assertEquals(0, estimate.standardError(), 1e-11);
    }

    @Test
    void probesThatAreNotWhiteGiveABiasThatIsSeen() {
        var a = matrix(N);
        var minusOnes = Nd4j.valueArrayOf(new long[] {N}, -1, DataType.DOUBLE);
        var out = minusOnes.like();
        a.operator(DataType.DOUBLE).times(minusOnes, out);
        double constant = -out.sumNumber().doubleValue();
        var values = new double[KEYS];
        for (int key = 0; key < KEYS; key++) {
            // A quarter of the probes are all −1.
            values[key] = key % 4 == 0
                    ? constant
                    : new Hutchinson(Probes.RADEMACHER, 2)
                            .trace(a.operator(DataType.DOUBLE), key)
                            .value();
        }
        assertTrue(Math.abs(score(values, trace(a))) > 3);
    }

    @ParameterizedTest
    @MethodSource("diagonalizers")
    void aDiagonalIsWithoutBias(Diagonalizer d) {
        var a = matrix(N);
        var operator = a.operator(DataType.DOUBLE);
        var values = new double[N][KEYS];
        double claimed = 0;
        double spread = 0;
        for (int key = 0; key < KEYS; key++) {
            var estimate = d.diagonal.of(operator, key);
            assertEquals(d.products, estimate.products());
            for (int i = 0; i < N; i++) {
                values[i][key] = estimate.value().getDouble(i);
                spread += Math.pow(values[i][key] - a.at(i, i), 2);
                claimed += Math.pow(estimate.standardError().getDouble(i), 2);
            }
        }
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double z = score(values[i], a.at(i, i));
            sum += z * z;
            assertTrue(Math.abs(score(values[i], a.at(i, i) + 0.2)) > 3, d + " does not tell a wrong entry " + i);
        }
        // A χ² number of N degrees of freedom, three standard deviations above its mean.
        assertTrue(sum < N + 3 * Math.sqrt(2.0 * N), d + ": squared scores sum to " + sum);
        double ratio = Math.sqrt(claimed / spread);
        double factor = d.name.startsWith("XDiag") ? 2 : 1.2;
        assertTrue(ratio < factor && ratio > 1 / factor, d + " claims " + ratio + " of its spread");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void signsAreExactOnDiagonalMatricesAndNormalNumbersAreNot(DataType type) {
        var d = Rows.flat(Dense.random(1, N, 5).array(type));
        var a = LinearOperator.diagonal(d);
        double expected = d.sumNumber().doubleValue();
        double eps = type == DataType.DOUBLE ? 1e-14 : 1e-5;
        var exact = new Hutchinson(Probes.RADEMACHER, 3);
        assertEquals(expected, exact.trace(a, 1).value(), eps);
        assertEquals(0, exact.trace(a, 1).standardError(), eps);
        assertArrayEquals(Matrices.plain(d), Matrices.plain(exact.diagonal(a, 1).value()), eps);
        assertEquals(0, exact.diagonal(a, 1).standardError().maxNumber().doubleValue(), eps);
        assertTrue(new Hutchinson(Probes.NORMAL, 3).trace(a, 1).standardError() > 1e-2);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aLowRankIsKnownExactly(DataType type) {
        double eps = type == DataType.DOUBLE ? 1e-11 : 5e-4;
        for (int r = 0; r <= 4; r++) {
            var a = r == 0 ? new Dense(30, 30, new double[900]) : lowRank(30, r);
            var operator = a.operator(type);
            for (var p : Probes.values()) {
                for (var estimate :
                        List.of(new HutchPlusPlus(p, 5).trace(operator, 6), new XTrace(p, 5).trace(operator, 6))) {
                    assertEquals(trace(a), estimate.value(), eps, p + ", rank " + r);
                    assertEquals(0, estimate.standardError(), eps, p + ", rank " + r);
                }
                var diagonal = new XDiag(p, 5).diagonal(operator, 6);
                for (int i = 0; i < 30; i++) {
                    assertEquals(a.at(i, i), diagonal.value().getDouble(i), eps, p + ", rank " + r);
                }
            }
        }
        // One rank more is not.
        assertTrue(new XTrace(Probes.RADEMACHER, 5)
                        .trace(lowRank(30, 5).operator(type), 6)
                        .standardError()
                > 1e-3);
    }

    @Test
    void onADecayingSpectrumTheBetterEstimatorsAreNearer() {
        var q = Matrices.rotation(60, 7);
        var lambda = Matrices.geometric(60, 1e8);
        var a = new Dense(60, 60, Matrices.spectral(q, lambda));
        var operator = a.operator(DataType.DOUBLE);
        double plain = 0;
        double plusPlus = 0;
        double x = 0;
        double xDiag = 0;
        for (int key = 0; key < 20; key++) {
            plain += Math.abs(
                    new Hutchinson(Probes.RADEMACHER, 30).trace(operator, key).value() - trace(a));
            plusPlus += Math.abs(new HutchPlusPlus(Probes.RADEMACHER, 10)
                            .trace(operator, key)
                            .value()
                    - trace(a));
            x += Math.abs(new XTrace(Probes.SPHERE, 15).trace(operator, key).value() - trace(a));
            xDiag += distance(
                            a,
                            new XDiag(Probes.RADEMACHER, 15)
                                    .diagonal(operator, key)
                                    .value())
                    / distance(
                            a,
                            new Hutchinson(Probes.RADEMACHER, 30)
                                    .diagonal(operator, key)
                                    .value());
        }
        assertTrue(plusPlus < plain / 4, plusPlus + " against " + plain);
        assertTrue(x < plusPlus / 4, x + " against " + plusPlus);
        assertTrue(xDiag / 20 < 0.1, "XDiag's share of Hutchinson's error: " + xDiag / 20);
    }

    private static double distance(Dense a, INDArray diagonal) {
        double sum = 0;
        for (int i = 0; i < a.rows; i++) {
            sum += Math.pow(a.at(i, i) - diagonal.getDouble(i), 2);
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource(Probes.class)
    void theFrobeniusNormIsWithoutBiasBeforeItsRoot(Probes probes) {
        for (int[] shape : new int[][] {{1, 6}, {6, 1}, {5, 8}}) {
            var a = Dense.random(shape[0], shape[1], 8);
            double expected = trace(a.turned().times(a));
            var operator = a.operator(DataType.DOUBLE);
            var values = new double[KEYS];
            for (int key = 0; key < KEYS; key++) {
                values[key] = new Hutchinson(probes, 2)
                        .frobeniusSquared(operator, key)
                        .value();
            }
            if (shape[1] == 1 && probes != Probes.NORMAL) {
                assertEquals(expected, values[0], 1e-12);
            } else {
                double z = score(values, expected);
                assertTrue(Math.abs(z) < 3, "off by " + z + " standard errors");
                assertTrue(Math.abs(score(values, 1.3 * expected)) > 3);
            }
            var root = new Hutchinson(probes, 4000).frobenius(operator, 9);
            assertEquals(Math.sqrt(expected), root.value(), 4 * root.standardError() + 1e-12);
        }
    }

    @Test
    void anEstimateIsTheMeanAndItsStandardError() {
        var e = Estimate.of(new double[] {1, 2, 4, 5}, 7);
        assertEquals(3, e.value());
        assertEquals(Math.sqrt(10.0 / 3 / 4), e.standardError(), 1e-15);
        assertEquals(7, e.products());
        assertEquals(Math.sqrt(3), e.root().value(), 1e-15);
        assertEquals(e.standardError() / (2 * Math.sqrt(3)), e.root().standardError(), 1e-15);
    }

    @ParameterizedTest
    @EnumSource(Probes.class)
    void probesAreWhite(Probes probes) {
        int n = 3;
        var z = Nd4j.create(DataType.DOUBLE, n);
        var entries = new double[n][KEYS];
        var products = new double[n * n][KEYS];
        for (int key = 0; key < KEYS; key++) {
            probes.draw(key, z);
            for (int i = 0; i < n; i++) {
                entries[i][key] = z.getDouble(i);
                for (int j = 0; j < n; j++) {
                    products[i * n + j][key] = z.getDouble(i) * z.getDouble(j);
                }
                if (probes == Probes.RADEMACHER) {
                    assertEquals(1, Math.abs(z.getDouble(i)));
                }
            }
            if (probes == Probes.SPHERE) {
                assertEquals(Math.sqrt(n), z.norm2Number().doubleValue(), 1e-14);
            }
        }
        for (int i = 0; i < n; i++) {
            assertTrue(Math.abs(score(entries[i], 0)) < 3, "mean of entry " + i);
            for (int j = 0; j < n; j++) {
                if (i != j || probes != Probes.RADEMACHER) {
                    double z2 = score(products[i * n + j], i == j ? 1 : 0);
                    assertTrue(Math.abs(z2) < 3, "product " + i + ", " + j + ": " + z2);
                }
            }
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        var a = LinearOperator.identity(3, DataType.DOUBLE);
        assertEquals(
                "XTrace takes at most as many probes as A has columns, 3, got 4; dense() is as cheap and exact",
                assertThrows(IllegalArgumentException.class, () -> new XTrace(Probes.SPHERE, 4).trace(a, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new XDiag(Probes.SPHERE, 4).diagonal(a, 1));
        assertThrows(IllegalArgumentException.class, () -> new HutchPlusPlus(Probes.SPHERE, 4).trace(a, 1));
        assertEquals(
                "count must be at least 2 for a standard error, got 1",
                assertThrows(IllegalArgumentException.class, () -> new Hutchinson(Probes.NORMAL, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new XTrace(Probes.NORMAL, 1));
        assertThrows(IllegalArgumentException.class, () -> new XDiag(Probes.NORMAL, 1));
        assertThrows(IllegalArgumentException.class, () -> new HutchPlusPlus(Probes.NORMAL, 1));
        var wide = Dense.random(2, 3, 1).operator(DataType.DOUBLE);
        assertThrows(IllegalArgumentException.class, () -> new Hutchinson(Probes.NORMAL, 2).trace(wide, 1));
        assertThrows(IllegalArgumentException.class, () -> new Hutchinson(Probes.NORMAL, 2).diagonal(wide, 1));
    }
}
