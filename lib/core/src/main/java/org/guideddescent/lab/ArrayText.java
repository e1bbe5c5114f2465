package org.guideddescent.lab;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array as text: shape, type, and its values with the middle left out when there are many. */
final class ArrayText {
    private ArrayText() {}

    static String of(INDArray array) {
        String shape = Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining("×"));
        String head = "[" + shape + "] " + array.dataType();
        if (array.isEmpty()) return head;
        // ND4J 1.0.0-M2.1 prints views with empty rows; a copy prints in full.
        return head + "\n" + array.dup('c').toString(200, false, 4);
    }
}
