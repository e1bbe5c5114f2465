package org.guideddescent.curvature;

import static org.guideddescent.model.Layers.image;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.transformer;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The landscape of networks with several positions, and the Jacobian of a network. */
class NetworksTest {
    @ParameterizedTest
    @EnumSource(Loss.class)
    void theJacobianOfANetworkIsThatOfTheLoops(Loss loss) {
        var s = Scene.of(true, loss, 4, 5, 4, 3);
        var expected = IntStream.range(0, 4)
                .boxed()
                .flatMap(n -> Arrays.stream(s.loops().jacobian(n)))
                .toArray(double[][]::new);
        Dense.assertClose(expected, Dense.of(s.here().jacobian()), 1e-12);
        Dense.assertClose(expected, Dense.ofAdjoint(s.here().jacobian()), 1e-12);
        var part = s.here().only(named("w2")).jacobian();
        var w2 = s.here().theta().layout().named("w2");
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Arrays.copyOfRange(expected[i], (int) w2.offset(), (int) w2.end());
        }
        Dense.assertClose(expected, Dense.of(part), 1e-12);
    }

    @Test
    void underSquaredErrorTheGramMatrixOfTheJacobianIsTheGaussNewtonMatrix() {
        var s = Scene.of(true, Loss.SQUARED_ERROR, 4, 5, 4, 3);
        Dense.assertClose(
                Dense.of(s.here().gaussNewton()),
                Dense.of(s.here().jacobian().gram().scaled(0.25)),
                1e-12);
    }

    private static Landscape language() {
        var net = Network.of(transformer(5, 4, 1, 2, 3), Loss.SOFTMAX_CROSS_ENTROPY);
        var theta = net.initialize(new SplittableRandom(3), DataType.DOUBLE);
        return Landscape.of(net, theta, new Batch(tokens(1), tokens(2)));
    }

    private static INDArray tokens(int seed) {
        var tokens = Nd4j.create(DataType.DOUBLE, 3, 3);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 9; i++) {
            tokens.putScalar(i / 3, i % 3, random.nextInt(5));
        }
        return tokens;
    }

    @Test
    void aTransformersFisherMatrixIsItsGaussNewtonMatrixAndItsHessianTheDifferenceOfGradients() {
        var here = language();
        Dense.assertClose(Dense.of(here.gaussNewton()), Dense.of(here.fisher()), 1e-10);
        Dense.assertClose(Dense.hessian(here.objective(), here), Dense.of(here.hessian()), 1e-6);
    }

    @Test
    void aTransformersLayersHaveBlocksAndItsOtherParametersAreNamedInARefusal() {
        var here = language();
        var message = LandscapeTest.message(() -> here.kfac(Targets.enumerated()));
        assertTrue(message.startsWith("no layer was seen with ["), message);
        var weights = here.theta().layout().params().stream()
                .map(p -> p.name())
                .filter(n -> message.contains('"' + n + '"'))
                .toArray(String[]::new);
        assertTrue(weights.length > 0, message);
        var some = here.only(named(weights));
        var kfac = some.kfac(Targets.enumerated());
        var ekfac = some.ekfac(Targets.enumerated());
        for (var block : ekfac.blocks()) {
            var names = block.params().stream().map(p -> p.name()).toArray(String[]::new);
            var exact = Dense.of(here.only(named(names)).gaussNewton());
            double far = Dense.distance(exact, Dense.of(kfac.block(names[0])));
            double near = Dense.distance(exact, Dense.of(block));
            assertTrue(near <= far + 1e-12, block + ": " + near + " of " + far);
            assertTrue(near < 0.9 * Dense.norm(exact), block + " is worse than nothing");
        }
    }

    @Test
    void kfacIsExactForALinearMapOfPositions() {
        var net = Network.of(image(2, 2, 3).then(linear(3, 2)), Loss.SQUARED_ERROR);
        var theta = net.initialize(new SplittableRandom(3), DataType.DOUBLE);
        var here = Landscape.of(net, theta, new Batch(Scene.normal(1, 5, 12), Scene.normal(2, 5, 8)));
        Dense.assertClose(Dense.of(here.gaussNewton()), Dense.of(here.kfac(Targets.enumerated())), 1e-12);
        Dense.assertClose(Dense.of(here.gaussNewton()), Dense.of(here.fisher()), 1e-12);
    }
}
