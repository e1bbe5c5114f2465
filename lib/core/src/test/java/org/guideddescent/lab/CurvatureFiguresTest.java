package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.curvature.LossPlane;
import org.guideddescent.curvature.LossSlice;
import org.guideddescent.curvature.Sharpness;
import org.guideddescent.curvature.WeightSpectrum;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.linalg.SpectralDensity;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class CurvatureFiguresTest {
    @Test
    void theDensityPeaksAtTheEigenvaluesWithTheirShares() {
        var a = LinearOperator.diagonal(Nd4j.createFromArray(new double[] {1, 1, 1, 3}));
        var line = line(CurvatureFigures.density("A", SpectralDensity.of(a, 2, 4, 1)), 0);
        double area = 0;
        double above = 0;
        for (int i = 1; i < line.xs().length; i++) {
            double y = Double.isNaN(line.ys()[i]) ? 0 : line.ys()[i] * (line.xs()[i] - line.xs()[i - 1]);
            area += y;
            above += line.xs()[i] > 2 ? y : 0;
        }
        assertEquals(1, area, 1e-3);
        assertEquals(0.25, above, 1e-3);
    }

    @Test
    void aMultipleOfTheIdentityHasAPictureToo() {
        var a = LinearOperator.diagonal(Nd4j.createFromArray(new double[] {0, 0}));
        var figure = CurvatureFigures.density("0", SpectralDensity.of(a, 1, 1, 1));
        assertTrue(figure.png().length > 0);
    }

    @Test
    void slicesAndPlanesShowTheirLosses() {
        var slice = new LossSlice(List.of(new LossSlice.Point(-1, 3), new LossSlice.Point(0, 1)));
        assertArrayEquals(
                new double[] {3, 1}, line(CurvatureFigures.slice("s", slice), 0).ys());
        var plane = new LossPlane(List.of(-1.0, 1.0), List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)));
        var figure = CurvatureFigures.plane("p", plane);
        var map = (Series.HeatMap) figure.series().get(0);
        assertArrayEquals(new double[] {3, 4}, map.cells()[0]);
        assertEquals("Both directions run from -1.0 to 1.0.", figure.caption());
    }

    @Test
    void sharpnessStandsBesideTheEdgeOfStability() {
        var net = Mlp.of(2, 2);
        var batch = new Batch(Nd4j.ones(DataType.DOUBLE, 3, 2), Nd4j.zeros(DataType.DOUBLE, 3, 1));
        var sharpness = new Sharpness(net, batch, 5, 3);
        var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        sharpness.see(1, theta, 0.5);
        sharpness.see(2, theta, 0.5);
        sharpness.see(5, theta, 1);
        var figure = CurvatureFigures.sharpness("net", sharpness);
        assertArrayEquals(new double[] {1, 5}, line(figure, 0).xs());
        assertArrayEquals(sharpness.stabilities(), line(figure, 0).ys());
        assertEquals(2 * line(figure, 0).ys()[0], line(figure, 0).ys()[1], 1e-12);
        assertArrayEquals(new double[] {2, 2}, line(figure, 1).ys());
    }

    @Test
    void eachMatrixHasItsLineOfSingularValues() {
        var net = Mlp.of(2, 3, 2);
        var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        theta.view("w1").putScalar(0, 0, 2);
        var figure = CurvatureFigures.singularValues("w", WeightSpectrum.of(theta));
        assertEquals(2, figure.series().size());
        assertEquals("w1", figure.series().get(0).name());
        assertArrayEquals(new double[] {2, Double.NaN}, line(figure, 0).ys(), 1e-15);
    }

    private static Series.Line line(Figure figure, int i) {
        return (Series.Line) figure.series().get(i);
    }
}
