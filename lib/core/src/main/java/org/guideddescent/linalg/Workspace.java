package org.guideddescent.linalg;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives an array of a name and shape; rules pass their slots. */
@FunctionalInterface
public interface Workspace {
    /**
     * {@return the array of that name: zero at first, later whatever it last held}
     *
     * @param name which array; the same name gives the same array
     * @param shape its sizes, the same at each call
     */
    INDArray get(String name, long... shape);
}
