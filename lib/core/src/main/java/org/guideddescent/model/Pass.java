package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer on memory for one batch size. Allocates nothing; what it returns is borrowed until its next call. */
public interface Pass {
    /**
     * The outputs [n × out].
     *
     * @param params this layer's parameters, not modified
     * @param x inputs [n × in], not modified, read again by backward
     */
    INDArray forward(INDArray[] params, INDArray x);

    /**
     * Overwrites the gradients of the parameters and returns that of the inputs [n × in].
     *
     * @param params this layer's parameters, not modified
     * @param x what forward got
     * @param dy gradient of the outputs [n × out]; an activation overwrites it, a linear layer does not
     * @param grads one array for each parameter, overwritten
     * @param wantsInput false for the first layer, whose input gradient nobody reads; dy is then returned
     */
    INDArray backward(INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput);
}
