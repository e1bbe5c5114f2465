package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of groups, added in order. */
final class GroupSums {
    private GroupSums() {}

    /**
     * out ← beta out + the sum of so many matrices of its shape.
     *
     * @param first where the first begins
     * @param stride numbers from one row of it to the next
     * @param size bytes from one matrix to the next
     */
    static void add(boolean isFloat, long first, long stride, long size, int count, double beta, INDArray out) {
        try {
            long bytes = isFloat ? 4 : 8;
            int n = Math.toIntExact(Shapes.columns(out));
            long at = Memory.address(out);
            for (int row = 0; row < Shapes.rows(out); row++) {
                long from = first + row * stride * bytes;
                long to = at + row * Shapes.rowStride(out) * bytes;
                if (isFloat) {
                    addRow(from, size, count, beta, to, Scratch.current().floats(2, n), n);
                } else {
                    addRow(from, size, count, beta, to, Scratch.current().doubles(2, n), n);
                }
            }
        } finally {
            Reference.reachabilityFence(out);
        }
    }

    private static void addRow(long from, long size, int count, double beta, long to, float[][] b, int n) {
        Memory.read(from, b[0], n);
        for (int g = 1; g < count; g++) {
            Memory.read(from + g * size, b[1], n);
            for (int i = 0; i < n; i++) {
                b[0][i] += b[1][i];
            }
        }
        if (beta != 0) {
            Memory.read(to, b[1], n);
            for (int i = 0; i < n; i++) {
                b[0][i] += (float) beta * b[1][i];
            }
        }
        Memory.write(to, b[0], n);
    }

    private static void addRow(long from, long size, int count, double beta, long to, double[][] b, int n) {
        Memory.read(from, b[0], n);
        for (int g = 1; g < count; g++) {
            Memory.read(from + g * size, b[1], n);
            for (int i = 0; i < n; i++) {
                b[0][i] += b[1][i];
            }
        }
        if (beta != 0) {
            Memory.read(to, b[1], n);
            for (int i = 0; i < n; i++) {
                b[0][i] += beta * b[1][i];
            }
        }
        Memory.write(to, b[0], n);
    }
}
