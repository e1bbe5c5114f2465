package org.guideddescent.bench.worker;

import java.util.random.RandomGenerator;
import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ordinary numbers to compute on: no zeros, infinities or denormal values, which have speeds of their own. */
final class Numbers {
    private Numbers() {}

    static RandomGenerator random() {
        return RandomGenerator.of("L64X128MixRandom");
    }

    /** A row-major matrix of numbers in ±[0.1, 1). */
    static INDArray matrix(int rows, int columns) {
        return vector(rows * columns).reshape('c', true, rows, columns);
    }

    /** n numbers in ±[0.1, 1). */
    static INDArray vector(int n) {
        var random = random();
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (random.nextBoolean() ? 1 : -1) * random.nextFloat(0.1f, 1);
        }
        return Nd4j.createFromArray(values);
    }

    /** Sequences of characters, and at each position the character that is to follow. */
    static Batch characters(int size, int context, int vocabulary) {
        var inputs = Nd4j.zeros(DataType.FLOAT, size, context);
        var targets = Nd4j.zeros(DataType.FLOAT, size, context);
        for (int i = 0; i < size * context; i++) {
            inputs.putScalar(i, 7 * i % vocabulary);
            targets.putScalar(i, 5 * i % vocabulary);
        }
        return new Batch(inputs, targets);
    }

    /** Inputs of a width and class indices. */
    static Batch batch(int size, int width, int classes) {
        var targets = Nd4j.zeros(DataType.FLOAT, size, 1);
        for (int i = 0; i < size; i++) {
            targets.putScalar(i, 0, i % classes);
        }
        return new Batch(matrix(size, width), targets);
    }
}
