package org.guideddescent.objective;

import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one linear layer saw and was told in one backward pass; the arrays are borrowed and not to be modified.
 *
 * @param weight the layer's weight [out × in]
 * @param inputs [n × in]; rows are examples times positions
 * @param outputGrads [n × out], gradient of the mean loss with respect to the layer's outputs
 */
public record LayerTape(Param weight, INDArray inputs, INDArray outputGrads) {}
