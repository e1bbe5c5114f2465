package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix A that is known by its products, such as a Hessian, and the algebra of such matrices.
 * <pre>
 *   A.plus(B)      A + B             A.after(B)     A B             A.adjoint()     Aᵀ
 *   A.minus(B)     A − B             A.scaled(α)    α A             A.damped(λ)     A + λ I
 *   A.gram()       Aᵀ A              A.inverse(λ)   (A + λ I)⁻¹     A.dense()       the numbers of A
 * </pre>
 * Vectors are flat arrays [n] of the operator's type. What algebra returns asks its operands at each product, so it
 * follows an A that changes; only {@link #dense}, {@link #inverseByCholesky} and what is made of them show A as it was. Memory
 * between two products is made at the first one and kept. An operator serves one thread at a time.
 */
public interface LinearOperator extends ConjugateGradient.Operator {
    /** Most columns for which {@link #inverse} forms the matrix: n products, n² numbers and about n³ operations. */
    int SMALL = 512;

    /** Numbers in A v. */
    long rows();

    /** Numbers in v. */
    long columns();

    /** FLOAT or DOUBLE: of v and of A v. */
    DataType type();

    /**
     * out ← A v.
     *
     * @param v [columns], not modified
     * @param out [rows], overwritten; not v
     */
    @Override
    void times(INDArray v, INDArray out);

    /**
     * out ← Aᵀ u.
     *
     * @param u [rows], not modified
     * @param out [columns], overwritten; not u
     */
    void adjointTimes(INDArray u, INDArray out);

    /** Aᵀ. */
    default LinearOperator adjoint() {
        return new Adjoint(this);
    }

    /** A + B; one vector of memory. */
    default LinearOperator plus(LinearOperator b) {
        return new Sum(this, 1, b);
    }

    /** A − B; one vector of memory. */
    default LinearOperator minus(LinearOperator b) {
        return new Sum(this, -1, b);
    }

    /** α A. */
    default LinearOperator scaled(double alpha) {
        return new Scaled(this, alpha);
    }

    /** A B, which is A after B; one vector of memory. */
    default LinearOperator after(LinearOperator b) {
        return new Composed(this, b);
    }

    /** Aᵀ A [columns × columns]; one vector of memory. */
    default LinearOperator gram() {
        return adjoint().after(this);
    }

    /** A + λ I; A must be square. */
    default LinearOperator damped(double lambda) {
        return new Damped(this, lambda);
    }

    /**
     * (A + λ I)⁻¹ for symmetric A: by {@link #inverseByCholesky} up to {@link #SMALL} columns, which takes A as it is now; above by
     * {@link #inverseByConjugateGradients} to a residual of 10⁻¹⁰, float 10⁻⁵, of the vector's length, in at most 1000 products.
     *
     * @throws ArithmeticException now or at a product, if A + λ I is found not to be positive definite, or a product does
     *     not converge
     */
    default LinearOperator inverse(double lambda) {
        return columns() <= SMALL
                ? inverseByCholesky(lambda)
                : inverseByConjugateGradients(
                        lambda, new ConjugateGradient.Stop(1000, type() == DataType.DOUBLE ? 1e-10 : 1e-5, 0));
    }

    /**
     * (A + λ I)⁻¹ for symmetric A as it is now, as a dense matrix: A is formed and decomposed once.
     *
     * @throws IllegalArgumentException if A is not symmetric
     * @throws ArithmeticException if A + λ I is not positive definite
     */
    default LinearOperator inverseByCholesky(double lambda) {
        return new Matrix(Inverses.cholesky(this, lambda));
    }

    /**
     * (A + λ I)⁻¹ for symmetric A, each product by conjugate gradients from zero; four vectors of memory.
     *
     * @throws ArithmeticException at a product that does not converge as stop says, or meets a direction of curvature that
     *     is not positive
     */
    default LinearOperator inverseByConjugateGradients(double lambda, ConjugateGradient.Stop stop) {
        return new Solution(this, lambda, stop);
    }

    /** The numbers of A, a new array [rows × columns], for tests and small problems; as many products as columns. */
    default INDArray dense() {
        var ops = Ops.current();
        var turned = Nd4j.create(type(), columns(), rows());
        var columns = Rows.of(turned);
        var unit = Nd4j.create(type(), columns());
        for (int j = 0; j < columns(); j++) {
            unit.data().put(j, 1);
            times(unit, columns.get(j));
            unit.data().put(j, 0);
        }
        var dense = Nd4j.create(type(), rows(), columns());
        ops.transpose(turned, dense);
        return dense;
    }

    /** A matrix [rows × columns] as an operator; borrowed, so that it follows the matrix. */
    static LinearOperator of(INDArray matrix) {
        return new Matrix(matrix);
    }

    /** The matrix with these numbers [n] on its diagonal and zeros elsewhere; borrowed. */
    static LinearOperator diagonal(INDArray numbers) {
        return new DiagonalMatrix(numbers);
    }

    /** I [n × n]. */
    static LinearOperator identity(long n, DataType type) {
        return new Identity(n, type);
    }

    /**
     * A ⊗ B, whose blocks are A[i, j] B, for small dense A and B, borrowed: (A ⊗ B) vec X = vec(A X Bᵀ), where vec lays the
     * rows of X side by side.
     */
    static LinearOperator kronecker(INDArray a, INDArray b) {
        return new KroneckerProduct(a, b);
    }
}
