package org.guideddescent.linalg;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The span of a matrix's columns, and how it lies to another. With orthonormal bases Q and Q′ of dimensions k and k′,
 * <pre>
 *   angles     θᵢ with cos θᵢ = σᵢ(QᵀQ′), i ≤ min(k, k′)
 *   distance   ‖Q Qᵀ − Q′ Q′ᵀ‖₂, which is sin of the largest angle for k = k′, and 1 for k ≠ k′
 *   overlap    ‖QᵀQ′‖_F² / min(k, k′), which is the mean of cos² θᵢ
 * </pre>
 * Computed in double. Björck and Golub, 1973, for the angles; Golub and Van Loan, 2013; Gur-Ari, Roberts and
 * Dyer, 2018, arXiv:1812.04754, for the overlap.
 */
public final class Subspace {
    private final INDArray q;

    private Subspace(INDArray q) {
        this.q = q;
    }

    /**
     * {@return the span of the columns of a matrix}
     *
     * @param columns [n × k], k ≤ n, FLOAT or DOUBLE, not modified
     * @throws IllegalArgumentException if the columns depend on each other up to rounding
     */
    public static Subspace of(INDArray columns) {
        Fit.matrix("the columns of a subspace", columns);
        long n = columns.rows();
        long k = columns.columns();
        if (k > n) {
            throw new IllegalArgumentException("a subspace of " + n + " dimensions is spanned by at most " + n
                    + " independent columns, got " + k + "; span the rows with the transpose");
        }
        var wide = columns.castTo(DataType.DOUBLE).dup('c');
        var u = Nd4j.create(DataType.DOUBLE, n, k);
        var s = Nd4j.create(DataType.DOUBLE, k);
        Ops.current().svd(wide, u, s, Nd4j.create(DataType.DOUBLE, k, k));
        double least = s.getDouble(k - 1);
        double largest = s.getDouble(0);
        if (!(least > n * Rounding.of(columns.dataType()) * largest)) {
            throw new IllegalArgumentException("the columns of a subspace must be independent; singular values of [" + n
                    + " × " + k + "] go from " + largest + " to " + least);
        }
        return new Subspace(u);
    }

    /**
     * {@return the span of vectors [n] of Ritz pairs, as {@link Lanczos#pairs} gives them}
     *
     * @param pairs at least one, whose vectors have n numbers each; not modified
     */
    public static Subspace of(List<EigenPair> pairs) {
        return of(Nd4j.stack(1, pairs.stream().map(EigenPair::vector).toArray(INDArray[]::new))
                .dup('c'));
    }

    /** {@return k, the number of independent directions} */
    public long dimension() {
        return q.columns();
    }

    /**
     * {@return the principal angles in radians, ascending, in [0, π/2]; right to rounding near both ends}
     *
     * @param other span of vectors of as many numbers
     */
    public double[] angles(Subspace other) {
        var ops = Ops.current();
        var large = dimension() >= other.dimension() ? q : other.q;
        var small = dimension() >= other.dimension() ? other.q : q;
        var cross = cross(large, small);
        double[] cosines = SingularValues.of(cross);
        var rest = small.dup('c');
        ops.gemm(false, false, -1, large, cross, 1, rest);
        double[] sines = SingularValues.of(rest);
        var angles = new double[cosines.length];
        for (int i = 0; i < angles.length; i++) {
            double sine = sines[angles.length - 1 - i];
            // Each where it is steep.
            angles[i] = cosines[i] * cosines[i] < 0.5 ? Math.acos(cosines[i]) : Math.asin(Math.min(1, sine));
        }
        return angles;
    }

    /**
     * {@return ‖P − P′‖₂ of the orthogonal projectors, in [0, 1]: 0 for the same span}
     *
     * @param other span of vectors of as many numbers
     */
    public double distance(Subspace other) {
        double[] angles = angles(other);
        return dimension() == other.dimension() ? Math.sin(angles[angles.length - 1]) : 1;
    }

    /**
     * {@return the mean of cos² over the principal angles, in [0, 1]: 1 if one span holds the other} Random spans:
     * max(k, k′) / n.
     *
     * @param other span of vectors of as many numbers
     */
    public double overlap(Subspace other) {
        var cross = cross(q, other.q);
        return Math.pow(Ops.current().norm(cross), 2) / Math.min(dimension(), other.dimension());
    }

    private static INDArray cross(INDArray q, INDArray other) {
        if (q.rows() != other.rows()) {
            throw new IllegalArgumentException("subspaces of one space are compared, got columns of " + q.rows()
                    + " and of " + other.rows() + " numbers");
        }
        var cross = Nd4j.create(DataType.DOUBLE, q.columns(), other.columns());
        Ops.current().gemm(true, false, 1, q, other, 0, cross);
        return cross;
    }
}
