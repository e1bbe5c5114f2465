package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every objective that is not a network of layers obeys. */
class ObjectiveLawsTest {
    static Stream<ObjectiveRow> rows() {
        return ObjectiveRows.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theGradientIsTheDifferenceOfLosses(ObjectiveRow row) {
        var batch = row.batch().apply(DataType.DOUBLE);
        for (long seed = 0; seed < 3; seed++) {
            assertTrue(Differences.ofGradient(row.objective(), row.point(seed, DataType.DOUBLE), batch) < 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theHessianProductIsTheDifferenceOfGradients(ObjectiveRow row) {
        var batch = row.batch().apply(DataType.DOUBLE);
        for (long seed = 0; seed < 3; seed++) {
            var theta = row.point(seed, DataType.DOUBLE);
            var v = row.point(10 + seed, DataType.DOUBLE);
            assertTrue(Differences.ofHessian(row.objective(), theta, batch, v) < 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theLossIsTheOneThatTheGradientReturns(ObjectiveRow row) {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var theta = row.point(1, type);
            var batch = row.batch().apply(type);
            double loss = row.objective().gradient(theta, batch, theta.like());
            assertEquals(loss, row.objective().loss(theta, batch), 1e-6 * Math.abs(loss));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void bothCurvaturesAreSymmetricAndGaussNewtonIsNowhereNegative(ObjectiveRow row) {
        var f = row.objective();
        var batch = row.batch().apply(DataType.DOUBLE);
        var theta = row.point(1, DataType.DOUBLE);
        for (long seed = 0; seed < 5; seed++) {
            var u = row.point(20 + seed, DataType.DOUBLE);
            var v = row.point(30 + seed, DataType.DOUBLE);
            for (Times times : List.<Times>of(f::hessianTimes, f::gaussNewtonTimes)) {
                double one = dot(v, product(times, theta, batch, u));
                double two = dot(u, product(times, theta, batch, v));
                assertEquals(one, two, 1e-10 * (1 + Math.abs(one)));
            }
            double curvature = dot(v, product(f::gaussNewtonTimes, theta, batch, v));
            assertTrue(curvature >= 0, "vᵀGv = " + curvature);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void bothCurvaturesAreOneForLinearModelsAndOnlyForThem(ObjectiveRow row) {
        var f = row.objective();
        var batch = row.batch().apply(DataType.DOUBLE);
        double gap = 0;
        for (long seed = 0; seed < 3; seed++) {
            var theta = row.point(seed, DataType.DOUBLE);
            var v = row.point(10 + seed, DataType.DOUBLE);
            gap = Math.max(
                    gap,
                    Differences.relative(
                            Differences.values(product(f::hessianTimes, theta, batch, v)),
                            Differences.values(product(f::gaussNewtonTimes, theta, batch, v))));
        }
        assertTrue(row.linear() ? gap < 1e-12 : gap > 1e-3, "relative gap " + gap);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void floatAgreesWithDouble(ObjectiveRow row) {
        var f = row.objective();
        var single = row.batch().apply(DataType.FLOAT);
        var exact = row.batch().apply(DataType.DOUBLE);
        for (Times times :
                List.<Times>of(f::hessianTimes, f::gaussNewtonTimes, (t, b, v, out) -> f.gradient(t, b, out))) {
            var rounded = product(times, row.point(1, DataType.FLOAT), single, row.point(2, DataType.FLOAT));
            var expected = product(times, row.point(1, DataType.DOUBLE), exact, row.point(2, DataType.DOUBLE));
            assertTrue(Differences.relative(Differences.values(expected), Differences.values(rounded)) < 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void questionsChangeNothingAndAnswersRepeat(ObjectiveRow row) {
        var f = row.objective();
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var batch = row.batch().apply(type);
            var theta = row.point(1, type);
            var v = row.point(2, type);
            var before = theta.like();
            var after = theta.like();
            f.gradient(theta, batch, before);
            product(f::hessianTimes, theta, batch, v);
            product(f::gaussNewtonTimes, theta, batch, v);
            f.loss(v, batch);
            f.gradient(theta, batch, after);
            assertArrayEquals(Differences.values(before), Differences.values(after), 0);
            assertArrayEquals(Differences.values(row.point(1, type)), Differences.values(theta), 0);
            assertArrayEquals(Differences.values(row.point(2, type)), Differences.values(v), 0);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void allocatesNothingAfterTheFirstCalls(ObjectiveRow row) {
        var f = row.objective();
        var theta = row.point(1, DataType.FLOAT);
        var v = row.point(2, DataType.FLOAT);
        var out = theta.like();
        var batch = row.batch().apply(DataType.FLOAT);
        Runnable hundred = () -> {
            for (int i = 0; i < 100; i++) {
                f.gradient(theta, batch, out);
                f.loss(theta, batch);
                f.hessianTimes(theta, batch, v, out);
                f.gaussNewtonTimes(theta, batch, v, out);
            }
        };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double each = Double.MAX_VALUE;
        // Until the compiler has removed the short-lived objects.
        for (int round = 0; round < 40 && each > 128; round++) {
            hundred.run();
            long before = threads.getCurrentThreadAllocatedBytes();
            hundred.run();
            each = Math.min(each, (threads.getCurrentThreadAllocatedBytes() - before) / 100.0);
        }
        assertTrue(each <= 128, each + " bytes for four calls");
    }

    @Test
    void aGradientWithOneWrongNumberIsCaught() {
        var right = TestFunctions.rosenbrock(5);
        var wrong = new Objective.Curved() {
            @Override
            public Layout layout() {
                return right.layout();
            }

            @Override
            public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
                double loss = right.gradient(theta, batch, grad);
                grad.flat().putScalar(1, 1.0001 * grad.flat().getDouble(1));
                return loss;
            }

            @Override
            public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
                right.gaussNewtonTimes(theta, batch, v, out);
            }

            @Override
            public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
                right.gaussNewtonTimes(theta, batch, v, out);
            }
        };
        var row = ObjectiveRow.row("wrong", wrong);
        var theta = row.point(1, DataType.DOUBLE);
        assertTrue(Differences.ofGradient(wrong, theta, Batch.NONE) > 1e-6);
        assertTrue(Differences.ofHessian(wrong, theta, Batch.NONE, row.point(2, DataType.DOUBLE)) > 1e-6);
    }

    @FunctionalInterface
    private interface Times {
        void apply(ParamVector theta, Batch batch, ParamVector v, ParamVector out);
    }

    private static ParamVector product(Times times, ParamVector theta, Batch batch, ParamVector v) {
        var out = theta.like();
        out.flat().assign(Double.NaN);
        times.apply(theta, batch, v, out);
        return out;
    }

    private static double dot(ParamVector a, ParamVector b) {
        return a.flat().mul(b.flat()).sumNumber().doubleValue();
    }
}
