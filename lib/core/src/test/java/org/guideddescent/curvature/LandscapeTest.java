package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.model.Loss;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every curvature matrix against its definition in loops. */
class LandscapeTest {
    static Stream<Scene> scenes() {
        return Stream.of(
                Scene.of(true, SOFTMAX_CROSS_ENTROPY, 7, 5, 4, 3),
                Scene.of(true, SQUARED_ERROR, 7, 5, 4, 3),
                Scene.of(true, SQUARED_ERROR, 5, 3, 4, 4, 2),
                Scene.of(false, SOFTMAX_CROSS_ENTROPY, 40, 2, 2, 2));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theHessianIsTheDifferenceOfGradients(Scene s) {
        Dense.assertClose(Dense.hessian(s.net(), s.here()), Dense.of(s.here().hessian()), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theGaussNewtonMatrixIsTheMeanOfJacobiansAroundTheLossesHessian(Scene s) {
        Dense.assertClose(s.loops().gaussNewton(), Dense.of(s.here().gaussNewton()), 1e-10);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theFisherMatrixOfEnumeratedTargetsIsTheGaussNewtonMatrix(Scene s) {
        Dense.assertClose(s.loops().gaussNewton(), Dense.of(s.here().fisher()), 1e-10);
        Dense.assertClose(Dense.of(s.here().gaussNewton()), Dense.of(s.here().fisher()), 1e-10);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theEmpiricalFisherMatrixIsTheMeanOfOuterProductsOfGradients(Scene s) {
        Dense.assertClose(s.loops().empiricalFisher(), Dense.of(s.here().empiricalFisher()), 1e-10);
        assertTrue(
                Dense.distance(s.loops().empiricalFisher(), s.loops().gaussNewton()) > 1e-2,
                "the control: two matrices");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void blocksAreBlocksOfTheWholeMatrix(Scene s) {
        for (var names : List.of(new String[] {"w1"}, new String[] {"w2", "b1"}, new String[] {"b2", "w1", "b1"})) {
            for (Function<Landscape, LinearOperator> matrix : List.<Function<Landscape, LinearOperator>>of(
                    Landscape::hessian, Landscape::gaussNewton, Landscape::fisher, Landscape::empiricalFisher)) {
                var whole = Dense.of(matrix.apply(s.here()));
                var part = s.here().only(named(names));
                assertEquals(part.size(), matrix.apply(part).rows());
                Dense.assertClose(Dense.block(whole, s.here().theta(), names), Dense.of(matrix.apply(part)), 1e-12);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void symmetricMatricesAreTheirOwnAdjoint(Scene s) {
        for (var a : List.of(
                s.here().hessian(),
                s.here().gaussNewton(),
                s.here().fisher(),
                s.here().sampledFisher(3, 1),
                s.here().only(named("b1", "w2")).hessian())) {
            Dense.assertClose(Dense.of(a), Dense.ofAdjoint(a), 1e-12);
        }
    }

    @Test
    void aSampledFisherMatrixComesToTheGaussNewtonMatrixAsOneOverTheRootOfItsDraws() {
        for (var loss : Loss.values()) {
            var s = Scene.of(true, loss, 3, 4, 3, 3);
            var exact = s.loops().gaussNewton();
            double[] draws = {8, 32, 128, 512};
            double[] log = new double[4];
            for (int i = 0; i < 4; i++) {
                // The mean over seeds: one matrix wanders about its expected distance.
                for (int seed = 0; seed < 8; seed++) {
                    var drawn = Dense.of(s.here().sampledFisher((int) draws[i], 1000 * seed + i));
                    log[i] += Math.log(Dense.distance(exact, drawn)) / 8;
                }
            }
            double slope = slope(draws, log);
            assertEquals(-0.5, slope, 0.1, loss + " has slope " + slope);
            assertTrue(log[3] < Math.log(Dense.norm(exact)) - 2, "and it comes to that matrix");
        }
    }

    /** Of y over ln x, by least squares. */
    static double slope(double[] x, double[] y) {
        double mx = 0;
        double my = 0;
        for (int i = 0; i < x.length; i++) {
            mx += Math.log(x[i]) / x.length;
            my += y[i] / x.length;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (Math.log(x[i]) - mx) * (y[i] - my);
            below += (Math.log(x[i]) - mx) * (Math.log(x[i]) - mx);
        }
        return above / below;
    }

    @Test
    void equalSeedsDrawEqualMatrices() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 6, 4, 3, 3);
        var one = Dense.of(s.here().sampledFisher(4, 7));
        Dense.assertClose(one, Dense.of(s.here().sampledFisher(4, 7)), 0);
        assertTrue(Dense.distance(one, Dense.of(s.here().sampledFisher(4, 8))) > 1e-3);
    }

    @Test
    void whereEveryTargetIsMetTheEmpiricalFisherMatrixIsGoneAndTheGaussNewtonMatrixIsNot() {
        var s = Scene.of(true, SQUARED_ERROR, 20, 5, 4, 3);
        var z = s.net().predict(s.here().theta(), s.here().batch().inputs()).dup();
        var near = s.targets(z.add(Scene.normal(9, 20, 3).muli(0.03)));
        double empirical = Dense.norm(Dense.of(near.here().empiricalFisher()));
        double gaussNewton = Dense.norm(Dense.of(near.here().gaussNewton()));
        assertTrue(empirical < 0.01 * gaussNewton, empirical + " of " + gaussNewton);
        assertTrue(empirical > 0);
    }

    @Test
    void theHessianMinusTheGaussNewtonMatrixIsLinearInTheResidual() {
        var s = Scene.of(true, SQUARED_ERROR, 20, 5, 4, 3);
        var z = s.net().predict(s.here().theta(), s.here().batch().inputs()).dup();
        var noise = Scene.normal(9, 20, 3);
        double whole = gap(s.targets(z.add(noise)).here());
        for (double part : new double[] {0.1, 0.01}) {
            assertEquals(part, gap(s.targets(z.add(noise.mul(part))).here()) / whole, 1e-9);
        }
        assertTrue(whole > 1e-2);
        assertEquals(0, gap(s.targets(z).here()), 1e-12);
    }

    private static double gap(Landscape here) {
        return Dense.distance(Dense.of(here.hessian()), Dense.of(here.gaussNewton()));
    }

    @Test
    void productsFollowThetaAndMeasuredMatricesStay() {
        var s = Scene.of(true, SQUARED_ERROR, 6, 4, 3, 2);
        var hessian = s.here().hessian();
        var fisher = s.here().fisher();
        var before = Dense.of(hessian);
        var fisherBefore = Dense.of(fisher);
        s.here().theta().flat().muli(1.5);
        assertTrue(Dense.distance(before, Dense.of(hessian)) > 1e-3);
        Dense.assertClose(Dense.hessian(s.net(), s.here()), Dense.of(hessian), 1e-6);
        Dense.assertClose(fisherBefore, Dense.of(fisher), 0);
    }

    @Test
    void nothingIsModified() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 6, 4, 3, 2);
        double[] theta = s.here().theta().flat().toDoubleVector();
        double[] x = s.here().batch().inputs().dup().ravel().toDoubleVector();
        for (var a : List.of(s.here().hessian(), s.here().fisher(), s.here().empiricalFisher())) {
            Dense.of(a);
        }
        assertArrayEquals(theta, s.here().theta().flat().toDoubleVector(), 0);
        assertArrayEquals(x, s.here().batch().inputs().dup().ravel().toDoubleVector(), 0);
    }

    @Test
    void productsAllocateNothingAfterTheFirst() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 6, 4, 3, 2);
        var all = Targets.enumerated();
        for (var a : List.of(
                s.here().hessian(),
                s.here().only(named("w1", "b2")).gaussNewton(),
                s.here().fisher(),
                s.here().only(named("w1")).empiricalFisher(),
                s.here().kfac(all),
                s.here().ekfac(all).block("w2"))) {
            var v = Scene.normal(4, 1, (int) a.columns()).reshape(a.columns());
            var out = v.like();
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            double each = Double.MAX_VALUE;
            // Until the compiler has removed the short-lived objects.
            for (int round = 0; round < 60 && each > 128; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 200; i++) {
                    a.times(v, out);
                }
                each = Math.min(each, (threads.getCurrentThreadAllocatedBytes() - before) / 200.0);
            }
            assertTrue(each <= 128, a + ": " + each + " bytes");
        }
    }

    @Test
    void floatsGiveTheSameToTheirPrecision() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 6, 4, 3, 2);
        var theta = ParamVector.zeros(s.net().layout(), DataType.FLOAT);
        theta.flat().assign(s.here().theta().flat().castTo(DataType.FLOAT));
        var batch = s.here().batch();
        var here = Landscape.of(
                s.net(),
                theta,
                new Batch(batch.inputs().castTo(DataType.FLOAT), batch.targets().castTo(DataType.FLOAT)));
        assertEquals(DataType.FLOAT, here.fisher().type());
        Dense.assertClose(s.loops().gaussNewton(), Dense.of(here.fisher()), 1e-5);
        Dense.assertClose(s.loops().gaussNewton(), Dense.of(here.gaussNewton()), 1e-5);
    }

