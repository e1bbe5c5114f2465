package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reorders columns or rows by a product with a permutation matrix, which is exact, and a copy where nothing moves. */
public final class Permutation {
    private Permutation() {}

    /**
     * out[:, k] ← x[:, order[k]].
     *
     * @param ops primitives that compute
     * @param x [m × n], finite, not modified
     * @param order a permutation of 0, 1, 2, …, one place for each column, not modified
     * @param matrix [n × n], overwritten
     * @param out [m × n], overwritten
     */
    public static void columns(Ops ops, INDArray x, int[] order, INDArray matrix, INDArray out) {
        if (isIdentity(order)) {
            ops.copy(x, out);
        } else {
            fill(ops, order, matrix);
            ops.gemm(false, false, 1, x, matrix, 0, out);
        }
    }

    /**
     * out[k, :] ← x[order[k], :].
     *
     * @param ops primitives that compute
     * @param x [m × n], finite, not modified
     * @param order a permutation of 0, 1, 2, …, one place for each row, not modified
     * @param matrix [m × m], overwritten
     * @param out [m × n], overwritten
     */
    public static void rows(Ops ops, INDArray x, int[] order, INDArray matrix, INDArray out) {
        if (isIdentity(order)) {
            ops.copy(x, out);
        } else {
            fill(ops, order, matrix);
            ops.gemm(true, false, 1, matrix, x, 0, out);
        }
    }

    /**
     * {@return whether order[k] = k for all k}
     *
     * @param order a permutation of 0, 1, 2, …, not modified
     */
    public static boolean isIdentity(int[] order) {
        for (int k = 0; k < order.length; k++) {
            if (order[k] != k) {
                return false;
            }
        }
        return true;
    }

    /** Makes order the identity. */
    static void reset(int[] order) {
        for (int k = 0; k < order.length; k++) {
            order[k] = k;
        }
    }

    /** Makes order the one in which keys descend; equal keys keep their order. */
    static void descending(double[] keys, int[] order) {
        for (int i = 0; i < order.length; i++) {
            int k = i;
            // Nearly sorted from refresh to refresh, and then this is one pass.
            while (k > 0 && keys[order[k - 1]] < keys[i]) {
                order[k] = order[k - 1];
                k--;
            }
            order[k] = i;
        }
    }

    private static void fill(Ops ops, int[] order, INDArray matrix) {
        ops.fill(0, matrix);
        for (int k = 0; k < order.length; k++) {
            matrix.data().put(matrix.offset() + (long) order[k] * order.length + k, 1.0);
        }
    }
}
