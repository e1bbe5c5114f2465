package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix that is made when it is first asked for, so that who never asks pays no memory. */
public final class Later {
    private final Setting setting;
    private final int rows;
    private final int columns;
    private INDArray made;

    Later(Setting setting, int rows, int columns) {
        this.setting = setting;
        this.rows = rows;
        this.columns = columns;
    }

    /** {@return the same matrix at each call; zeros at the first} */
    public INDArray array() {
        if (made == null) {
            made = setting.array(rows, columns);
        }
        return made;
    }
}
