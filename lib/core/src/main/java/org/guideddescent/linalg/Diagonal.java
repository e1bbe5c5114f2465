package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Work on the diagonal of a square matrix whose rows lie side by side, entry by entry: n of n² numbers, next to products of n³. */
public final class Diagonal {
    private Diagonal() {}

    /**
     * a ← value I.
     *
     * @param ops primitives that compute
     * @param value the number on the diagonal
     * @param a [n × n], overwritten
     */
    public static void assign(Ops ops, double value, INDArray a) {
        ops.fill(0, a);
        shift(value, a);
    }

    /**
     * a ← a + value I.
     *
     * @param value what each number of the diagonal grows by
     * @param a [n × n], modified
     */
    public static void shift(double value, INDArray a) {
        // Through the buffer: the array's own accessors allocate at each call.
        var data = a.data();
        long n = a.rows();
        for (long i = 0; i < n; i++) {
            long at = a.offset() + i * (n + 1);
            data.put(at, data.getDouble(at) + value);
        }
    }

    /** The sum of the diagonal of a [n × n]. */
    static double trace(INDArray a) {
        double sum = 0;
        var data = a.data();
        long n = a.rows();
        for (long i = 0; i < n; i++) {
            sum += data.getDouble(a.offset() + i * (n + 1));
        }
        return sum;
    }
}
