package org.guideddescent.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array as text: shape, type, and its values with the middle of each long axis left out. Reads only the values that it
 * shows, and any view or order of them: ND4J 1.0.0-M2.1 prints views with empty rows.
 */
final class ArrayText {
    /** Arrays with more elements are elided. */
    private static final int WHOLE = 400;

    /** Elements at either end of an axis that is elided. */
    private static final int EDGE = 3;

    private static final String GAP = "…";

    private final INDArray array;
    private final long[] shape;
    private final boolean elided;
    private final int width;

    private ArrayText(INDArray array) {
        this.array = array;
        this.shape = array.shape();
        this.elided = array.length() > WHOLE;
        this.width = widest(new long[shape.length], 0);
    }

    static String of(INDArray array) {
        String shape = Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining("×"));
        String head = "[" + shape + "] " + array.dataType();
        if (array.isEmpty()) return head + ", no elements";
        var text = new ArrayText(array);
        return head + "\n" + text.block(new long[text.shape.length], 0, "");
    }

    /** The values below an index whose first axes are fixed. */
    private String block(long[] at, int axis, String indent) {
        if (axis == shape.length) return value(at);
        boolean row = axis == shape.length - 1;
        List<String> parts = new ArrayList<>();
        for (long i : shown(axis)) {
            if (i < 0) {
                parts.add(GAP);
            } else {
                at[axis] = i;
                String part = block(at, axis + 1, indent + " ");
                parts.add(row ? " ".repeat(Math.max(0, width - part.length())) + part : part);
            }
        }
        // Matrices of one array stand apart by a blank line.
        String between = row ? ", " : ",\n" + (axis < shape.length - 2 ? "\n" : "") + indent + " ";
        return "[" + String.join(between, parts) + "]";
    }

    private int widest(long[] at, int axis) {
        if (axis == shape.length) return value(at).length();
        int widest = 0;
        for (long i : shown(axis)) {
            if (i < 0) continue;
            at[axis] = i;
            widest = Math.max(widest, widest(at, axis + 1));
        }
        return widest;
    }

    /** Indices along an axis; −1 stands for those that are left out. */
    private long[] shown(int axis) {
        long size = shape[axis];
        if (!elided || size <= 2 * EDGE + 1) {
            var all = new long[(int) size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        var ends = new long[2 * EDGE + 1];
        Arrays.setAll(ends, i -> i < EDGE ? i : i == EDGE ? -1 : size - (2 * EDGE + 1) + i);
        return ends;
    }

    private String value(long[] at) {
        DataType type = array.dataType();
        if (type == DataType.UTF8) return "\"" + array.getString(at.length == 0 ? 0 : flat(at)) + "\"";
        if (type == DataType.BOOL) return String.valueOf(number(at) != 0);
        if (!type.isFPType()) return String.valueOf(at.length == 0 ? array.getLong(0) : array.getLong(at));
        return Claim.shown(number(at));
    }

    private double number(long[] at) {
        return at.length == 0 ? array.getDouble(0) : array.getDouble(at);
    }

    private long flat(long[] at) {
        long index = 0;
        for (int axis = 0; axis < at.length; axis++) index = index * shape[axis] + at[axis];
        return index;
    }
}
