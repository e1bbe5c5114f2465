package org.guideddescent.linalg;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views of a contiguous matrix [m × n] that are made once, since making one allocates. */
final class Rows {
    private Rows() {}

    /** The numbers of a contiguous array side by side, aliasing it. */
    static INDArray flat(INDArray a) {
        return a.reshape('c', true, a.length());
    }

    /** The m rows, each a flat array [n] that aliases it. */
    static List<INDArray> of(INDArray a) {
        long n = a.columns();
        var rows = new ArrayList<INDArray>();
        for (long i = 0; i < a.rows(); i++) {
            rows.add(Nd4j.create(a.data(), new long[] {n}, new long[] {1}, a.offset() + i * n, 'c'));
        }
        return rows;
    }

    /** The first j rows for j = 1, …, m, as matrices [j × n] that alias it; entry j − 1. */
    static List<INDArray> first(INDArray a) {
        var firsts = new ArrayList<INDArray>();
        for (long j = 1; j <= a.rows(); j++) {
            firsts.add(rows(a, 0, j));
        }
        return firsts;
    }

    /** The upper and the lower half of the rows, as matrices [m/2 × n] that alias it. */
    static List<INDArray> halves(INDArray a) {
        long half = a.rows() / 2;
        return List.of(rows(a, 0, half), rows(a, half, half));
    }

    private static INDArray rows(INDArray a, long from, long count) {
        long n = a.columns();
        return Nd4j.create(a.data(), new long[] {count, n}, new long[] {n, 1}, a.offset() + from * n, 'c');
    }
}
