package org.guideddescent.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of an array in another shape, without copying; made once for the array seen last. */
final class Reshaped {
    private INDArray latest;
    private INDArray view;

    /** Aliases a; a copy if its rows are apart. */
    INDArray of(INDArray a, long rows, long columns) {
        if (a.rank() == 2 && a.size(0) == rows && a.size(1) == columns) {
            return a;
        }
        if (a != latest) {
            boolean plain = contiguous(a);
            view = plain ? a.reshape('c', true, rows, columns) : a.dup('c').reshape('c', true, rows, columns);
            // A copy is of what the array held now, so it must not be met again.
            latest = plain ? a : null;
        }
        return view;
    }

    /** Whether the numbers of a vector or matrix lie side by side, row by row. */
    static boolean contiguous(INDArray a) {
        boolean together = a.rank() == 1 || a.size(0) == 1 || a.stride(0) == a.size(1);
        return together && (a.length() == 1 || a.size(-1) == 1 || a.stride(-1) == 1);
    }
}
