package org.guideddescent.samediff;

import org.guideddescent.space.Layout;
import org.guideddescent.space.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trainable variable of a graph as a window: a vector as [n × 1], a matrix [in × out] as [out × in] unless kept as it
 * is, an array of more dimensions as the matrix of all but its last by its last.
 *
 * @param kept whether a matrix is not transposed
 */
record GraphParameter(SDVariable variable, Role role, boolean kept) {
    String name() {
        return variable.name();
    }

    GraphParameter with(Role other) {
        return new GraphParameter(variable, other, kept);
    }

    GraphParameter asStored() {
        return new GraphParameter(variable, role, true);
    }

    static boolean isMatrix(SDVariable variable) {
        var shape = variable.getShape();
        return shape.length > 1 && last(shape) > 1 && last(shape) < length(shape);
    }

    void declare(Layout.Builder layout) {
        if (transposed()) {
            layout.add(name(), role, stored(false), stored(true));
        } else {
            layout.add(name(), role, stored(true), stored(false));
        }
    }

    private boolean transposed() {
        return isMatrix(variable) && !kept;
    }

    /** Rows, or columns, of the array as a matrix in the graph's own order. */
    private int stored(boolean rows) {
        var shape = variable.getShape();
        long columns = isMatrix(variable) ? last(shape) : 1;
        return Math.toIntExact(rows ? length(shape) / columns : columns);
    }

    /** The graph's array ← window; window: not modified. */
    void write(INDArray window) {
        var array = variable.getArr();
        array.assign((transposed() ? window.transpose() : window).reshape('c', array.shape()));
    }

    /** window ← an array of the variable's shape. */
    void read(INDArray array, INDArray window) {
        var matrix = array.reshape('c', stored(true), stored(false));
        window.assign(transposed() ? matrix.transpose() : matrix);
    }

    private static long last(long[] shape) {
        return shape[shape.length - 1];
    }

    private static long length(long[] shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return length;
    }
}