    /** z = (x w₁)² + w₂ of each example, and the sum of squares of z. */
    private static final class Bent implements Objective.Differentiable {
        private final Layout layout = Layout.vector(2);

        @Override
        public Layout layout() {
            return layout;
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            throw new AssertionError("not asked");
        }

        @Override
        public long outputs(Batch batch) {
            return batch.size();
        }

        private static double slope(ParamVector theta, Batch batch, int i) {
            double x = batch.inputs().getDouble(i, 0);
            return 2 * x * x * theta.flat().getDouble(0);
        }

        @Override
        public void jacobianTimes(ParamVector theta, Batch batch, ParamVector v, INDArray out) {
            for (int i = 0; i < batch.size(); i++) {
                out.putScalar(
                        i,
                        slope(theta, batch, i) * v.flat().getDouble(0)
                                + v.flat().getDouble(1));
            }
        }

        @Override
        public void jacobianAdjointTimes(ParamVector theta, Batch batch, INDArray u, ParamVector out) {
            out.flat().assign(0);
            for (int i = 0; i < batch.size(); i++) {
                double g = u.getDouble(i);
                out.flat().putScalar(0, out.flat().getDouble(0) + slope(theta, batch, i) * g);
                out.flat().putScalar(1, out.flat().getDouble(1) + g);
            }
        }
    }

