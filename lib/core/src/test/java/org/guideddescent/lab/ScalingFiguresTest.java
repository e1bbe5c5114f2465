package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.model.Mlp;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.scaling.CoordinateCheck;
import org.guideddescent.scaling.CoordinateCheck.Point;
import org.guideddescent.scaling.Parametrization;
import org.junit.jupiter.api.Test;

class ScalingFiguresTest {
    private static CoordinateCheck check(double wide) {
        return new CoordinateCheck(
                "width",
                List.of(
                        new Point(64, 1, "w1", 0),
                        new Point(64, 2, "w1", 1),
                        new Point(128, 1, "w1", 0),
                        new Point(128, 2, "w1", wide)),
                List.of(new Point(64, 2, "w1", 3), new Point(128, 2, "w1", 6)),
                0.15);
    }

    @Test
    void eachLayerIsALineAndTheTitleHasTheVerdict() {
        var figure = ScalingFigures.coordinateCheck("Adam", check(2));
        assertEquals("Adam: failed", figure.title());
        assertEquals("coordinate check over width 64, 128: w1 changes like width^1.00 after step 2.", figure.caption());
        var line = (Series.Line) figure.series().get(0);
        assertArrayEquals(new double[] {64, 128}, line.xs());
        assertArrayEquals(new double[] {1, 2}, line.ys());
        assertEquals(
                "Adam: passed", ScalingFigures.coordinateCheck("Adam", check(1)).title());
        assertTrue(figure.png().length > 0);
    }

    @Test
    void whatDidNotMoveIsAGap() {
        var line = (Series.Line)
                ScalingFigures.coordinateCheck("Adam", check(1), 1).series().get(0);
        assertTrue(Double.isNaN(line.ys()[0]) && Double.isNaN(line.ys()[1]));
    }

    @Test
    void normsOfUpdatesHaveAFigureOfTheirOwn() {
        var line =
                (Series.Line) ScalingFigures.updates("Adam", check(1)).series().get(0);
        assertArrayEquals(new double[] {3, 6}, line.ys());
    }

    @Test
    void theTableOfAParametrizationIsATable() {
        var scaling = Parametrization.muP().scale(Mlp.of(4, 8, 8, 2), Mlp.of(4, 16, 16, 2));
        var table = Tables.of("muP", scaling.table(Optimizers.adamW(1e-3)));
        assertEquals(6, table.rowCount());
        assertEquals(
                List.of("parameter", "shape", "initial", "rate", "decay", "coupledDecay", "epsilon"),
                table.columnNames());
    }
}
