package org.guideddescent.model;

import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer on memory for one batch size: forward and backward, and the derivative of both along a direction v of the
 * parameters, written with a dot.
 * <pre>
 *   forward           y  = f(θ, x)                        dy: gradient of the loss in y
 *   backward          dθ = (∂f/∂θ)ᵀ dy                    dx = (∂f/∂x)ᵀ dy
 *   tangent           ẏ  = (∂f/∂θ) v + (∂f/∂x) ẋ
 *   backwardTangent   dθ̇ = d/dε of dθ                     dẋ = d/dε of dx,  at θ + ε v, x + ε ẋ, dy + ε dẏ
 * </pre>
 * A layer that serves first-order methods only still needs all four, or the network could not keep its word; the memory of
 * the last two is made when they are first called ({@link Later}). After that a pass allocates nothing. What a method
 * returns is borrowed until the next call of the same method. The order of calls is that of the lines above. Rows are
 * examples times positions ({@link Shape}); n · p is written n below. Pearlmutter, 1994, Fast exact multiplication by the
 * Hessian; Schraudolph, 2002, Fast curvature matrix-vector products.
 */
public interface Pass {
    /**
     * Says, before forward, which chance belongs to the batch, for layers that draw.
     *
     * @param key what the layer's random numbers are functions of
     */
    default void begin(long key) {}

    /**
     * {@return the outputs [n × out]; borrowed until the next call}
     *
     * @param params this layer's parameters, not modified
     * @param x inputs [n × in], not modified, read again by the other methods
     */
    INDArray forward(INDArray[] params, INDArray x);

    /**
     * Overwrites the gradients of the parameters and returns that of the inputs [n × in].
     *
     * @param params this layer's parameters, not modified
     * @param x what forward got
     * @param dy gradient of the outputs [n × out]; may be overwritten, and may be what is returned
     * @param grads one array for each parameter, overwritten
     * @param wantsInput false where nobody reads the gradient of the inputs; what is returned then means nothing
     * @param watch shown the layer, if it is linear, when the gradients of its parameters are complete
     * @return the gradient of the inputs [n × in]; borrowed until the next call
     */
    INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch);

    /**
     * {@return how fast the outputs move [n × out]; borrowed until the next call}
     *
     * @param line what forward got and how fast it moves; stays as it is until {@link #backwardTangent} is done
     */
    INDArray tangent(Line line);

    /**
     * The derivative of {@link #backward}: overwrites how fast the gradients of the parameters move.
     *
     * @param line that of {@link #tangent}
     * @param gradient dy and dẏ [n × out], which may be overwritten; set to dx and dẋ [n × in] if wanted
     * @param gradsDot one array for each parameter, overwritten
     * @param wantsInput false where nobody reads dx and dẋ
     */
    void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput);
}
