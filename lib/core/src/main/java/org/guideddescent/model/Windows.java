package org.guideddescent.model;

import java.util.List;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The windows of the parameters in the vectors seen last, looked up once a vector and not once a step. */
final class Windows {
    /** Weights, gradient, a direction and its product, a candidate of a line search, averaged weights, and two more. */
    private static final int KEPT = 8;

    private final List<Param> params;
    private final ParamVector[] vectors = new ParamVector[KEPT];
    private final INDArray[][] kept = new INDArray[KEPT][];
    private int next;

    /** params: in the order in which the layers declared them. */
    Windows(List<Param> params) {
        this.params = params;
    }

    /** One window for each parameter, aliasing v. */
    INDArray[] of(ParamVector v) {
        for (int i = 0; i < KEPT; i++) {
            if (vectors[i] == v) {
                return kept[i];
            }
        }
        vectors[next] = v;
        kept[next] = params.stream().map(v::view).toArray(INDArray[]::new);
        var made = kept[next];
        next = (next + 1) % KEPT;
        return made;
    }
}
