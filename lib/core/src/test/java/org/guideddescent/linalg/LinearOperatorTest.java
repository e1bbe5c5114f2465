package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.guideddescent.linalg.ConjugateGradient.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The algebra of operators against dense matrices in plain loops. */
class LinearOperatorTest {
    /** An operator and what it should be. */
    record Case(String name, LinearOperator operator, Dense expected) {
        @Override
        public String toString() {
            return name + " " + Fit.text(operator);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.of(new int[] {1, 1}, new int[] {1, 5}, new int[] {5, 1}, new int[] {4, 7})
                        .flatMap(shape -> cases(type, shape[0], shape[1])));
    }

    private static Stream<Case> cases(DataType type, int m, int n) {
        var a = Dense.random(m, n, 1);
        var b = Dense.random(m, n, 2);
        var c = Dense.random(n, 3, 3);
        var square = Dense.random(n, n, 4);
        var identity = new Dense(n, n, Matrices.identity(n));
        var d = Dense.random(1, n, 5);
        var diagonal = new Dense(n, n, new double[n * n]);
        for (int i = 0; i < n; i++) {
            diagonal.numbers[i * n + i] = d.numbers[i];
        }
        var opA = a.operator(type);
        var opB = b.operator(type);
        var opC = c.operator(type);
        return Stream.of(
                new Case("matrix", opA, a),
                new Case("adjoint", opA.adjoint(), a.turned()),
                new Case("adjoint twice", opA.adjoint().adjoint(), a),
                new Case("sum", opA.plus(opB), a.plus(1, b)),
                new Case("difference", opA.minus(opB), a.plus(-1, b)),
                new Case("scaled", opA.scaled(-2.5), a.plus(-3.5, a)),
                new Case("product", opA.after(opC), a.times(c)),
                new Case("gram", opA.gram(), a.turned().times(a)),
                new Case("with itself", opA.plus(opA).minus(opA), a),
                new Case("damped", square.operator(type).damped(0.3), square.plus(0.3, identity)),
                new Case("identity", LinearOperator.identity(n, type), identity),
                new Case("diagonal", LinearOperator.diagonal(Rows.flat(d.array(type))), diagonal),
                new Case("Kronecker product", LinearOperator.kronecker(a.array(type), c.array(type)), a.kronecker(c)),
                new Case(
                        "a longer formula",
                        opA.plus(opB)
                                .scaled(2)
                                .after(opC)
                                .adjoint()
                                .minus(opC.adjoint().after(opA.adjoint())),
                        a.plus(1, b)
                                .times(c)
                                .turned()
                                .plus(1, a.plus(1, b).times(c).turned())
                                .plus(-1, a.times(c).turned())));
    }

