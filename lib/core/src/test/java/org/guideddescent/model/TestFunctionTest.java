package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The test functions against the formulas of the literature, and their minimizers. */
class TestFunctionTest {
    static Stream<TestFunction> functions() {
        return ObjectiveRows.functions();
    }

    private static ParamVector at(TestFunction f, double... x) {
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        for (int i = 0; i < x.length; i++) {
            theta.flat().putScalar(i, x[i]);
        }
        return theta;
    }

    private static double value(TestFunction f, double... x) {
        return f.loss(at(f, x), Batch.NONE);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void atEachMinimizerTheValueIsTheMinimumAndTheGradientZero(TestFunction f) {
        assertTrue(!f.minimizers().isEmpty());
        for (var x : f.minimizers()) {
            var theta = at(f, x);
            var grad = theta.like();
            assertEquals(f.minimum(), f.gradient(theta, Batch.NONE, grad), 1e-9);
            assertEquals(0, grad.flat().norm2Number().doubleValue(), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nowhereOnAGridIsTheValueBelowTheMinimum(TestFunction f) {
        int n = (int) f.layout().size();
        var x = new double[n];
        for (int i = -60; i <= 60; i++) {
            for (int j = -60; j <= 60; j++) {
                for (int k = 0; k < n; k++) {
                    x[k] = (k % 2 == 0 ? i : j) / 10.0;
                }
                assertTrue(value(f, x) >= f.minimum() - 1e-9);
            }
        }
    }

    private static void follows(TestFunction f, ToDoubleFunction<double[]> formula) {
        int n = (int) f.layout().size();
        var random = new SplittableRandom(7);
        for (int draw = 0; draw < 20; draw++) {
            var x = random.doubles(n, -3, 3).toArray();
            double expected = formula.applyAsDouble(x);
            assertEquals(expected, value(f, x), 1e-11 * (1 + Math.abs(expected)), f.toString());
        }
    }

    @Test
    void eachIsTheFormulaOfTheLiterature() {
        follows(TestFunctions.rosenbrock(4), x -> {
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
            }
            return sum;
        });
        follows(
                TestFunctions.beale(),
                x -> Math.pow(1.5 - x[0] + x[0] * x[1], 2)
                        + Math.pow(2.25 - x[0] + x[0] * Math.pow(x[1], 2), 2)
                        + Math.pow(2.625 - x[0] + x[0] * Math.pow(x[1], 3), 2));
        follows(
                TestFunctions.himmelblau(),
                x -> Math.pow(x[0] * x[0] + x[1] - 11, 2) + Math.pow(x[0] + x[1] * x[1] - 7, 2));
        follows(TestFunctions.booth(), x -> Math.pow(x[0] + 2 * x[1] - 7, 2) + Math.pow(2 * x[0] + x[1] - 5, 2));
        follows(TestFunctions.matyas(), x -> 0.26 * (x[0] * x[0] + x[1] * x[1]) - 0.48 * x[0] * x[1]);
        follows(
                TestFunctions.freudensteinRoth(),
                x -> Math.pow(x[0] - 13 + 5 * x[1] * x[1] - Math.pow(x[1], 3) - 2 * x[1], 2)
                        + Math.pow(x[0] - 29 + Math.pow(x[1], 3) + x[1] * x[1] - 14 * x[1], 2));
        follows(
                TestFunctions.threeHumpCamel(),
                x -> 2 * x[0] * x[0] - 1.05 * Math.pow(x[0], 4) + Math.pow(x[0], 6) / 6 + x[0] * x[1] + x[1] * x[1]);
        follows(TestFunctions.rastrigin(3), x -> {
            double sum = 30;
            for (double each : x) {
                sum += each * each - 10 * Math.cos(2 * Math.PI * each);
            }
            return sum;
        });
        follows(TestFunctions.styblinskiTang(3), x -> {
            double sum = 0;
            for (double each : x) {
                sum += (Math.pow(each, 4) - 16 * each * each + 5 * each) / 2;
            }
            return sum;
        });
    }

    @Test
    void otherValleysAreWhereTheCommentsSay() {
        var f = TestFunctions.freudensteinRoth();
        var grad = at(f, 0, 0);
        assertEquals(48.9842, f.gradient(at(f, 11.41277900, -0.89680525), Batch.NONE, grad), 1e-4);
        assertEquals(0, grad.flat().norm2Number().doubleValue(), 1e-4);
        var g = TestFunctions.styblinskiTang(1);
        var slope = at(g, 0);
        g.gradient(at(g, 2.7468), Batch.NONE, slope);
        assertEquals(0, slope.flat().getDouble(0), 1e-2);
    }

    @Test
    void startsWhereOneAsks() {
        var f = TestFunctions.rosenbrock(3);
        assertEquals(24.2 + 484, f.loss(f.initialize(DataType.DOUBLE), Batch.NONE), 1e-9);
    }

    @Test
    void refusesADimensionThatTheFunctionHasNot() {
        assertEquals(
                "Rosenbrock is a function of 2 or more numbers, got n = 1",
                assertThrows(IllegalArgumentException.class, () -> TestFunctions.rosenbrock(1))
                        .getMessage());
    }
}
