package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Slices, planes and their directions. */
class LossSliceTest {
    private final Scene s = Scene.of(true, SQUARED_ERROR, 6, 4, 3, 2);
    private final ParamVector d = Directions.random(s.here().theta(), 1);
    private final ParamVector e = Directions.random(s.here().theta(), 2);

    private double lossAt(double a, double b) {
        var moved = s.here().theta().copy();
        moved.flat().addi(d.flat().mul(a)).addi(e.flat().mul(b));
        return s.net().loss(moved, s.here().batch());
    }

    @Test
    void aSliceIsTheLossAtItsPoints() {
        var slice = s.here().slice(d, -1, 2, 7);
        assertArrayEquals(new double[] {-1, -0.5, 0, 0.5, 1, 1.5, 2}, slice.positions(), 1e-15);
        for (var p : slice.points()) {
            assertEquals(lossAt(p.at(), 0), p.loss(), 1e-14);
        }
        assertEquals(s.net().loss(s.here().theta(), s.here().batch()), slice.losses()[2]);
    }

    @Test
    void aPlaneIsTheLossAtItsPointsAndAHeatMapOfItHasBetaUpward() {
        var plane = s.here().plane(d, e, -1, 1, 5);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                double loss = lossAt(plane.at().get(j), plane.at().get(i));
                assertEquals(loss, plane.losses().get(i).get(j), 1e-14);
                assertEquals(loss, plane.cells()[4 - i][j], 1e-14);
            }
        }
        assertArrayEquals(s.here().slice(d, -1, 1, 5).losses(), plane.cells()[2], 1e-14);
    }

    @Test
    void theWeightsAreNotTouched() {
        double[] before = s.here().theta().flat().toDoubleVector();
        s.here().plane(d, e, -1, 1, 3);
        assertArrayEquals(before, s.here().theta().flat().toDoubleVector(), 0);
    }

    @Test
    void onlyTheChosenParametersMove() {
        var slice = s.here().only(named("w2")).slice(d, -1, 1, 3);
        var moved = s.here().theta().copy();
        moved.view("w2").subi(d.view("w2"));
        assertEquals(s.net().loss(moved, s.here().batch()), slice.losses()[0], 1e-14);
    }

    @Test
    void aFilterNormalizedDirectionHasRowsAsLongAsTheWeightsAndStillBiases() {
        var f = Directions.filterNormalized(s.here().theta(), 1);
        var theta = s.here().theta();
        for (var name : new String[] {"w1", "w2"}) {
            for (int i = 0; i < theta.view(name).rows(); i++) {
                double length = theta.view(name).getRow(i).norm2Number().doubleValue();
                var row = f.view(name).getRow(i);
                assertEquals(length, row.norm2Number().doubleValue(), 1e-12);
                var random = d.view(name).getRow(i);
                double cosine = row.mul(random).sumNumber().doubleValue()
                        / length
                        / random.norm2Number().doubleValue();
                assertEquals(1, cosine, 1e-12, "the direction stays");
            }
        }
        assertEquals(0, f.view("b1").norm2Number().doubleValue());
    }

    /** A network of ReLU or linear layers whose layers are scaled against each other is the same function. */
    @Test
    void filterNormalizedSlicesDoNotSeeAScaleThatTheFunctionDoesNotSee() {
        var linear = Scene.of(false, SQUARED_ERROR, 6, 4, 3, 2);
        linear.here().theta().view("b1").assign(0);
        var f = Directions.filterNormalized(linear.here().theta(), 1);
        double[] before = linear.here().slice(f, -1, 1, 5).losses();
        var plain = Directions.random(linear.here().theta(), 1);
        double[] plainBefore = linear.here().slice(plain, -1, 1, 5).losses();
        linear.here().theta().view("w1").muli(10);
        linear.here().theta().view("w2").divi(10);
        var scaled = Directions.filterNormalized(linear.here().theta(), 1);
        assertArrayEquals(before, linear.here().slice(scaled, -1, 1, 5).losses(), 1e-12);
        assertTrue(
                Math.abs(plainBefore[0] - linear.here().slice(plain, -1, 1, 5).losses()[0]) > 1e-2,
                "the control: another random direction sees it");
    }

    @Test
    void betweenIsTheDifference() {
        var between = Directions.between(d, e);
        assertArrayEquals(
                e.flat().sub(d.flat()).toDoubleVector(), between.flat().toDoubleVector(), 0);
    }

    @Test
    void badGridsAndDirectionsAreRefused() {
        assertEquals(
                "a grid needs at least two points from a number to a larger one, got 1 from -1.0 to 1.0",
                LandscapeTest.message(() -> s.here().slice(d, -1, 1, 1)));
        assertTrue(LandscapeTest.message(() -> s.here().slice(d, 1, 1, 5)).endsWith("got 5 from 1.0 to 1.0"));
        var other = ParamVector.zeros(Layout.vector(2), DataType.DOUBLE);
        assertTrue(LandscapeTest.message(() -> s.here().slice(other, -1, 1, 5))
                .endsWith("make it from theta.like() or by Directions"));
    }

    @Test
    void slicesAndPlanesAreTables() {
        var slice = new LossSlice(List.of(new LossSlice.Point(-1, 4), new LossSlice.Point(0.5, 2))).table();
        assertEquals(List.of("at", "loss"), slice.columnNames());
        assertEquals(List.of(-1.0, 0.5), slice.doubleColumn("at").asList());
        assertEquals(List.of(4.0, 2.0), slice.doubleColumn("loss").asList());
        var plane = new LossPlane(List.of(0.0, 1.0), List.of(List.of(1.0, 2.0), List.of(3.0, 4.0))).table();
        assertEquals(List.of("alpha", "beta", "loss"), plane.columnNames());
        assertEquals(List.of(0.0, 1.0, 0.0, 1.0), plane.doubleColumn("alpha").asList());
        assertEquals(List.of(0.0, 0.0, 1.0, 1.0), plane.doubleColumn("beta").asList());
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), plane.doubleColumn("loss").asList());
    }
}
