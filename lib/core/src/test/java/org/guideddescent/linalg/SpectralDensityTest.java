package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Densities of spectra known beforehand. */
class SpectralDensityTest {
    private static final int N = 40;

    private static LinearOperator operator(double[] lambda, DataType type) {
        return new Dense(lambda.length, lambda.length, Matrices.spectral(Matrices.rotation(lambda.length, 1), lambda))
                .operator(type);
    }

    private static double[] random() {
        return new Random(2).doubles(N, -1, 2).toArray();
    }

    private static double power(double[] lambda, int p) {
        return Arrays.stream(lambda).map(x -> Math.pow(x, p)).average().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void integratesToOneWithTheRightMoments(DataType type) {
        double[] lambda = random();
        for (var probes : Probes.values()) {
            var density = SpectralDensity.of(operator(lambda, type), 8, 60, probes, 3);
            double[] weights = density.weights();
            assertEquals(8 * 60, weights.length);
            assertEquals(1, Arrays.stream(weights).sum(), 1e-12);
            assertTrue(Arrays.stream(weights).allMatch(w -> w >= 0));
            assertEquals(1, density.moment(0).value(), 1e-12);
            for (int p = 1; p <= 4; p++) {
                var moment = density.moment(p);
                assertEquals(480, moment.products());
                double z = (moment.value() - power(lambda, p)) / moment.standardError();
                assertTrue(Math.abs(z) < 3, probes + ", moment " + p + " is off by " + z + " standard errors");
                // No eigenvalue is larger than 2.
                double share = moment.standardError() / Math.pow(2, p);
                assertTrue(share < 0.03, "an error of " + share + " of the largest power tells nothing");
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * Math.pow(density.nodes()[i], p);
                }
                assertEquals(sum, moment.value(), 1e-12);
            }
            var mean = density.moment(1);
            double wrong = (mean.value() - power(lambda, 1) - 0.2) / mean.standardError();
            assertTrue(Math.abs(wrong) > 3, "a mean that is wrong by 0.2 would not be seen");
        }
    }

    @Test
    void aMomentIsTheMeanOverProbesOfTheirQuadraticForms() {
        double[] lambda = random();
        var a = new Dense(N, N, Matrices.spectral(Matrices.rotation(N, 1), lambda));
        var density = SpectralDensity.of(a.operator(DataType.DOUBLE), 3, 5, 4);
        // Signs have length √n, so Hutchinson's estimate from the same probes is n times as large.
        var trace = new Hutchinson(Probes.RADEMACHER, 5);
        var power = a;
        for (int p = 1; p < 6; p++) {
            var expected = trace.trace(power.operator(DataType.DOUBLE), 4);
            assertEquals(expected.value() / N, density.moment(p).value(), 1e-12, "moment " + p);
            assertEquals(expected.standardError() / N, density.moment(p).standardError(), 1e-12);
            power = power.times(a);
        }
        double beyond = trace.trace(power.operator(DataType.DOUBLE), 4).value() / N;
        assertTrue(Math.abs(beyond - density.moment(6).value()) > 1e-6, "three steps cannot know the sixth moment");
    }

    @Test
    void isExactForFewDifferentEigenvaluesAndAllFunctions() {
        var lambda = new double[N];
        for (int i = 0; i < N; i++) {
            lambda[i] = i < 10 ? 1e-3 : i < 35 ? 1 : -2;
        }
        // A random rotation mixes, a diagonal matrix does not: each probe of signs has the same weight on each entry.
        var d = Nd4j.createFromArray(lambda);
        var density = SpectralDensity.of(LinearOperator.diagonal(d), 3, 2, 5);
        assertArrayEquals(new double[] {-2, 1e-3, 1, -2, 1e-3, 1}, density.nodes(), 1e-12);
        double[] half = {5.0 / N / 2, 10.0 / N / 2, 25.0 / N / 2};
        assertArrayEquals(
                new double[] {half[0], half[1], half[2], half[0], half[1], half[2]}, density.weights(), 1e-12);
        var exponential = density.mean(Math::exp);
        assertEquals(Arrays.stream(lambda).map(Math::exp).average().orElseThrow(), exponential.value(), 1e-12);
        assertEquals(0, exponential.standardError(), 1e-12);
    }