    @Test
    void theJacobianIsThatOfTheObjective() {
        var f = new Bent();
        var theta = ParamVector.zeros(f.layout(), DataType.DOUBLE);
        theta.flat().putScalar(0, 0.7).putScalar(1, 3);
        var x = Scene.normal(3, 5, 1);
        var j = Landscape.of(f, theta, new Batch(x, x)).jacobian();
        assertEquals(5, j.rows());
        assertEquals(2, j.columns());
        var expected = new double[5][2];
        for (int i = 0; i < 5; i++) {
            double h = 1e-5;
            double a = x.getDouble(i, 0);
            expected[i][0] = (Math.pow(a * (0.7 + h), 2) - Math.pow(a * (0.7 - h), 2)) / (2 * h);
            expected[i][1] = 1;
        }
        Dense.assertClose(expected, Dense.of(j), 1e-9);
        Dense.assertClose(expected, Dense.ofAdjoint(j), 1e-9);
    }

    @Test
    void anObjectiveThatCannotAnswerIsRefusedBeforeItIsAsked() {
        var f = new Bent();
        var here = Landscape.of(f, ParamVector.zeros(f.layout(), DataType.DOUBLE), Batch.NONE);
        assertTrue(message(here::hessian)
                .endsWith("gives no curvature products; it would have to be an Objective.Curved"));
        assertTrue(message(here::fisher)
                .endsWith("gives no targets drawn from the model; it would have to be an Objective.Probabilistic"));
        Objective plain = new Objective() {
            @Override
            public Layout layout() {
                return f.layout();
            }

            @Override
            public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
                return 0;
            }
        };
        assertTrue(message(() -> Landscape.of(plain, here.theta(), Batch.NONE).jacobian())
                .endsWith("gives no derivative of its outputs; it would have to be an Objective.Differentiable"));
    }

    @Test
    void badChoicesAreRefusedInASentence() {
        var s = Scene.of(true, SQUARED_ERROR, 6, 4, 3, 2);
        assertEquals(
                "role(EMBEDDING) means no parameter; have " + s.net().layout().params(),
                message(() -> s.here().only(Selector.role(Role.EMBEDDING))));
        assertTrue(message(() -> s.here().only(named("w9"))).startsWith("no parameter named 'w9'"));
        assertEquals("draws must be at least 1, got 0", message(() -> s.here().sampledFisher(0, 1)));
        var other = ParamVector.zeros(Layout.vector(3), DataType.DOUBLE);
        assertTrue(message(() -> Landscape.of(s.net(), other, s.here().batch()))
                .endsWith("make theta from objective.layout()"));
        assertTrue(message(() -> new OuterProducts("F", Ops.current(), DataType.FLOAT, 1L << 20, 1L << 20, 1))
                .startsWith("F of 1048576 gradients of 1048576 numbers does not fit into memory"));
    }

    static String message(Executable run) {
        return assertThrows(IllegalArgumentException.class, run).getMessage();
    }
}
