package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Division of a matrix by its norm so that tiny numbers stay exact: the square of a float of 1e-30 is zero. */
public final class Norms {
    private Norms() {}

    /**
     * x ← x / max |x|, unless x is zero.
     *
     * @param ops primitives that compute
     * @param x array of any shape, modified
     * @return false if x is zero, and was left alone
     */
    public static boolean divideByLargest(Ops ops, INDArray x) {
        double largest = ops.maxAbs(x);
        if (largest == 0) {
            return false;
        }
        if (largest < Float.MIN_NORMAL) {
            // The reciprocal of a subnormal number is infinite.
            ops.scale(0x1p100, x);
            largest *= 0x1p100;
        }
        ops.scale(1 / largest, x);
        return true;
    }

    /**
     * x ← length · x / ‖x‖_F. A zero x stays.
     *
     * @param ops primitives that compute
     * @param length the Frobenius norm that x gets
     * @param x array of any shape, modified
     */
    public static void toLength(Ops ops, double length, INDArray x) {
        if (divideByLargest(ops, x)) {
            ops.scale(length / ops.norm(x), x);
        }
    }
}
