package org.guideddescent.linalg;

import java.util.Arrays;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The singular values of a matrix, such as weights or their update, and what they say of its rank. Computed in double. */
public final class SingularValues {
    private SingularValues() {}

    /**
     * {@return the min(m, n) singular values of a, descending; a new array}
     *
     * @param a [m × n], FLOAT or DOUBLE, not modified
     */
    public static double[] of(INDArray a) {
        Fit.matrix("the matrix", a);
        int r = Math.min(a.rows(), a.columns());
        var s = Nd4j.create(DataType.DOUBLE, r);
        Ops.current()
                .svd(
                        a.castTo(DataType.DOUBLE).dup('c'),
                        Nd4j.create(DataType.DOUBLE, a.rows(), r),
                        s,
                        Nd4j.create(DataType.DOUBLE, a.columns(), r));
        return s.toDoubleVector();
    }

    /**
     * {@return the stable rank ‖A‖_F² / ‖A‖₂² = Σ σᵢ² / σ₁², in [1, rank]; 0 for zero} Rudelson and Vershynin, 2007.
     *
     * @param sigma singular values, descending, not modified
     */
    public static double stableRank(double[] sigma) {
        double largest = Arrays.stream(sigma).max().orElse(0);
        return largest == 0
                ? 0
                : Arrays.stream(sigma).map(s -> s / largest * (s / largest)).sum();
    }

    /**
     * {@return the effective rank, exp of the entropy of σᵢ / Σ σ, in [1, rank]; 0 for zero} Roy and Vetterli, 2007.
     *
     * @param sigma singular values, descending, not modified
     */
    public static double effectiveRank(double[] sigma) {
        double sum = Arrays.stream(sigma).sum();
        return sum == 0
                ? 0
                : Math.exp(Arrays.stream(sigma)
                        .filter(s -> s > 0)
                        .map(s -> -s / sum * Math.log(s / sum))
                        .sum());
    }
}
