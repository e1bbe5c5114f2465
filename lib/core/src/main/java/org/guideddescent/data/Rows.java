package org.guideddescent.data;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies rows of one matrix into another on the arrays' own memory: an ND4J op for each row would cost more than the
 * row. The arrays are kept in fields because a buffer taken from an array does not keep the array's memory alive.
 */
final class Rows {
    private final INDArray from;
    private final INDArray to;
    private final int width;
    private final Copy copy;

    @FunctionalInterface
    private interface Copy {
        void row(int source, int target);
    }

    /** from, to: row-major, not views, of one type and width. */
    Rows(INDArray from, INDArray to) {
        this.from = from;
        this.to = to;
        width = (int) from.size(1);
        // Indices of buffers are ints.
        Math.toIntExact(from.length());
        copy = from.dataType() == DataType.FLOAT
                ? floats(from.data().asNioFloat(), to.data().asNioFloat())
                : doubles(from.data().asNioDouble(), to.data().asNioDouble());
    }

    private Copy floats(FloatBuffer a, FloatBuffer b) {
        return (i, j) -> b.put(j * width, a, i * width, width);
    }

    private Copy doubles(DoubleBuffer a, DoubleBuffer b) {
        return (i, j) -> b.put(j * width, a, i * width, width);
    }

    /** Row j of to ← row order[first + j] of from, for every row of to. */
    void gather(int[] order, int first) {
        try {
            int n = (int) to.size(0);
            for (int j = 0; j < n; j++) {
                copy.row(order[first + j], j);
            }
        } finally {
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(to);
        }
    }
}
