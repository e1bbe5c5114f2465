package org.guideddescent.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A matrix that is made when it is first asked for, so that who never asks pays no memory. */
final class Later {
    private final DataType type;
    private final int rows;
    private final int columns;
    private INDArray made;

    Later(DataType type, int rows, int columns) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
    }

    /** The same matrix at each call; zeros at the first. */
    INDArray array() {
        if (made == null) {
            made = Nd4j.create(type, rows, columns);
        }
        return made;
    }
}
