package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.guideddescent.compute.Nd4jOps;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PolarTest {
    private static final int[][] SHAPES = {{1, 1}, {1, 6}, {6, 1}, {4, 9}, {9, 4}, {7, 7}};
    private final Ops ops = Ops.current();

    /** A list, where singular values begin, and where they end: measured beside the papers' tables, on the same grid. */
    static Stream<Arguments> intervals() {
        return Stream.of(
                Arguments.of(NewtonSchulz.JORDAN, 1e-3, .470, 1.203),
                Arguments.of(NewtonSchulz.JORDAN, 3e-3, .681, 1.203),
                Arguments.of(NewtonSchulz.JORDAN, 1e-2, .681, 1.135),
                Arguments.of(NewtonSchulz.QUINTIC, 1e-3, .474, 1.146),
                Arguments.of(NewtonSchulz.QUINTIC, 3e-3, .977, 1.146),
                Arguments.of(NewtonSchulz.QUINTIC, 1e-2, .977, 1.033),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS, 1e-3, .845, 1.125),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS, 3e-3, .869, 1.125),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS_6, 1e-3, .993, 1.002),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS_6, 3e-3, .997, 1.002),
                Arguments.of(NewtonSchulz.polarExpress(8), 1e-3, .99999, 1.00001),
                Arguments.of(NewtonSchulz.polarExpress(10), 1e-3, 1 - 1e-12, 1 + 1e-12),
                Arguments.of(NewtonSchulz.SIX_STEP, 1e-3, .866, 1.000),
                Arguments.of(NewtonSchulz.SIX_STEP, 3e-3, .995, 1.000),
                Arguments.of(NewtonSchulz.NANOCHAT, 1e-3, .858, 1.142),
                Arguments.of(NewtonSchulz.CANS, 1e-3, .884, 1.120),
                Arguments.of(NewtonSchulz.DEEPSEEK, 1e-3, .999, 1.001),
                Arguments.of(NewtonSchulz.MODULA, 3e-3, .996, 1.003),
                Arguments.of(NewtonSchulz.CONVERGENT, 1e-3, 1 - 1e-12, 1 + 1e-12));
    }

    @ParameterizedTest
    @MethodSource("intervals")
    void sendsSingularValuesIntoTheKnownIntervalAndTouchesBothEnds(
            NewtonSchulz list, double from, double low, double high) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i <= 400_000; i++) {
            double y = list.map(from + (1 - from) * i / 400_000);
            least = Math.min(least, y);
            most = Math.max(most, y);
        }
        assertTrue(least >= low && most <= high, "[" + least + ", " + most + "]");
        // A wrong digit in a coefficient shows in the third place of an end.
        assertTrue(least - low < 0.0015 || high - most < 0.0015, "the interval is too wide: " + least + ", " + most);
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of(NewtonSchulz.JORDAN, .33),
                Arguments.of(NewtonSchulz.QUINTIC, .15),
                Arguments.of(NewtonSchulz.SIX_STEP, .05),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS, .16),
                Arguments.of(NewtonSchulz.POLAR_EXPRESS_6, .007),
                Arguments.of(NewtonSchulz.polarExpress(8), 1e-5),
                Arguments.of(NewtonSchulz.NANOCHAT, .15),
                Arguments.of(NewtonSchulz.CANS, .12),
                Arguments.of(NewtonSchulz.DEEPSEEK, .001),
                Arguments.of(NewtonSchulz.MODULA, .01),
                Arguments.of(NewtonSchulz.CONVERGENT, 1e-10),
                Arguments.of(NewtonSchulz.repeat(40, 1.5, -.5, 0), 1e-10));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void isNearTheExactFactor(NewtonSchulz list, double distance) {
        for (var any : new Ops[] {ops, new Nd4jOps()}) {
            for (int[] shape : SHAPES) {
                var g = random(shape[0], shape[1]);
                var exact = run(any, g, new Svd());
                double gap = run(any, g, list).sub(exact).amaxNumber().doubleValue();
                assertTrue(gap < distance, gap + " of " + shape[0] + "×" + shape[1]);
            }
        }
    }

    @Test
    void theExactFactorIsOrthonormalAndLeavesAPositiveFactor() {
        for (int[] shape : SHAPES) {
            var g = random(shape[0], shape[1]);
            var u = run(g, new Svd());
            boolean tall = shape[0] > shape[1];
            assertEquals(0, distanceFromIdentity(tall ? u.transpose().mmul(u) : u.mmul(u.transpose())), 1e-13);
            // U is the polar factor of G if besides the small product of U and G is symmetric positive semidefinite.
            var p = tall ? u.transpose().mmul(g) : g.mmul(u.transpose());
            assertEquals(0, norm(p.sub(p.transpose())), 1e-12);
            for (int i = 0; i < Math.min(shape[0], shape[1]); i++) {
                assertTrue(p.getDouble(i, i) > 0);
            }
        }
    }

    @Test
    void theExactFactorLeavesOutWhatHasNoSingularValue() {
        var a = random(6, 2);
        var b = random(2, 5).muli(-1).addi(.3);
        var g = a.mmul(b);
        var u = run(g, new Svd());
        assertEquals(2, Math.pow(norm(u), 2), 1e-12, "two directions of length one");
        // U Uᵀ projects on the columns of a.
        assertEquals(0, norm(u.mmul(u.transpose()).mmul(a).sub(a)), 1e-12);
        assertEquals(0, norm(u.mmul(u.transpose()).mmul(g).sub(g)), 1e-12);
    }

    @Test
    void eightStepsOfPolarExpressAndMoreGiveOrthonormalRows() {
        for (int times : new int[] {9, 10, 16}) {
            for (int[] shape : SHAPES) {
                var u = run(random(shape[0], shape[1]), NewtonSchulz.polarExpress(times));
                boolean tall = shape[0] > shape[1];
                assertEquals(0, distanceFromIdentity(tall ? u.transpose().mmul(u) : u.mmul(u.transpose())), 1e-10);
            }
        }
        // The eighth step squares an error of 1e-7 only where singular values are not small.
        var u = run(random(4, 9), NewtonSchulz.polarExpress(8));
        assertEquals(0, distanceFromIdentity(u.mmul(u.transpose())), 1e-10);
    }

    @Test
    void tenStepsOfPolarExpressAreNearerThanFiveOfJordanAtAConditionOfTwelveDigits() {
        var left = run(random(8, 8), new Svd());
        var right = run(random(8, 8).muli(2).addi(.7), new Svd());
        var s = Nd4j.eye(8).castTo(DataType.DOUBLE);
        for (int i = 0; i < 8; i++) {
            s.putScalar(i, i, Math.pow(10, -12.0 * i / 7));
        }
        var g = left.mmul(s).mmul(right);
        var exact = left.mmul(right);
        double express = norm(run(g, NewtonSchulz.polarExpress(10)).sub(exact));
        double jordan = norm(run(g, NewtonSchulz.JORDAN).sub(exact));
        assertTrue(express < .9 * jordan, express + " against " + jordan);
    }

    @Test
    void aTransposedMatrixHasTheTransposedFactor() {
        for (var polar : new Polar[] {NewtonSchulz.JORDAN, NewtonSchulz.POLAR_EXPRESS_6, new Svd()}) {
            var g = random(5, 8);
            var u = run(g, polar);
            var v = run(g.transpose().dup('c'), polar);
            assertEquals(0, norm(u.sub(v.transpose())), 1e-12);
        }
    }

    @Test
    void aPowerOfTwoChangesNoBit() {
        for (var polar : new Polar[] {NewtonSchulz.JORDAN, NewtonSchulz.CANS, new Svd()}) {
            var g = random(4, 6);
            var u = run(g, polar);
            assertArrayEquals(
                    u.ravel().toDoubleVector(),
                    run(g.mul(0x1p-300), polar).ravel().toDoubleVector());
            assertArrayEquals(
                    u.ravel().toDoubleVector(),
                    run(g.mul(0x1p300), polar).ravel().toDoubleVector());
        }
    }

    @Test
    void tinySubnormalAndZeroFloatsAreFine() {
        for (var polar : new Polar[] {NewtonSchulz.JORDAN, NewtonSchulz.POLAR_EXPRESS_6, new Svd()}) {
            var g = random(4, 6).castTo(DataType.FLOAT);
            var u = run(g, polar);
            assertEquals(0, norm(u.sub(run(g.mul(1e-30), polar))), 1e-4);
            // At 1e-40 a float has five digits of the second place left.
            assertEquals(0, norm(u.sub(run(g.mul(1e-40), polar))), 1e-2);
            assertEquals(0, norm(run(g.mul(0), polar)));
        }
    }

    @Test
    void aMatrixOfRankOneBecomesItsTwoUnitVectors() {
        var a = random(5, 1);
        var b = random(1, 7);
        var exact = a.mmul(b).div(norm(a) * norm(b));
        assertEquals(0, norm(run(a.mmul(b), new Svd()).sub(exact)), 1e-12);
        // Its one singular value is the Frobenius norm, so it begins at one exactly.
        var u = run(a.mmul(b), NewtonSchulz.JORDAN);
        assertEquals(0, norm(u.sub(exact.mul(NewtonSchulz.JORDAN.map(1)))), 1e-10);
    }

    @Test
    void worksInPlaceOnRowsOfALargerMatrixAndElseLeavesItsInputAlone() {
        for (var polar : new Polar[] {NewtonSchulz.JORDAN, NewtonSchulz.POLAR_EXPRESS_6, new Svd(), new Polar.None()}) {
            var all = random(6, 5);
            var before = all.dup();
            var middle = all.get(
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 4), org.nd4j.linalg.indexing.NDArrayIndex.all());
            var expected = run(middle.dup('c'), polar);
            polar.bind(ops, 2, 5, (name, shape) -> Nd4j.zeros(DataType.DOUBLE, shape))
                    .orthogonalize(middle, middle);
            assertEquals(0, norm(middle.sub(expected)));
            for (int i : new int[] {0, 1, 4, 5}) {
                assertEquals(before.getRow(i), all.getRow(i));
            }
            var g = random(4, 3);
            run(g, polar);
            assertEquals(random(4, 3), g);
        }
    }

    @Test
    void printsAListShortAndRefusesAnEmptyOne() {
        assertEquals("NewtonSchulz[5×(3.4445, -4.775, 2.0315)]", NewtonSchulz.JORDAN.toString());
        assertEquals("NewtonSchulz[8×(3.4445, -4.775, 2.0315), 2×(2.0, -1.5, 0.5)]", NewtonSchulz.DEEPSEEK.toString());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NewtonSchulz.polarExpress(0))
                .getMessage()
                .contains("at least one step"));
    }

    private INDArray run(INDArray g, Polar polar) {
        return run(ops, g, polar);
    }

    private static INDArray run(Ops ops, INDArray g, Polar polar) {
        int rows = (int) g.size(0);
        int cols = (int) g.size(1);
        var out = Nd4j.valueArrayOf(new long[] {rows, cols}, 7, g.dataType());
        // Scratch is shared, so it may hold anything.
        polar.bind(ops, rows, cols, (name, shape) -> Nd4j.valueArrayOf(shape, -3, g.dataType()))
                .orthogonalize(g, out);
        return out;
    }

    private static double distanceFromIdentity(INDArray gram) {
        return norm(gram.sub(Nd4j.eye(gram.rows()).castTo(gram.dataType())));
    }

    private static double norm(INDArray x) {
        return x.norm2Number().doubleValue();
    }

    private static INDArray random(int rows, int cols) {
        return Nd4j.createFromArray(new Random(3)
                        .doubles((long) rows * cols)
                        .map(x -> x - 0.4)
                        .toArray())
                .reshape(rows, cols);
    }
}
