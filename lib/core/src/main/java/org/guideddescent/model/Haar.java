package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random matrices with orthonormal rows, no direction preferred.
 * <pre>  Q of the decomposition Z = Q R, Z standard normal, diagonal of R positive  </pre>
 * The sign of the diagonal matters: without it Q is not uniform. Mezzadri, 2007, arXiv:math-ph/0609050.
 */
public final class Haar {
    private Haar() {}

    /**
     * {@return a uniformly random orthogonal matrix [n × n], DOUBLE}
     *
     * @param random where the random numbers come from
     * @param n rows, and columns
     */
    public static INDArray orthogonal(RandomGenerator random, int n) {
        return rows(random, n, n);
    }

    /**
     * {@return k orthonormal rows [k × n], DOUBLE, spanning a uniformly random subspace}
     *
     * @param random where the random numbers come from
     * @param k rows, at most n
     * @param n columns
     */
    public static INDArray rows(RandomGenerator random, int k, int n) {
        if (k < 1 || k > n) {
            throw new IllegalArgumentException(
                    "there are at most " + n + " orthonormal rows of " + n + " numbers and at least 1, got k = " + k);
        }
        var q = Nd4j.create(DataType.DOUBLE, n, k);
        Ops.current().qr(Numbers.normal(random, n, k, DataType.DOUBLE), q);
        var rows = Nd4j.create(DataType.DOUBLE, k, n);
        Ops.current().transpose(q, rows);
        return rows;
    }
}
