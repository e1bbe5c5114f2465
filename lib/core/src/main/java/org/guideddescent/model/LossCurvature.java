package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The second derivative of a loss in a network's outputs z, on memory for one batch size. Results have the scale of the
 * mean loss, are borrowed until the next call, and may be overwritten by who borrows.
 */
interface LossCurvature {
    /** (∂²ℓ/∂z²) v / n, row by row [n × k]. v [n × k]: not modified. */
    INDArray times(INDArray outputs, INDArray targets, INDArray v);

    /**
     * Column c of a root S of an example's ∂²ℓ/∂z² = S Sᵀ, over the examples, row by row [n × k]; c is position · k + output.
     */
    INDArray rootColumn(INDArray outputs, INDArray targets, int c);

    /** Targets drawn from the distribution that the outputs describe, a function of key, row and column. */
    INDArray draw(INDArray outputs, long key);
}
