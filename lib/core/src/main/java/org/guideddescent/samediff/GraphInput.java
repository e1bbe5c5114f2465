package org.guideddescent.samediff;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A placeholder that one half of a batch fills.
 *
 * @param what inputs or targets, for messages
 */
record GraphInput(String what, SDVariable placeholder) {
    static GraphInput of(SameDiff graph, String what, String name) {
        if (!graph.hasVariable(name) || !graph.getVariable(name).isPlaceHolder()) {
            throw new IllegalArgumentException("no placeholder named '" + name + "' for the " + what + "; have "
                    + graph.placeHolders().stream()
                            .map(SDVariable::name)
                            .sorted()
                            .toList());
        }
        return new GraphInput(what, graph.getVariable(name));
    }

    String name() {
        return placeholder.name();
    }

    /**
     * The rows in the placeholder's shape and, if it is of integers, type; not copied where both are right.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    INDArray shaped(INDArray rows) {
        if (!placeholder.dataType().isFPType()) {
            return fitted(rows).castTo(placeholder.dataType());
        }
        if (placeholder.dataType() != rows.dataType()) {
            throw new IllegalArgumentException(
                    what + " are " + rows.dataType() + " but placeholder '" + name() + "' is " + placeholder.dataType()
                            + "; use " + what + ".castTo(DataType." + placeholder.dataType() + ")");
        }
        return fitted(rows);
    }

    private INDArray fitted(INDArray rows) {
        var shape = placeholder.placeholderShape();
        if (shape == null) {
            return rows;
        }
        var wanted = shape.clone();
        long n = rows.size(0);
        long numbers = 1;
        for (int i = 1; i < wanted.length; i++) {
            // A dimension left open is known where it is the only one.
            wanted[i] = wanted[i] < 0 && wanted.length == 2 ? rows.size(1) : wanted[i];
            numbers *= wanted[i];
        }
        if (wanted.length == 0 || (wanted[0] >= 0 && wanted[0] != n) || numbers != rows.size(1)) {
            throw new IllegalArgumentException(what + " [" + n + "×" + rows.size(1) + "] do not fit placeholder '"
                    + name() + "' of shape " + Arrays.toString(shape));
        }
        wanted[0] = n;
        return rows.reshape('c', wanted);
    }
}
