package org.guideddescent.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers known by chance, such as a diagonal.
 *
 * @param value [n], the mean of samples
 * @param standardError [n], the standard deviation of each mean, estimated from the samples
 * @param products with A or Aᵀ that it took
 */
public record VectorEstimate(INDArray value, INDArray standardError, int products) {}
