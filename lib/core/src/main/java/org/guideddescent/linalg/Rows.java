package org.guideddescent.linalg;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Views of a matrix that are made once, since making one allocates. */
final class Rows {
    private Rows() {}

    /** The numbers of a contiguous array side by side, aliasing it. */
    static INDArray flat(INDArray a) {
        return a.reshape('c', true, a.length());
    }

    /** The rows of a contiguous matrix [m × n] as m flat arrays [n] that alias it. */
    static List<INDArray> of(INDArray a) {
        var flat = flat(a);
        long n = a.columns();
        var rows = new ArrayList<INDArray>();
        for (long i = 0; i < a.rows(); i++) {
            rows.add(flat.get(NDArrayIndex.interval(i * n, (i + 1) * n)));
        }
        return rows;
    }

    /** The first j rows of a contiguous matrix, for j = 1, …, m, as matrices [j × n] that alias it; entry j − 1. */
    static List<INDArray> first(INDArray a) {
        var flat = flat(a);
        long n = a.columns();
        var firsts = new ArrayList<INDArray>();
        for (long j = 1; j <= a.rows(); j++) {
            firsts.add(flat.get(NDArrayIndex.interval(0, j * n)).reshape('c', true, j, n));
        }
        return firsts;
    }
}
