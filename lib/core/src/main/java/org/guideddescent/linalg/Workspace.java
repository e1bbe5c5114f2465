package org.guideddescent.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives an array of a name and shape; rules pass their slots. */
@FunctionalInterface
public interface Workspace {
    /** The array of that name: zero at first, later whatever it last held. */
    INDArray get(String name, long... shape);
}
