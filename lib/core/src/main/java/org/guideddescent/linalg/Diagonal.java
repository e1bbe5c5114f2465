package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Work on the diagonal of a square matrix, entry by entry: n of n² numbers, next to products of n³. */
final class Diagonal {
    private Diagonal() {}

    /** a ← value I. a [n × n]: overwritten. */
    static void assign(Ops ops, double value, INDArray a) {
        ops.fill(0, a);
        shift(value, a);
    }

    /** a ← a + value I. a [n × n]: modified. */
    static void shift(double value, INDArray a) {
        for (long i = 0; i < a.rows(); i++) {
            a.putScalar(i, i, a.getDouble(i, i) + value);
        }
    }

    /** The sum of the diagonal of a [n × n]. */
    static double trace(INDArray a) {
        double sum = 0;
        for (long i = 0; i < a.rows(); i++) {
            sum += a.getDouble(i, i);
        }
        return sum;
    }
}
