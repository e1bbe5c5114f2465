package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;

/** Predicted against actual decrease. */
class QuadraticModelTest {
    private static double[] numbers(ParamVector v) {
        return v.flat().toDoubleVector();
    }

    @Test
    void isExactOnAQuadratic() {
        var s = Scene.of(false, SQUARED_ERROR, 6, 4, 3);
        var d = Directions.random(s.here().theta(), 4);
        for (var matrix : new LinearOperator[] {s.here().hessian(), s.here().gaussNewton()}) {
            var model = s.here().quadraticModel(matrix, d);
            assertEquals(model.predicted(), model.actual(), 1e-12 * Math.abs(model.actual()));
            assertEquals(1, model.ratio(), 1e-12);
        }
        var half = s.here().quadraticModel(s.here().hessian().scaled(0.5), d);
        assertTrue(Math.abs(half.ratio() - 1) > 0.1, "the control: another matrix");
    }

    @Test
    void itsPartsAreThoseOfTheFormula() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 6, 4, 3, 3);
        var d = Directions.random(s.here().theta(), 4);
        var model = s.here().quadraticModel(s.here().gaussNewton(), d);
        var g = s.loops().gaussNewton();
        double linear = 0;
        double quadratic = 0;
        for (int i = 0; i < g.length; i++) {
            for (int n = 0; n < 6; n++) {
                linear += s.loops().gradient(n)[i] * numbers(d)[i] / 6;
            }
            for (int j = 0; j < g.length; j++) {
                quadratic += numbers(d)[i] * g[i][j] * numbers(d)[j] / 2;
            }
        }
        assertEquals(linear, model.linear(), 1e-12);
        assertEquals(quadratic, model.quadratic(), 1e-12);
        var moved = s.here().theta().copy();
        double before = s.net().loss(moved, s.here().batch());
        moved.flat().addi(d.flat());
        assertEquals(before - s.net().loss(moved, s.here().batch()), model.actual(), 1e-13);
    }

    /** What is left out is of third order with the Hessian, and of second with the Gauss–Newton matrix. */
    @Test
    void theErrorHasTheOrderOfWhatIsLeftOut() {
        var s = Scene.of(true, SQUARED_ERROR, 6, 4, 3, 3);
        assertEquals(3, order(s.here(), s.here().hessian()), 0.05);
        assertEquals(2, order(s.here(), s.here().gaussNewton()), 0.05);
    }

    private static double order(Landscape here, LinearOperator matrix) {
        double[] length = {1e-2, 5e-3, 2.5e-3};
        double[] error = new double[3];
        for (int i = 0; i < 3; i++) {
            var d = Directions.random(here.theta(), 4);
            d.flat().muli(length[i]);
            var model = here.quadraticModel(matrix, d);
            error[i] = Math.log(Math.abs(model.actual() - model.predicted()));
        }
        return LandscapeTest.slope(length, error);
    }

    @Test
    void onlyTheChosenParametersMove() {
        var s = Scene.of(false, SQUARED_ERROR, 6, 4, 3);
        var d = Directions.random(s.here().theta(), 4);
        var part = s.here().only(named("b1"));
        var only = d.copy();
        only.view("w1").assign(0);
        var all = s.here().quadraticModel(s.here().hessian(), only);
        var some = part.quadraticModel(part.hessian(), d);
        assertEquals(all.linear(), some.linear(), 1e-14);
        assertEquals(all.quadratic(), some.quadratic(), 1e-14);
        assertEquals(all.actual(), some.actual(), 1e-14);
    }

    @Test
    void aMatrixOfOtherParametersIsRefused() {
        var s = Scene.of(false, SQUARED_ERROR, 6, 4, 3);
        var d = Directions.random(s.here().theta(), 4);
        assertEquals(
                "the model needs a matrix of [3×3] for the chosen parameters, got the Hessian [15×15] of [15×15]",
                LandscapeTest.message(
                        () -> s.here().only(named("b1")).quadraticModel(s.here().hessian(), d)));
    }
}
