package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Plain numbers in and out of arrays whose entries lie side by side; the arrays' own accessors allocate at each call. */
final class Numbers {
    private Numbers() {}

    /** into ← the first entries of from, row by row. */
    static void read(INDArray from, double[] into) {
        var data = from.data();
        long first = from.offset();
        for (int i = 0; i < into.length; i++) {
            into[i] = data.getDouble(first + i);
        }
    }

    /** The first entries of into ← from, rounded to its type. */
    static void write(double[] from, INDArray into) {
        var data = into.data();
        long first = into.offset();
        for (int i = 0; i < from.length; i++) {
            data.put(first + i, from[i]);
        }
    }

    /** A new column [n × 1]. */
    static INDArray column(DataType type, double... numbers) {
        var a = Nd4j.create(type, numbers.length, 1);
        write(numbers, a);
        return a;
    }

    /** A new matrix of standard normal numbers, drawn row by row. */
    static INDArray normal(RandomGenerator random, int rows, int columns, DataType type) {
        var numbers = new double[rows * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Normal.next(random);
        }
        var a = Nd4j.create(type, rows, columns);
        write(numbers, a);
        return a;
    }
}
