package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A gradient on its way down through the layers, and how fast it moves. */
public final class Moving {
    private INDArray value;
    private INDArray speed;

    /** Where it is now. */
    public void set(INDArray newValue, INDArray newSpeed) {
        value = newValue;
        speed = newSpeed;
    }

    /** dy, or dx behind the layer. */
    public INDArray value() {
        return value;
    }

    /** dẏ, or dẋ behind the layer. */
    public INDArray speed() {
        return speed;
    }
}
