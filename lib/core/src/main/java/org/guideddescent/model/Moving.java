package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A gradient on its way down through the layers, and how fast it moves. */
public final class Moving {
    private INDArray value;
    private INDArray speed;

    /** Makes a gradient without arrays, which {@link #set} gives it. */
    public Moving() {}

    /**
     * Sets where the gradient is now.
     *
     * @param newValue dy [n × out], or dx; borrowed
     * @param newSpeed how fast it moves, of the same shape; borrowed
     */
    public void set(INDArray newValue, INDArray newSpeed) {
        value = newValue;
        speed = newSpeed;
    }

    /** {@return dy, or dx behind the layer} */
    public INDArray value() {
        return value;
    }

    /** {@return dẏ, or dẋ behind the layer} */
    public INDArray speed() {
        return speed;
    }
}
