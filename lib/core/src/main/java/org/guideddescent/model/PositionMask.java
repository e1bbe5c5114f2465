package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps one position of every example, times √positions: a mean over positions has a root for each of them. */
final class PositionMask {
    private final Ops ops;
    private final int positions;
    private final INDArray factors;
    private int latest = -1;

    PositionMask(Ops ops, DataType type, int rows, int positions) {
        this.ops = ops;
        this.positions = positions;
        factors = Nd4j.create(type, rows, 1);
    }

    /** a [n · positions × k], modified. */
    void keep(int position, INDArray a) {
        if (positions == 1) {
            return;
        }
        if (position != latest) {
            ops.fill(0, factors);
            for (long row = position; row < factors.length(); row += positions) {
                factors.data().put(row, Math.sqrt(positions));
            }
            latest = position;
        }
        ops.scaleRows(factors, a);
    }
}
