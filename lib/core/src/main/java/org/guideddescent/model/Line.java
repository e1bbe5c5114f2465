package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The straight line θ + ε v, x + ε ẋ along which a layer's outputs and gradients are differentiated, at ε = 0. */
public final class Line {
    private INDArray[] params;
    private INDArray[] v;
    private INDArray x;
    private INDArray xDot;
    private boolean inputMoves;

    /** Makes a line without arrays, which {@link #set} gives it. */
    public Line() {}

    /**
     * Moves the line.
     *
     * @param newParams θ, one array for each parameter; borrowed
     * @param newV how fast these move, one array for each; borrowed
     * @param newX the inputs [n × in]; borrowed
     * @param newXDot how fast the inputs move [n × in]; borrowed
     * @param newInputMoves false where the inputs are data
     */
    public void set(INDArray[] newParams, INDArray[] newV, INDArray newX, INDArray newXDot, boolean newInputMoves) {
        params = newParams;
        v = newV;
        x = newX;
        xDot = newXDot;
        inputMoves = newInputMoves;
    }

    /** {@return θ, the layer's parameters, not to be modified} */
    public INDArray[] params() {
        return params;
    }

    /** {@return how fast the parameters move, one array for each, not to be modified} */
    public INDArray[] v() {
        return v;
    }

    /** {@return the inputs [n × in] that forward got, not to be modified} */
    public INDArray x() {
        return x;
    }

    /** {@return how fast x moves [n × in], not to be modified; means nothing unless {@link #inputMoves()}} */
    public INDArray xDot() {
        return xDot;
    }

    /** {@return whether the inputs move: false where they are data} */
    public boolean inputMoves() {
        return inputMoves;
    }
}
