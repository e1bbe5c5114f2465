package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The straight line θ + ε v, x + ε ẋ along which a layer's outputs and gradients are differentiated, at ε = 0. */
public final class Line {
    private INDArray[] params;
    private INDArray[] v;
    private INDArray x;
    private INDArray xDot;
    private boolean inputMoves;

    /** Where it is now. */
    public void set(INDArray[] newParams, INDArray[] newV, INDArray newX, INDArray newXDot, boolean newInputMoves) {
        params = newParams;
        v = newV;
        x = newX;
        xDot = newXDot;
        inputMoves = newInputMoves;
    }

    /** θ, the layer's parameters, not to be modified. */
    public INDArray[] params() {
        return params;
    }

    /** How fast these move, one array for each, not to be modified. */
    public INDArray[] v() {
        return v;
    }

    /** What forward got [n × in], not to be modified. */
    public INDArray x() {
        return x;
    }

    /** How fast x moves [n × in], not to be modified; means nothing unless {@link #inputMoves()}. */
    public INDArray xDot() {
        return xDot;
    }

    /** False where the inputs are data. */
    public boolean inputMoves() {
        return inputMoves;
    }
}
