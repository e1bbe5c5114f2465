package org.guideddescent.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix A that is known by its products, such as a Hessian. Vectors are flat arrays [n] of the operator's type. */
public interface LinearOperator {
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
    void times(INDArray v, INDArray out);

    /**
     * out ← Aᵀ u.
     *
     * @param u [rows], not modified
     * @param out [columns], overwritten; not u
     */
    void adjointTimes(INDArray u, INDArray out);
}
