package org.guideddescent.objective;

import static org.guideddescent.model.Layers.gelu;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Check.Claim;
import org.guideddescent.objective.WrongFit.Mistake;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckTest {
    @Test
    void aRightObjectivePassesFarBelowTheTolerance() {
        for (int seed = 0; seed < 20; seed++) {
            var check = check(Mistake.NONE, seed).orThrow();
            assertEquals(7, check.findings().size());
            for (var f : check.findings()) {
                assertTrue(f.error() < 1e-8, f.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mistake.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyMistakeIsFoundByItsClaim(Mistake mistake) {
        for (int seed = 0; seed < 20; seed++) {
            var check = check(mistake, seed);
            // Not "above": NaN is an error too.
            assertFalse(check.error(mistake.breaks) <= 1e-4, check.toString());
            assertThrows(IllegalArgumentException.class, check::orThrow);
        }
    }

    @Test
    void theErrorOfAMissingFactorAndOfAWrongSignIsWhatItIs() {
        assertEquals(0.5, check(Mistake.HALF_GRADIENT, 1).error(Claim.GRADIENT), 1e-8);
        assertEquals(2, check(Mistake.GRADIENT_SIGN, 1).error(Claim.GRADIENT), 1e-8);
        assertEquals(0.5, check(Mistake.HALF_HESSIAN, 1).error(Claim.HESSIAN), 1e-6);
    }

    @Test
    void theWrongCoordinateIsNamed() {
        var check = check(Mistake.ONE_COORDINATE, 3);
        var worst = check.findings().stream()
                .filter(f -> f.claim() == Claim.GRADIENT)
                .findFirst()
                .orElseThrow();
        assertEquals("w[1, 2]", worst.where());
        var message =
                assertThrows(IllegalArgumentException.class, check::orThrow).getMessage();
        assertTrue(
                message.startsWith("WrongFit[mistake=ONE_COORDINATE]: the gradient is wrong at w[1, 2], got "),
                message);
        assertTrue(message.endsWith(", allowed is 1.00e-06"), message);
    }

    @Test
    void aWrongGradientLeavesTheProductsOfTheOtherMatrixRight() {
        var check = check(Mistake.HALF_HESSIAN, 1);
        assertTrue(check.error(Claim.GRADIENT) < 1e-8);
        assertTrue(check.error(Claim.HESSIAN_SYMMETRY) < 1e-8);
        assertTrue(check.error(Claim.GAUSS_NEWTON_SYMMETRY) < 1e-8);
    }

    @Test
    void notANumberIsAnError() {
        var check = check(Mistake.NOT_A_NUMBER, 1);
        assertTrue(Double.isNaN(check.error(Claim.GRADIENT)));
        assertThrows(IllegalArgumentException.class, () -> check.orThrow(1e300));
    }

    @Test
    void networksPass() {
        for (var net : new Network[] {
            Mlp.of(6, 9, 5, 3),
            Network.of(linear(6, 8).then(tanh()).then(linear(8, 3)), Loss.SOFTMAX_CROSS_ENTROPY),
            Network.of(linear(6, 8).then(gelu()).then(linear(8, 1)), Loss.SQUARED_ERROR)
        }) {
            var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
            Ops.current().normal(4, theta.flat());
            var inputs = Nd4j.create(DataType.DOUBLE, 7, 6);
            Ops.current().normal(5, inputs);
            Check.of(net, theta, new Batch(inputs, Nd4j.ones(DataType.DOUBLE, 7, 1)))
                    .orThrow();
        }
    }

    @Test
    void anObjectiveWithoutCurvatureIsNotAskedForIt() {
        Objective cubic = new Objective() {
            @Override
            public Layout layout() {
                return Layout.vector(3);
            }

            @Override
            public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
                INDArray x = theta.flat();
                grad.flat().assign(x.mul(x).muli(3));
                return x.mul(x).muli(x).sumNumber().doubleValue();
            }

            @Override
            public String toString() {
                return "Cubic";
            }
        };
        var theta = ParamVector.zeros(cubic.layout(), DataType.DOUBLE);
        Ops.current().normal(1, theta.flat());
        var check = Check.of(cubic, theta, Batch.NONE).orThrow();
        assertEquals(3, check.findings().size());
        assertEquals(0, check.error(Claim.HESSIAN));
        var lines = check.toString().lines().toList();
        assertEquals("Cubic", lines.get(0));
        assertTrue(
                lines.get(2).matches(" {2}gradient +\\S+  at x\\[[012], 0\\]: got \\S+, expected \\S+"), lines.get(2));
    }

    @Test
    void theCoordinatesAreThoseOfTheGenerator() {
        var net = Mlp.of(20, 30, 4);
        var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        Ops.current().normal(4, theta.flat());
        var inputs = Nd4j.create(DataType.DOUBLE, 7, 20);
        Ops.current().normal(5, inputs);
        var batch = new Batch(inputs, Nd4j.ones(DataType.DOUBLE, 7, 1));
        var one = Check.of(net, theta, batch, new SplittableRandom(5));
        assertEquals(one, Check.of(net, theta, batch, new SplittableRandom(5)));
        assertFalse(one.equals(Check.of(net, theta, batch, new SplittableRandom(6))));
    }

    @Test
    void floatAndAnotherLayoutAreRefusedWithTheWayOut() {
        var fit = new WrongFit(Mistake.NONE);
        assertEquals(
                "differences need DOUBLE parameters, got FLOAT, whose rounding hides an error; use "
                        + "ParamVector.zeros(objective.layout(), DataType.DOUBLE), and a batch of DOUBLE",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Check.of(fit, ParamVector.zeros(fit.layout(), DataType.FLOAT), Batch.NONE))
                        .getMessage());
        assertEquals(
                "theta is of [x [2×1]] but the objective of [w [3×4], b [5×1]]; make it of objective.layout()",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Check.of(fit, ParamVector.zeros(Layout.vector(2), DataType.DOUBLE), Batch.NONE))
                        .getMessage());
    }

    private static Check check(Mistake mistake, int seed) {
        var fit = new WrongFit(mistake);
        var theta = ParamVector.zeros(fit.layout(), DataType.DOUBLE);
        Ops.current().normal(100 + seed, theta.flat());
        return Check.of(fit, theta, Batch.NONE, new SplittableRandom(seed));
    }
}