    private static double tolerance(LinearOperator a) {
        return a.type() == DataType.DOUBLE ? 1e-13 : 1e-5;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anOperatorIsItsDenseMatrix(Case c) {
        assertEquals(c.expected.rows, c.operator.rows());
        assertEquals(c.expected.columns, c.operator.columns());
        assertEquals(c.operator.type(), c.operator.dense().dataType());
        assertArrayEquals(c.expected.numbers, Matrices.plain(c.operator.dense()), tolerance(c.operator));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAdjointMovesFromOneSideOfTheInnerProductToTheOther(Case c) {
        var u = Dense.random(1, c.expected.rows, 8);
        var v = Dense.random(1, c.expected.columns, 9);
        double expected = u.times(c.expected).times(v.turned()).at(0, 0);
        var type = c.operator.type();
        var flatU = Rows.flat(u.array(type));
        var flatV = Rows.flat(v.array(type));
        var av = Nd4j.ones(type, u.columns);
        var atu = Nd4j.ones(type, v.columns);
        c.operator.times(flatV, av);
        c.operator.adjointTimes(flatU, atu);
        assertEquals(expected, dot(flatU, av), tolerance(c.operator) * 10);
        assertEquals(expected, dot(atu, flatV), tolerance(c.operator) * 10);
        var untouched = Matrices.plain(v.array(type));
        assertArrayEquals(untouched, Matrices.plain(flatV), "v was modified");
    }

    private static double dot(INDArray x, INDArray y) {
        double sum = 0;
        for (long i = 0; i < x.length(); i++) {
            sum += x.getDouble(i) * y.getDouble(i);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theDampedInverseIsTheInverseOfTheDenseMatrix(DataType type) {
        for (int n : new int[] {1, 2, 12}) {
            var q = Matrices.rotation(n, n);
            var lambda = Matrices.geometric(n, 100);
            var inverse = new double[n];
            for (int i = 0; i < n; i++) {
                inverse[i] = 1 / (lambda[i] + 0.05);
            }
            var expected = Matrices.spectral(q, inverse);
            var a = new Dense(n, n, Matrices.spectral(q, lambda)).operator(type);
            double eps = type == DataType.DOUBLE ? 1e-10 : 2e-4;
            var stop = new Stop(200, type == DataType.DOUBLE ? 1e-13 : 1e-6, 0);
            for (var b :
                    List.of(a.inverse(0.05), a.inverseByCholesky(0.05), a.inverseByConjugateGradients(0.05, stop))) {
                assertArrayEquals(expected, Matrices.plain(b.dense()), eps);
                assertArrayEquals(expected, Matrices.plain(b.adjoint().dense()), eps);
            }
        }
    }

    @Test
    void aLargeInverseIsFoundWithoutTheMatrix() {
        int n = LinearOperator.SMALL + 1;
        var lambda = Nd4j.createFromArray(
                IntStream.rangeClosed(1, n).asDoubleStream().toArray());
        var inverse = LinearOperator.diagonal(lambda).inverse(1);
        assertTrue(inverse instanceof Solution, "got " + inverse.getClass());
        var out = Nd4j.create(DataType.DOUBLE, n);
        inverse.times(Nd4j.ones(DataType.DOUBLE, n), out);
        for (int i = 0; i < n; i++) {
            assertEquals(1 / (i + 2.0), out.getDouble(i), 1e-8);
        }
    }

    @Test
    void conjugateGradientsFollowAChangedMatrixAndCholeskyDoesNot() {
        var d = Nd4j.createFromArray(1.0, 2.0);
        var a = LinearOperator.diagonal(d);
        var following = a.inverseByConjugateGradients(0, new Stop(10, 1e-14, 0));
        var fixed = a.inverseByCholesky(0);
        d.muli(2);
        assertArrayEquals(new double[] {0.5, 0, 0, 0.25}, Matrices.plain(following.dense()), 1e-14);
        assertArrayEquals(new double[] {1, 0, 0, 0.5}, Matrices.plain(fixed.dense()), 1e-14);
    }

    @Test
    void anInverseThatIsNotFoundThrowsTheNumbers() {
        var indefinite = LinearOperator.diagonal(Nd4j.createFromArray(3.0, 1.0, -2.0));
        var v = Nd4j.ones(DataType.DOUBLE, 3);
        var out = v.like();
        var byCholesky = assertThrows(ArithmeticException.class, () -> indefinite.inverse(0.5));
        assertEquals(
                "A + 0.5 I for A [3 × 3] DOUBLE has no decomposition (choleskySolve: [3×3] is not positive definite: "
                        + "leading minor 3); a larger damping may help",
                byCholesky.getMessage());
        var negative = indefinite.inverseByConjugateGradients(0.5, new Stop(10, 1e-10, 0));
        var byCurvature = assertThrows(ArithmeticException.class, () -> negative.times(v, out));
        assertTrue(byCurvature.getMessage().contains("ended with NEGATIVE_CURVATURE after"), byCurvature.getMessage());
        var hasty = LinearOperator.diagonal(Nd4j.createFromArray(3.0, 1.0, 2.0))
                .inverseByConjugateGradients(0, new Stop(2, 1e-10, 0));
        var limit = assertThrows(ArithmeticException.class, () -> hasty.times(v, out));
        assertTrue(
                limit.getMessage()
                        .startsWith("(A + 0.0 I)⁻¹ v for A [3 × 3] DOUBLE ended with ITERATION_LIMIT after 2 "
                                + "products at a residual of "),
                limit.getMessage());
        // Enough damping makes it positive definite again.
        indefinite.inverse(2.5).times(v, out);
        assertArrayEquals(new double[] {1 / 5.5, 1 / 3.5, 2}, Matrices.plain(out), 1e-12);
    }

    @Test
    void refusesWhatDoesNotFit() {
        var a = Dense.random(2, 3, 1).operator(DataType.DOUBLE);
        refuses("plus needs operators of one shape, got [2 × 3] DOUBLE and [3 × 2] DOUBLE", () -> a.plus(a.adjoint()));
        refuses(
                "minus needs operators of one type, got [2 × 3] DOUBLE and [2 × 3] FLOAT",
                () -> a.minus(Dense.random(2, 3, 1).operator(DataType.FLOAT)));
        refuses(
                "after needs as many columns on its left as rows on its right, got [2 × 3] DOUBLE after [2 × 3] DOUBLE",
                () -> a.after(a));
        refuses("damped needs a square operator, got [2 × 3] DOUBLE; gram() gives AᵀA", () -> a.damped(1));
        refuses("an inverse needs a square operator, got [2 × 3] DOUBLE; gram() gives AᵀA", () -> a.inverse(1));
        refuses("alpha must be finite, got NaN", () -> a.scaled(Double.NaN));
        refuses("lambda must be finite, got Infinity", () -> a.gram().damped(Double.POSITIVE_INFINITY));
        refuses("an identity needs at least 1 row, got 0", () -> LinearOperator.identity(0, DataType.FLOAT));
        refuses(
                "the matrix of an operator must be a matrix [rows × columns], got rank 1",
                () -> LinearOperator.of(Nd4j.ones(DataType.FLOAT, 3)));
        refuses(
                "the matrix of an operator must be FLOAT or DOUBLE, got LONG",
                () -> LinearOperator.of(Nd4j.ones(DataType.INT64, 3, 3)));
        var skew = Matrices.array(new double[] {1, 2, -2, 1}, 2, 2, DataType.DOUBLE);
        refuses(
                "an inverse needs a symmetric A; max |A − Aᵀ| is 4.0 where max |A| is 2.0; gram() gives AᵀA",
                () -> LinearOperator.of(skew).inverse(1));
    }

    private static void refuses(String sentence, Runnable call) {
        assertEquals(
                sentence,
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void allocatesNothingAfterTheFirstProduct() {
        var type = DataType.FLOAT;
        var square = Dense.random(8, 8, 1).operator(type);
        var product = Dense.random(2, 4, 2);
        var wide = Dense.random(8, 4, 3).operator(type);
        var a = square.plus(LinearOperator.kronecker(
                        product.array(type), product.turned().array(type)))
                .minus(LinearOperator.identity(8, type).scaled(2))
                .after(LinearOperator.diagonal(Nd4j.ones(type, 8)))
                .after(wide.after(wide.adjoint()).damped(0.1).inverseByCholesky(1))
                .gram()
                .inverseByConjugateGradients(100, new Stop(8, 0.1, 0));
        var v = Nd4j.ones(type, 8);
        var out = Nd4j.create(type, 8);
        Runnable hundred = () -> {
            for (int i = 0; i < 100; i++) {
                a.times(v, out);
                a.adjointTimes(v, out);
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
        assertTrue(each <= 128, each + " bytes for two products");
    }
}
