package org.guideddescent.model;

import java.util.List;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of each layer in the vectors seen last, looked up once a vector and not once a step. */
final class Windows {
    /** Weights, gradient, and two more, such as averaged weights and a candidate of a line search. */
    private static final int KEPT = 4;

    private record Entry(ParamVector of, INDArray[][] arrays) {}

    private final List<List<Param>> params;
    private final Entry[] kept = new Entry[KEPT];
    private int next;

    Windows(List<List<Param>> params) {
        this.params = params;
    }

    /** One array of windows for each layer, aliasing v. */
    INDArray[][] of(ParamVector v) {
        for (var e : kept) {
            if (e != null && e.of == v) {
                return e.arrays;
            }
        }
        var arrays = params.stream()
                .map(layer -> layer.stream().map(v::view).toArray(INDArray[]::new))
                .toArray(INDArray[][]::new);
        kept[next] = new Entry(v, arrays);
        next = (next + 1) % KEPT;
        return arrays;
    }
}
