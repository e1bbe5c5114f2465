package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Eigenvectors of both sides of a layer, in columns, and their eigenvalues, ascending.
 *
 * @param outputs U_Γ [m × m]
 * @param inputs U_A [n × n]
 */
record Bases(INDArray outputs, INDArray outputValues, INDArray inputs, INDArray inputValues) {
    /** Of symmetric positive semidefinite matrices. What rounding made negative is zero. Neither is modified. */
    static Bases of(Ops ops, INDArray gamma, INDArray a) {
        var outputs = gamma.ulike();
        var outputValues = Nd4j.create(gamma.dataType(), 1, gamma.size(0));
        var inputs = a.ulike();
        var inputValues = Nd4j.create(a.dataType(), 1, a.size(0));
        ops.eigh(gamma, outputValues, outputs);
        ops.eigh(a, inputValues, inputs);
        return new Bases(outputs, notNegative(outputValues), inputs, notNegative(inputValues));
    }

    private static INDArray notNegative(INDArray values) {
        for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, Math.max(values.getDouble(i), 0));
        }
        return values;
    }

    /** The eigenvalues of the Kronecker product, γ aᵀ [m × n]. */
    INDArray products(Ops ops) {
        var s = Nd4j.create(outputs.dataType(), outputs.size(0), inputs.size(0));
        ops.outer(outputValues, inputValues, s);
        return s;
    }
}
