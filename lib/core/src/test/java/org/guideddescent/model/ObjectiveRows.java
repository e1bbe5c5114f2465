package org.guideddescent.model;

import static org.guideddescent.model.ObjectiveRow.row;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Every objective that is not a network of layers. */
final class ObjectiveRows {
    private ObjectiveRows() {}

    static Stream<ObjectiveRow> all() {
        return Stream.of(quadratics(), testFunctions()).flatMap(s -> s);
    }

    private static Stream<ObjectiveRow> quadratics() {
        var random = new SplittableRandom(3);
        var diagonal = SpectralMatrix.diagonal(Spectra.logSpaced(7, 50));
        var rotated = SpectralMatrix.rotated(random, Spectra.logSpaced(7, 50));
        var target = Numbers.normal(random, 4, 7, DataType.DOUBLE);
        return Stream.of(
                row("diagonal quadratic", Quadratic.of(diagonal).minus(1, -2, 0.5, 3, 0, 1, 1))
                        .isLinear(),
                row("rotated quadratic", Quadratic.of(rotated).minus(1, -2, 0.5, 3, 0, 1, 1))
                        .isLinear(),
                row("diagonal matrix regression", new MatrixRegression(target, diagonal))
                        .isLinear(),
                row("rotated matrix regression", new MatrixRegression(target, rotated))
                        .isLinear());
    }

    static Stream<TestFunction> functions() {
        return Stream.of(
                TestFunctions.rosenbrock(2),
                TestFunctions.rosenbrock(5),
                TestFunctions.beale(),
                TestFunctions.himmelblau(),
                TestFunctions.booth(),
                TestFunctions.matyas(),
                TestFunctions.freudensteinRoth(),
                TestFunctions.threeHumpCamel(),
                TestFunctions.rastrigin(1),
                TestFunctions.rastrigin(4),
                TestFunctions.styblinskiTang(3));
    }

    private static Stream<ObjectiveRow> testFunctions() {
        return functions().map(f -> {
            boolean linear = f.toString().startsWith("Booth") || f.toString().startsWith("Matyas");
            return linear ? row(f.toString(), f).isLinear() : row(f.toString(), f);
        });
    }
}
