package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;
import org.junit.jupiter.api.Test;

class CurvesTest {
    private final List<Run> runs = List.of(run(1, 2, 3), run(5, 5, 5), run(3, 1, 9, 7));

    @Test
    void theMedianIsALineAndTheRangeABandUpToTheShortestRun() {
        var figure = Curves.bySteps(Figure.of("t").xAxis("step").yAxis("loss"), "SGD", runs, 1);
        var band = (Series.Band) figure.series().get(0);
        var line = (Series.Line) figure.series().get(1);
        assertArrayEquals(new double[] {1.0, 2.0, 3.0}, line.xs());
        assertArrayEquals(new double[] {3.0, 2.0, 5.0}, line.ys());
        assertArrayEquals(new double[] {1.0, 1.0, 3.0}, band.lower());
        assertArrayEquals(new double[] {5.0, 5.0, 9.0}, band.upper());
    }

    @Test
    void quantilesAreLinearBetweenOrderStatistics() {
        assertEquals(2.5, Curves.quantile(new double[] {4, 1, 2, 3}, 0.5));
        assertEquals(7, Curves.quantile(new double[] {7}, 0.3));
    }

    @Test
    void aResultHasMediansAndTheSpreadOfAccuracies() {
        var r = Standing.of("SGD", 0.1, runs, new double[] {0.8, 0.9, 0.7});
        assertEquals(0.8, r.accuracy());
        assertArrayEquals(new double[] {0.7, 0.9}, new double[] {r.lowest(), r.highest()});
        assertEquals(5, r.loss());
        assertThrows(IllegalArgumentException.class, () -> Standing.of("SGD", 0.1, runs, new double[1]));
        assertThrows(IllegalArgumentException.class, () -> Curves.bySteps(Figure.of("t"), "SGD", List.of(), 1));
    }

    private static Run run(double... losses) {
        var curve = new ArrayList<Run.Point>();
        for (double loss : losses) {
            curve.add(new Run.Point(curve.size() + 1, loss, 0.5 * (curve.size() + 1)));
        }
        return new Run("r", "o", new Seed(0), curve.size(), Map.of(), curve, Optional.empty());
    }
}
