package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Standard normal numbers that are the same in every JVM; the JDK does not promise that of nextGaussian. */
final class Normal {
    private Normal() {}

    /** √(−2 ln u) cos 2πv for u in (0, 1], v in [0, 1): Box and Muller, 1958. */
    static double next(RandomGenerator random) {
        double u = ((random.nextLong() >>> 11) + 1) * 0x1p-53;
        double v = (random.nextLong() >>> 11) * 0x1p-53;
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /** a ← deviation times standard normal numbers, in row-major order. */
    static void fill(RandomGenerator random, double deviation, INDArray a) {
        for (long i = 0; i < a.size(0); i++) {
            for (long j = 0; j < a.size(1); j++) {
                a.putScalar(i, j, deviation * next(random));
            }
        }
    }
}
