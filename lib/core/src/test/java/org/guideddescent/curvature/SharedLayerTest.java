package org.guideddescent.curvature;

import static org.guideddescent.curvature.SharedLayer.IN;
import static org.guideddescent.curvature.SharedLayer.OUT;
import static org.guideddescent.curvature.SharedLayer.POSITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Blocks of a layer whose weights an example uses several times. */
class SharedLayerTest {
    private static final int N = 5;

    private final SharedLayer f = new SharedLayer();
    private final ParamVector theta = theta();
    private final Batch batch = new Batch(Scene.normal(1, N, POSITIONS * IN), Scene.normal(2, N, POSITIONS * OUT));
    private final Landscape here = Landscape.of(f, theta, batch);

    private ParamVector theta() {
        var v = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        v.flat().assign(Scene.normal(3, 1, OUT * (IN + 1)).reshape(OUT * (IN + 1)));
        return v;
    }

    /** Σ δ x̄ᵀ of an example, in the order of the vector: the weight row by row, then the bias. */
    private double[] gradient(int n) {
        double[] g = new double[OUT * (IN + 1)];
        for (int p = 0; p < POSITIONS; p++) {
            double[] x = SharedLayer.input(batch, n, p);
            double[] delta = SharedLayer.residual(theta, batch, n, p);
            for (int o = 0; o < OUT; o++) {
                for (int j = 0; j < IN; j++) {
                    g[o * IN + j] += delta[o] * x[j];
                }
                g[OUT * IN + o] += delta[o];
            }
        }
        return g;
    }

    private double[][] empirical() {
        var m = new double[OUT * (IN + 1)][OUT * (IN + 1)];
        for (int n = 0; n < N; n++) {
            LoopNet.addOuter(1.0 / N, gradient(n), gradient(n), m);
        }
        return m;
    }

    @Test
    void kfacByRowsIsExactForALinearModel() {
        Dense.assertClose(Dense.of(here.fisher()), Dense.of(here.kfac(Targets.enumerated())), 1e-12);
    }

    @Test
    void anExamplesGradientIsTheSumOverItsPositions() {
        Dense.assertClose(empirical(), Dense.of(here.empiricalFisher()), 1e-12);
        var found = Dense.of(here.diagonal(Targets.given()));
        for (int i = 0; i < found.length; i++) {
            assertEquals(empirical()[i][i], found[i][i], 1e-12);
        }
    }

    @Test
    void tracesThatAreThatOfTheFisherMatrixAreSo() {
        double trace = Dense.trace(empirical());
        assertEquals(trace, here.ekfac(Targets.given()).trace(), 1e-12 * trace);
        assertEquals(trace, here.shampooSquared(Targets.given()).trace(), 1e-12 * trace);
        assertTrue(
                Math.abs(here.kfac(Targets.given()).trace() - trace) > 0.05 * trace,
                "K-FAC takes positions for independent");
    }

    @Test
    void ekfacIsNoFartherThanKfac() {
        var exact = empirical();
        double kfac = Dense.distance(exact, Dense.of(here.kfac(Targets.given())));
        double ekfac = Dense.distance(exact, Dense.of(here.ekfac(Targets.given())));
        assertTrue(ekfac < kfac, ekfac + " of " + kfac);
    }
}
