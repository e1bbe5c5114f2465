package org.guideddescent.model;

import static org.guideddescent.model.ObjectiveRow.row;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every objective that is not a network of layers. */
final class ObjectiveRows {
    private ObjectiveRows() {}

    static Stream<ObjectiveRow> all() {
        return Stream.of(quadratics(), testFunctions(), learning(), networks()).flatMap(s -> s);
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

    private static Stream<ObjectiveRow> learning() {
        var random = new SplittableRandom(5);
        double[] h = Spectra.logSpaced(6, 20);
        var inputs = Numbers.normal(random, 9, 4, DataType.DOUBLE);
        var labels = Numbers.column(DataType.DOUBLE, 0, 1, 1, 0, 1, 0, 0, 1, 1);
        var targets = Numbers.normal(random, 9, 1, DataType.DOUBLE);
        return Stream.of(
                row("noisy quadratic", new NoisyQuadratic(h, h, 4, 9))
                        .isLinear()
                        .on(type -> Batch.NONE.withKey(3)),
                row("orthonormal memory", AssociativeMemory.orthonormal(random, 8, 1))
                        .isLinear(),
                row("Gaussian memory", AssociativeMemory.gaussian(random, 8, 5, 1.5))
                        .isLinear(),
                row("logistic regression", IndexModel.logistic(4)).isLinear().on(cast(inputs, labels)),
                row("single index, ReLU", IndexModel.singleIndex(Link.CENTERED_RELU, 4))
                        .isLinear()
                        .on(cast(inputs, targets)),
                row("single index, Hermite", IndexModel.singleIndex(Link.HERMITE_2, 4))
                        .on(cast(inputs, targets)));
    }

    private static Stream<ObjectiveRow> networks() {
        var random = new SplittableRandom(6);
        var imbalance = new ClassImbalance(2);
        var task = new LinearRepresentation(random, SpectralMatrix.rotated(random, Spectra.logSpaced(5, 9)), 4, 2, 0.1);
        var teacher = TeacherTask.of(random, 4, 5, 3);
        return Stream.of(
                row("linear representation", task.objective())
                        .on(type -> task.batches(8, 3, type).at(1)),
                row("class imbalance", imbalance.objective()).isLinear().on(type -> imbalance.data(4, type)),
                row("softmax regression", SoftmaxRegression.of(4, 3)).isLinear().on(type -> teacher.sample(9, 5, type)),
                row("deep linear", DeepLinear.of(5, 3, 3, 4))
                        .on(type -> task.batches(8, 3, type).at(2)));
    }

    private static Function<DataType, Batch> cast(INDArray inputs, INDArray targets) {
        return type -> new Batch(inputs.castTo(type), targets.castTo(type));
    }
}
