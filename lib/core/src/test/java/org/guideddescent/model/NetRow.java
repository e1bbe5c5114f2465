package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small network for the laws that every network obeys.
 *
 * @param layers few enough parameters for dense matrices
 * @param vocabulary inputs are class indices below it; 0: inputs are numbers
 * @param coupled whether an example's outputs depend on the others, as in a batch norm, or on its place, as in a dropout
 */
record NetRow(Layer layers, int vocabulary, boolean coupled) {
    static NetRow of(Layer layers) {
        return new NetRow(layers, 0, false);
    }

    static NetRow ofTokens(Layer layers, int vocabulary) {
        return new NetRow(layers, vocabulary, false);
    }

    static NetRow coupled(Layer layers) {
        return new NetRow(layers, 0, true);
    }

    /** n examples with targets for that loss; classes: whether targets are class indices. */
    Batch batch(RandomGenerator random, Loss loss, boolean classes, int n, DataType type) {
        var input = layers.input().orElseThrow();
        var output = layers.output(input);
        var x = vocabulary == 0
                ? matrix(random, n, input.numbers(), type)
                : indices(random, n, input.numbers(), vocabulary, type);
        if (loss == Loss.SQUARED_ERROR) {
            return new Batch(x, matrix(random, n, output.numbers(), type), 7);
        }
        if (classes) {
            return new Batch(x, indices(random, n, output.positions(), output.channels(), type), 7);
        }
        var targets = Nd4j.create(type, n, output.numbers());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < output.numbers(); j++) {
                // Probabilities whose sum is not 1: the mass of a row counts.
                targets.putScalar(i, j, random.nextDouble());
            }
        }
        return new Batch(x, targets, 7);
    }

    private static INDArray indices(RandomGenerator random, int rows, int cols, int bound, DataType type) {
        var a = Nd4j.create(type, rows, cols);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                a.putScalar(i, j, random.nextInt(bound));
            }
        }
        return a;
    }

    static INDArray matrix(RandomGenerator random, int rows, int cols, DataType type) {
        var a = Nd4j.create(type, rows, cols);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                a.putScalar(i, j, Normal.next(random));
            }
        }
        return a;
    }
}
