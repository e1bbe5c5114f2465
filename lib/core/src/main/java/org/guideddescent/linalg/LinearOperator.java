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

    /** {@return the count of numbers in A v} */
    long rows();

    /** {@return the count of numbers in v} */
    long columns();

    /** {@return the type of v and of A v, FLOAT or DOUBLE} */
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

    /** {@return Aᵀ} */
    default LinearOperator adjoint() {
        return new Adjoint(this);
    }

    /**
     * {@return A + B; one vector of memory}
     *
     * @param b B, of A's shape and type
     */
    default LinearOperator plus(LinearOperator b) {
        return new Sum(this, 1, b);
    }

    /**
     * {@return A − B; one vector of memory}
     *
     * @param b B, of A's shape and type
     */
    default LinearOperator minus(LinearOperator b) {
        return new Sum(this, -1, b);
    }

    /**
     * {@return α A}
     *
     * @param alpha α
     */
    default LinearOperator scaled(double alpha) {
        return new Scaled(this, alpha);
    }

    /**
     * {@return A B, which is A after B; one vector of memory}
     *
     * @param b B, with as many rows as A has columns
     */
    default LinearOperator after(LinearOperator b) {
        return new Composed(this, b);
    }

    /** {@return Aᵀ A [columns × columns]; one vector of memory} */
    default LinearOperator gram() {
        return adjoint().after(this);
    }

    /**
     * {@return A + λ I; A must be square}
     *
     * @param lambda λ, the damping
     */
    default LinearOperator damped(double lambda) {
        return new Damped(this, lambda);
    }

    /**
     * {@return (A + λ I)⁻¹ for symmetric A: by {@link #inverseByCholesky} up to {@link #SMALL} columns, which takes A
     * as it is now; above by {@link #inverseByConjugateGradients} to a residual of 10⁻¹⁰, float 10⁻⁵, of the vector's
     * length, in at most 1000 products}
     *
     * @param lambda λ, the damping
     * @throws ArithmeticException now or at a product, if A + λ I is found not to be positive definite, or a product
     *     does not converge
     */
    default LinearOperator inverse(double lambda) {
        return columns() <= SMALL
                ? inverseByCholesky(lambda)
                : inverseByConjugateGradients(
                        lambda, new ConjugateGradient.Stop(1000, type() == DataType.DOUBLE ? 1e-10 : 1e-5, 0));
    }

    /**
     * {@return (A + λ I)⁻¹ for symmetric A as it is now, as a dense matrix: A is formed and decomposed once}
     *
     * @param lambda λ, the damping
     * @throws IllegalArgumentException if A is not symmetric
     * @throws ArithmeticException if A + λ I is not positive definite
     */
    default LinearOperator inverseByCholesky(double lambda) {
        return new Matrix(Inverses.cholesky(this, lambda));
    }

    /**
     * {@return (A + λ I)⁻¹ for symmetric A, each product by conjugate gradients from zero; four vectors of memory}
     *
     * @param lambda λ, the damping
     * @param stop when an iteration ends, and what counts as converged
     * @throws ArithmeticException at a product that does not converge as stop says, or meets a direction of curvature
     *     that is not positive
     */
    default LinearOperator inverseByConjugateGradients(double lambda, ConjugateGradient.Stop stop) {
        return new Solution(this, lambda, stop);
    }

    /**
     * {@return the numbers of A, a new array [rows × columns], for tests and small problems; as many products as
     * columns}
     */
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

    /**
     * {@return a matrix [rows × columns] as an operator; borrowed, so that it follows the matrix}
     *
     * @param matrix [rows × columns], FLOAT or DOUBLE, not modified
     */
    static LinearOperator of(INDArray matrix) {
        return new Matrix(matrix);
    }

    /**
     * {@return the matrix with these numbers on its diagonal and zeros elsewhere; borrowed}
     *
     * @param numbers [n], FLOAT or DOUBLE, not modified
     */
    static LinearOperator diagonal(INDArray numbers) {
        return new DiagonalMatrix(numbers);
    }

    /**
     * {@return I [n × n]}
     *
     * @param n rows, and columns
     * @param type FLOAT or DOUBLE
     */
    static LinearOperator identity(long n, DataType type) {
        return new Identity(n, type);
    }

    /**
     * {@return A ⊗ B, whose blocks are A[i, j] B, for small dense A and B, borrowed: (A ⊗ B) vec X = vec(A X Bᵀ), where
     * vec lays the rows of X side by side}
     *
     * @param a A, dense, not modified
     * @param b B, dense and of A's type, not modified
     */
    static LinearOperator kronecker(INDArray a, INDArray b) {
        return new KroneckerProduct(a, b);
    }
}
