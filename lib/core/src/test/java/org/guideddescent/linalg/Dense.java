package org.guideddescent.linalg;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix in plain doubles, row by row, with the algebra by its definition. */
final class Dense {
    final int rows;
    final int columns;
    final double[] numbers;

    Dense(int rows, int columns, double[] numbers) {
        this.rows = rows;
        this.columns = columns;
        this.numbers = numbers;
    }

    static Dense random(int rows, int columns, long seed) {
        return new Dense(
                rows,
                columns,
                new Random(seed).doubles((long) rows * columns, -1, 1).toArray());
    }

    double at(int i, int j) {
        return numbers[i * columns + j];
    }

    Dense turned() {
        var t = new double[numbers.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = at(i, j);
            }
        }
        return new Dense(/* rows= */ columns, /* columns= */ rows, t);
    }

    Dense plus(double beta, Dense b) {
        var sum = numbers.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += beta * b.numbers[i];
        }
        return new Dense(rows, columns, sum);
    }

    Dense times(Dense b) {
        var product = new double[rows * b.columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < b.columns; j++) {
                for (int k = 0; k < columns; k++) {
                    product[i * b.columns + j] += at(i, k) * b.at(k, j);
                }
            }
        }
        return new Dense(rows, b.columns, product);
    }

    Dense kronecker(Dense b) {
        var blocks = new Dense(rows * b.rows, columns * b.columns, new double[numbers.length * b.numbers.length]);
        for (int i = 0; i < blocks.rows; i++) {
            for (int j = 0; j < blocks.columns; j++) {
                blocks.numbers[i * blocks.columns + j] =
                        at(i / b.rows, j / b.columns) * b.at(i % b.rows, j % b.columns);
            }
        }
        return blocks;
    }

    INDArray array(DataType type) {
        return Matrices.array(numbers, rows, columns, type);
    }

    LinearOperator operator(DataType type) {
        return LinearOperator.of(array(type));
    }
}
