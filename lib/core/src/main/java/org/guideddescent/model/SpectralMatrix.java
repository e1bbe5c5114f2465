package org.guideddescent.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A symmetric matrix of given spectrum, such as a Hessian or a covariance.
 * <pre>  A = U diag(λ) Uᵀ          U = I, or orthogonal [n × n]  </pre>
 * A diagonal one is never formed, so that n may be large.
 */
public final class SpectralMatrix {
    private final double[] eigenvalues;
    private final Optional<INDArray> basis;
    private final Ops ops = Ops.current();
    private final PerType<INDArray> diagonal;
    private final PerType<INDArray> dense;

    private SpectralMatrix(Optional<INDArray> basis, double... eigenvalues) {
        if (eigenvalues.length == 0 || !Arrays.stream(eigenvalues).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "a spectrum needs one finite number or more, got " + Arrays.toString(eigenvalues));
        }
        this.eigenvalues = eigenvalues.clone();
        this.basis = basis;
        diagonal = new PerType<>(type -> Numbers.column(type, this.eigenvalues));
        dense = new PerType<>(type -> form().castTo(type));
    }

    /**
     * {@return the matrix diag(λ)}
     *
     * @param eigenvalues λ, at least one, copied
     */
    public static SpectralMatrix diagonal(double... eigenvalues) {
        return new SpectralMatrix(Optional.empty(), eigenvalues);
    }

    /**
     * {@return a matrix with these eigenvalues and a uniformly random basis}
     *
     * @param random draws the basis
     * @param eigenvalues λ, at least one, copied
     */
    public static SpectralMatrix rotated(RandomGenerator random, double... eigenvalues) {
        return inBasis(Haar.orthogonal(random, eigenvalues.length), eigenvalues);
    }

    /**
     * {@return a matrix with these eigenvalues, whose eigenvectors are the columns of basis}
     *
     * @param basis U [n × n], orthogonal to 1e-6, copied
     * @param eigenvalues λ, at least one, copied
     */
    public static SpectralMatrix inBasis(INDArray basis, double... eigenvalues) {
        int n = eigenvalues.length;
        if (basis.rank() != 2 || basis.size(0) != n || basis.size(1) != n) {
            throw new IllegalArgumentException("a basis for " + n + " eigenvalues must be [" + n + "×" + n + "], got "
                    + Arrays.toString(basis.shape()));
        }
        var u = basis.castTo(DataType.DOUBLE).dup('c');
        double error = u.transpose()
                .mmul(u)
                .subi(Nd4j.eye(n).castTo(DataType.DOUBLE))
                .amaxNumber()
                .doubleValue();
        if (!(error < 1e-6)) {
            throw new IllegalArgumentException(
                    "a basis must be orthogonal, but UᵀU differs from I by " + error + "; e.g. Haar.orthogonal");
        }
        return new SpectralMatrix(Optional.of(u), eigenvalues);
    }

    /** {@return the number of rows, and of columns} */
    public int size() {
        return eigenvalues.length;
    }

    /** {@return the eigenvalues in the order in which they were given, copied} */
    public double[] eigenvalues() {
        return eigenvalues.clone();
    }

    /** {@return a new copy of U [n × n], DOUBLE, eigenvectors in its columns} */
    public INDArray basis() {
        return basis.map(INDArray::dup).orElseGet(() -> Nd4j.eye(size()).castTo(DataType.DOUBLE));
    }

    /**
     * {@return f(A) = U diag(f(λ)) Uᵀ: the root of a covariance is {@code map(Math::sqrt)}}
     *
     * @param f what each eigenvalue becomes
     */
    public SpectralMatrix map(DoubleUnaryOperator f) {
        return new SpectralMatrix(basis, Arrays.stream(eigenvalues).map(f).toArray());
    }

    /**
     * {@return A [n × n], made once for each type and shared: not to be modified}
     *
     * @param type FLOAT or DOUBLE
     */
    public INDArray matrix(DataType type) {
        return dense.of(type);
    }

    /** out ← A x. x [n × k]: not modified. out [n × k]: overwritten. */
    void times(INDArray x, INDArray out) {
        if (basis.isPresent()) {
            ops.gemm(false, false, 1, dense.of(x.dataType()), x, 0, out);
        } else {
            ops.copy(x, out);
            ops.scaleRows(diagonal.of(x.dataType()), out);
        }
    }

    /** out ← x A. x [m × n]: not modified. out [m × n]: overwritten. */
    void timesRows(INDArray x, INDArray out) {
        if (basis.isPresent()) {
            ops.gemm(false, false, 1, x, dense.of(x.dataType()), 0, out);
        } else {
            ops.copy(x, out);
            ops.scaleColumns(diagonal.of(x.dataType()), out);
        }
    }

    private INDArray form() {
        var u = basis();
        var scaled = u.dup('c');
        ops.scaleColumns(diagonal.of(DataType.DOUBLE), scaled);
        var a = Nd4j.create(DataType.DOUBLE, size(), size());
        ops.gemm(false, true, 1, scaled, u, 0, a);
        // Rounding would leave it not quite symmetric.
        ops.mirror(a);
        return a;
    }

    @Override
    public String toString() {
        var sorted = Arrays.stream(eigenvalues).sorted().toArray();
        return (basis.isPresent() ? "rotated" : "diagonal") + " [" + size() + "×" + size() + "] with eigenvalues from "
                + sorted[0] + " to " + sorted[size() - 1];
    }
}
