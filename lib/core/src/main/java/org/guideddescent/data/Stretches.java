package org.guideddescent.data;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies stretches of one long line of indices into the rows of a matrix, on the array's own memory. The array is kept
 * in a field because a buffer taken from an array does not keep the array's memory alive.
 */
final class Stretches {
    private final INDArray to;
    private final Copy copy;

    @FunctionalInterface
    private interface Copy {
        void stretch(int from, int row);
    }

    /** line: not copied; to: row-major, not a view, FLOAT or DOUBLE. */
    Stretches(int[] line, INDArray to) {
        this.to = to;
        int width = (int) to.size(1);
        copy = to.dataType() == DataType.FLOAT
                ? floats(line, to.data().asNioFloat(), width)
                : doubles(line, to.data().asNioDouble(), width);
    }

    private static Copy floats(int[] line, FloatBuffer b, int width) {
        return (from, row) -> {
            for (int j = 0; j < width; j++) {
                b.put(row * width + j, line[from + j]);
            }
        };
    }

    private static Copy doubles(int[] line, DoubleBuffer b, int width) {
        return (from, row) -> {
            for (int j = 0; j < width; j++) {
                b.put(row * width + j, line[from + j]);
            }
        };
    }

    /** Row row of the matrix ← line[from, from + width). */
    void copy(int from, int row) {
        try {
            copy.stretch(from, row);
        } finally {
            Reference.reachabilityFence(to);
        }
    }
}
