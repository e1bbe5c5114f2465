package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Singular values of weights and updates. */
class WeightSpectrumTest {
    private final Scene s = Scene.of(true, SQUARED_ERROR, 3, 5, 4, 3);

    @Test
    void areThoseOfKnownMatrices() {
        var theta = s.here().theta().like();
        // A rotation of the plane between two axes: 3, 2 and no more.
        double c = Math.cos(0.3);
        double d = Math.sin(0.3);
        var w = theta.view("w1");
        w.putScalar(0, 0, 3 * c).putScalar(1, 0, 3 * d);
        w.putScalar(0, 1, -2 * d).putScalar(1, 1, 2 * c);
        var values = WeightSpectrum.of(theta).get(0);
        assertEquals("w1", values.param().name());
        double[] expected = {3, 2, 0, 0};
        for (int i = 0; i < 4; i++) {
            assertEquals(expected[i], values.values().get(i), 1e-14);
        }
        assertEquals(3, values.spectralNorm(), 1e-14);
        assertEquals(Math.sqrt(13), values.frobeniusNorm(), 1e-14);
        assertEquals(13.0 / 9, values.stableRank(), 1e-14);
        assertEquals(Math.exp(-0.6 * Math.log(0.6) - 0.4 * Math.log(0.4)), values.effectiveRank(), 1e-13);
    }

    @Test
    void everyMatrixHasThemAndItsSumOfSquaresIsTheirs() {
        var all = WeightSpectrum.of(s.here().theta());
        assertEquals(
                List.of("w1", "w2"), all.stream().map(v -> v.param().name()).toList());
        for (var v : all) {
            var w = s.here().theta().view(v.param());
            assertEquals(w.norm2Number().doubleValue(), v.frobeniusNorm(), 1e-12);
            assertEquals(Math.min(w.rows(), w.columns()), v.values().size());
            for (int i = 1; i < v.values().size(); i++) {
                assertTrue(v.values().get(i) <= v.values().get(i - 1));
            }
        }
    }

    @Test
    void anUpdateOfRankOneHasStableRankOne() {
        var after = s.here().theta().copy();
        var a = Scene.normal(5, 4, 1);
        var b = Scene.normal(6, 5, 1);
        after.view("w1").addi(a.mmul(b.transpose()));
        var update = WeightSpectrum.ofUpdate(s.here().theta(), after);
        double length = a.norm2Number().doubleValue() * b.norm2Number().doubleValue();
        assertEquals(length, update.get(0).spectralNorm(), 1e-12);
        assertEquals(1, update.get(0).stableRank(), 1e-12);
        assertTrue(WeightSpectrum.of(after).get(0).stableRank() > 1.01, "the weight itself has more");
        assertEquals(0, update.get(1).stableRank());
    }

    @Test
    void singularValuesAndCosinesAreTables() {
        var param = s.here().theta().layout().params().get(0);
        var spectrum = new WeightSpectrum(param, List.of(3.0, 0.5)).table();
        assertEquals(List.of("parameter", "index", "value"), spectrum.columnNames());
        assertEquals(List.of("w1", "w1"), spectrum.stringColumn("parameter").asList());
        assertEquals(List.of(1, 2), spectrum.intColumn("index").asList());
        assertEquals(List.of(3.0, 0.5), spectrum.doubleColumn("value").asList());
        var alignment = new Alignment(List.of(0.6, -0.8)).table();
        assertEquals(List.of("pair", "cosine"), alignment.columnNames());
        assertEquals(List.of(1, 2), alignment.intColumn("pair").asList());
        assertEquals(List.of(0.6, -0.8), alignment.doubleColumn("cosine").asList());
    }
}
