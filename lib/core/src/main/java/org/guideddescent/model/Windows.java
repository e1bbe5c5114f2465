package org.guideddescent.model;

import java.util.List;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of each layer in the vectors seen last, looked up once a vector and not once a step. */
final class Windows {
    /** Weights, gradient, a direction and its product, a candidate of a line search, averaged weights, and two more. */
    private static final int KEPT = 8;

    private final List<List<Param>> params;
    private final ParamVector[] vectors = new ParamVector[KEPT];
    private final INDArray[][][] kept = new INDArray[KEPT][][];
    private int next;

    Windows(List<List<Param>> params) {
        this.params = params;
    }

    /** One array of windows for each layer, aliasing v. */
    INDArray[][] of(ParamVector v) {
        for (int i = 0; i < KEPT; i++) {
            if (vectors[i] == v) {
                return kept[i];
            }
        }
        var arrays = params.stream()
                .map(layer -> layer.stream().map(v::view).toArray(INDArray[]::new))
                .toArray(INDArray[][]::new);
        vectors[next] = v;
        kept[next] = arrays;
        next = (next + 1) % KEPT;
        return arrays;
    }
}