    @Test
    void theSmoothedCurveIsAMixtureOfNormals() {
        var density = SpectralDensity.of(operator(random(), DataType.DOUBLE), 6, 4, 6);
        var at = new double[1001];
        Arrays.setAll(at, i -> -4 + 0.01 * i);
        double width = 0.2;
        double[] curve = density.smoothed(at, width);
        double[] expected = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            for (int j = 0; j < density.nodes().length; j++) {
                double z = (at[i] - density.nodes()[j]) / width;
                expected[i] += density.weights()[j] * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / width;
            }
        }
        assertArrayEquals(expected, curve, 1e-12);
        assertEquals(1, Arrays.stream(curve).sum() * 0.01, 1e-10);
    }

    @Test
    void onDecadesTheTwoSignsShareTheWeight() {
        var lambda = new double[N];
        for (int i = 0; i < N; i++) {
            lambda[i] = i < 8 ? -1e-2 : i < 12 ? 0 : 1e3;
        }
        var d = Nd4j.createFromArray(lambda);
        var density = SpectralDensity.of(LinearOperator.diagonal(d), 3, 2, 7);
        var at = new double[1401];
        Arrays.setAll(at, i -> -7 + 0.01 * i);
        double[] positive = density.smoothedOnDecades(at, 0.25);
        double[] negative = density.negated().smoothedOnDecades(at, 0.25);
        assertEquals(28.0 / N, integral(at, positive, 1, 5), 1e-3);
        assertEquals(8.0 / N, integral(at, negative, -4, 0), 1e-3);
        // The peaks stand at 3 and −2 decades.
        assertEquals(3, at[largest(positive)], 1e-9);
        assertEquals(-2, at[largest(negative)], 1e-9);
    }

    private static double integral(double[] at, double[] curve, double from, double to) {
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            sum += at[i] >= from && at[i] <= to ? curve[i] * 0.01 : 0;
        }
        return sum;
    }

    private static int largest(double[] x) {
        int best = 0;
        for (int i = 0; i < x.length; i++) {
            best = x[i] > x[best] ? i : best;
        }
        return best;
    }

    @Test
    void asManyStepsAsRowsGiveEveryEigenvalueFromEachProbe() {
        double[] lambda = random();
        var density = SpectralDensity.of(operator(lambda, DataType.DOUBLE), N, 2, 8);
        Arrays.sort(lambda);
        assertArrayEquals(lambda, Arrays.copyOf(density.nodes(), N), 1e-12);
        assertArrayEquals(lambda, Arrays.copyOfRange(density.nodes(), N, 2 * N), 1e-12);
    }

    @Test
    void isAFunctionOfItsKey() {
        var a = operator(random(), DataType.FLOAT);
        assertArrayEquals(
                SpectralDensity.of(a, 5, 3, 9).nodes(),
                SpectralDensity.of(a, 5, 3, 9).nodes());
        assertTrue(SpectralDensity.of(a, 5, 3, 9).nodes()[0]
                != SpectralDensity.of(a, 5, 3, 10).nodes()[0]);
    }

    @Test
    void refusesWhatItCannotDo() {
        var a = LinearOperator.identity(3, DataType.DOUBLE);
        assertThrows(IllegalArgumentException.class, () -> SpectralDensity.of(a, 4, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> SpectralDensity.of(a, 2, 0, 1));
        var density = SpectralDensity.of(a, 2, 2, 1);
        assertEquals(
                "the width of a density must be positive, got 0.0",
                assertThrows(IllegalArgumentException.class, () -> density.smoothed(new double[1], 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> density.moment(-1));
    }

    @Test
    void nodesAndWeightsOfEachProbeAreATable() {
        var density = SpectralDensity.of(operator(random(), DataType.DOUBLE), 4, 3, 5);
        var table = density.table();
        assertEquals(List.of("probe", "node", "weight"), table.columnNames());
        assertEquals(
                List.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3),
                table.intColumn("probe").asList());
        assertArrayEquals(density.nodes(), table.doubleColumn("node").asDoubleArray());
        assertArrayEquals(density.weights(), table.doubleColumn("weight").asDoubleArray());
    }
}
