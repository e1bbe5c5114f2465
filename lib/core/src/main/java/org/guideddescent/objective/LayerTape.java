package org.guideddescent.objective;

import java.util.Optional;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one linear layer saw and was told in one backward pass; the arrays are borrowed and not to be modified.
 *
 * @param weight the layer's weight [out × in]
 * @param bias the layer's bias [out × 1], if it has one
 * @param inputs [n·positions × in]; rows are examples times positions, the positions of an example side by side
 * @param outputGrads [n·positions × out], gradient of the mean loss over the n examples with respect to the layer's outputs
 * @param positions how often an example uses the weight: 1 in a perceptron, the number of patches in a convolution
 */
public record LayerTape(Param weight, Optional<Param> bias, INDArray inputs, INDArray outputGrads, int positions) {}
