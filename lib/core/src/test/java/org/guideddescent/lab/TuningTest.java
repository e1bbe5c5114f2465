package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TuningTest {
    @Test
    void theBestRateIsFoundAndDivergedRunsAreNotPlotted() {
        var t = Tuning.over("SGD", new double[] {1, 0.1, 0.01, 10}, r -> r > 5 ? Double.NaN : Math.abs(Math.log10(r) + 1));
        assertEquals(0.1, t.bestRate());
        assertEquals(0, t.bestLoss());
        assertFalse(t.atEdge());
        assertArrayEquals(new double[] {0.01, 0.1, 1}, t.rates());
        assertArrayEquals(new double[] {1, 0, 1}, t.losses());
    }

    @Test
    void anOptimumAtTheEdgeIsFlagged() {
        assertTrue(Tuning.over("SGD", new double[] {1, 2, 4}, r -> r).atEdge());
        assertTrue(Tuning.over("SGD", new double[] {1, 2, 4}, r -> -r).atEdge());
    }

    @Test
    void aGridIsGeometricAroundItsCenter() {
        assertArrayEquals(new double[] {0.05, 0.1, 0.2}, Tuning.grid(0.1, 2, 3), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> Tuning.over("SGD", new double[] {1, 2}, r -> r));
    }
}
