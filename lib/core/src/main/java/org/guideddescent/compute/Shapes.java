package org.guideddescent.compute;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What every primitive demands of its arrays, said once. A vector counts as one row, an array of more than two
 * dimensions as one long row. Nothing here allocates unless it refuses.
 */
final class Shapes {
    private Shapes() {}

    /** Refuses what is not a nonempty FLOAT or DOUBLE array whose rows lie in memory as rows. */
    static void array(String op, INDArray x) {
        if (x.isEmpty() || x.length() == 0) {
            throw new IllegalArgumentException(op + ": empty array " + text(x));
        }
        var type = x.dataType();
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("Ops work on FLOAT or DOUBLE, got " + type);
        }
        if (!rowMajor(x.shapeInfoJava())) {
            throw new IllegalArgumentException(op + ": " + text(x) + " is not row-major with columns side by side; "
                    + "make a copy with dup('c')");
        }
    }

    /** Refuses two arrays of different types; each alone is checked too. */
    static void arrays(String op, INDArray x, INDArray y) {
        array(op, x);
        array(op, y);
        if (x.dataType() != y.dataType()) {
            throw new IllegalArgumentException(op + ": mixed types " + x.dataType() + " and " + y.dataType());
        }
    }

    /** Refuses two arrays that differ in type or shape. */
    static void same(String op, INDArray x, INDArray y) {
        arrays(op, x, y);
        if (rows(x) != rows(y) || columns(x) != columns(y)) {
            throw new IllegalArgumentException(op + ": shapes " + text(x) + " and " + text(y) + " differ");
        }
    }

    /** Refuses a vector whose length is not {@code n}, which {@code of} of x demands; its entries must be side by side. */
    static void vector(String op, INDArray v, long n, INDArray x) {
        arrays(op, v, x);
        if (v.length() != n || (rows(v) != 1 && columns(v) != 1)) {
            throw new IllegalArgumentException(
                    op + ": vector " + text(v) + " and " + text(x) + " do not fit: need " + n + " entries");
        }
        if (!contiguous(v)) {
            throw new IllegalArgumentException(op + ": the entries of vector " + text(v) + " are not side by side");
        }
    }

    static void gemm(boolean transposeA, boolean transposeB, INDArray a, INDArray b, INDArray c) {
        arrays("gemm", a, b);
        arrays("gemm", a, c);
        var m = transposeA ? columns(a) : rows(a);
        var k = transposeA ? rows(a) : columns(a);
        var n = transposeB ? rows(b) : columns(b);
        var kb = transposeB ? columns(b) : rows(b);
        if (k != kb) {
            throw new IllegalArgumentException("gemm: a " + text(a) + (transposeA ? "ᵀ" : "") + " and b " + text(b)
                    + (transposeB ? "ᵀ" : "") + " do not fit: " + k + " columns against " + kb + " rows");
        }
        output("gemm", c, m, n);
    }

    /** Refuses a result that is not [rows × columns]. */
    static void output(String op, INDArray c, long rows, long columns) {
        if (rows(c) != rows || columns(c) != columns) {
            throw new IllegalArgumentException(
                    op + ": the result is " + text(rows, columns) + ", but the output is " + text(c));
        }
    }

    static void square(String op, INDArray a) {
        if (rows(a) != columns(a)) {
            throw new IllegalArgumentException(op + ": " + text(a) + " is not square");
        }
    }

    static void qr(INDArray a, INDArray q) {
        same("qr", a, q);
        if (rows(a) < columns(a)) {
            throw new IllegalArgumentException("qr: " + text(a) + " has fewer rows than columns");
        }
    }

    static void eigh(INDArray a, INDArray values, INDArray vectors) {
        same("eigh", a, vectors);
        square("eigh", a);
        vector("eigh", values, rows(a), a);
    }

    static void svd(INDArray a, INDArray u, INDArray s, INDArray v) {
        arrays("svd", a, u);
        arrays("svd", a, v);
        var r = Math.min(rows(a), columns(a));
        vector("svd", s, r, a);
        output("svd", u, rows(a), r);
        var n = columns(a);
        output("svd", v, n, r);
    }

    static void transposed(INDArray x, INDArray out) {
        arrays("transpose", x, out);
        output("transpose", out, columns(x), rows(x));
    }

    /** Refuses an output that has not a row for each entry of r and a column for each of c. */
    static void outer(String op, INDArray r, INDArray c, INDArray out) {
        vector(op, r, rows(out), out);
        vector(op, c, columns(out), out);
    }

    /** Refuses codes that are not INT8 and as many as x, and scales that are not FLOAT and one for each block. */
    static void codes(String op, INDArray x, INDArray codes, INDArray scales) {
        array(op, x);
        array(op, scales);
        if (!contiguous(x)) {
            throw new IllegalArgumentException(op + ": " + text(x) + " is not contiguous");
        }
        if (codes.dataType() != DataType.INT8
                || codes.length() != x.length()
                || !rowMajor(codes.shapeInfoJava())
                || !contiguous(codes)) {
            throw new IllegalArgumentException(op + ": the codes of " + text(x) + " must be " + x.length()
                    + " of INT8 side by side, got " + text(codes) + " of " + codes.dataType());
        }
        if (scales.dataType() != DataType.FLOAT
                || scales.length() != ByteCode.blocks(x.length())
                || !contiguous(scales)) {
            throw new IllegalArgumentException(op + ": the scales of " + text(x) + " must be "
                    + ByteCode.blocks(x.length()) + " of FLOAT side by side, got " + text(scales) + " of "
                    + scales.dataType());
        }
    }

    static void solve(INDArray a, INDArray b, INDArray x) {
        arrays("choleskySolve", a, b);
        same("choleskySolve", b, x);
        square("choleskySolve", a);
        if (rows(a) != rows(b)) {
            throw new IllegalArgumentException("choleskySolve: a " + text(a) + " and b " + text(b) + " do not fit: "
                    + columns(a) + " columns against " + rows(b) + " rows");
        }
    }

    /** Whether the targets of the cross-entropy are class indices; refuses targets that fit neither way. */
    static boolean classIndices(INDArray logits, INDArray targets, INDArray gradient) {
        same("softmaxCrossEntropy", logits, gradient);
        arrays("softmaxCrossEntropy", logits, targets);
        var n = rows(logits);
        var k = columns(logits);
        if (rows(targets) == n && columns(targets) == k && k > 1) {
            return false;
        }
        if (targets.length() == n && (columns(targets) == 1 || rows(targets) == 1)) {
            if (!contiguous(targets)) {
                throw new IllegalArgumentException("softmaxCrossEntropy: the class indices are not side by side");
            }
            return true;
        }
        throw new IllegalArgumentException("softmaxCrossEntropy: logits " + text(logits) + " and targets "
                + text(targets) + " do not fit: need " + text(n, 1) + " class indices or " + text(logits)
                + " probabilities");
    }

    /** The buffers of a program: one type, one length, each contiguous. */
    static void program(Program program, INDArray... buffers) {
        if (buffers.length != program.buffers()) {
            throw new IllegalArgumentException(
                    "compile: the program has " + program.buffers() + " buffers, got " + buffers.length + " arrays");
        }
        for (var buffer : buffers) {
            arrays("compile", buffers[0], buffer);
            if (buffer.length() != buffers[0].length()) {
                throw new IllegalArgumentException(
                        "compile: lengths of " + text(buffers[0]) + " and " + text(buffer) + " differ");
            }
            if (!contiguous(buffer)) {
                throw new IllegalArgumentException("compile: " + text(buffer) + " is not contiguous");
            }
        }
    }

    static void scalars(Program program, double[] scalars) {
        if (scalars.length != program.scalars()) {
            throw new IllegalArgumentException(
                    "run: the program has " + program.scalars() + " scalars, got " + scalars.length);
        }
    }

    /** A class index read from targets, refused unless it is a whole number in 0 … classes − 1. */
    static int classIndex(double value, long row, int classes) {
        var index = (int) value;
        if (index != value || index < 0 || index >= classes) {
            throw new IllegalArgumentException("softmaxCrossEntropy: the target of row " + row
                    + " must be a whole number from 0 to " + (classes - 1) + ", got " + value);
        }
        return index;
    }

    static int rows(INDArray x) {
        var info = x.shapeInfoJava();
        return info[0] == 2 ? Math.toIntExact(info[1]) : 1;
    }

    static long columns(INDArray x) {
        var info = x.shapeInfoJava();
        return info[0] == 2 ? info[2] : x.length();
    }

    /** Distance in numbers from one row to the next. */
    static long rowStride(INDArray x) {
        var info = x.shapeInfoJava();
        return info[0] == 2 && info[1] > 1 ? info[3] : columns(x);
    }

    static boolean contiguous(INDArray x) {
        return rowStride(x) == columns(x);
    }

    // The information is rank, shape, strides, …; the order flag is not looked at, since ND4J calls many a vector 'f'.
    private static boolean rowMajor(long[] info) {
        var rank = (int) info[0];
        if (rank == 2) {
            return (info[2] == 1 || info[4] == 1) && (info[1] == 1 || info[3] >= info[2]);
        }
        var expected = 1L;
        for (var d = rank; d >= 1; d--) {
            if (info[d] != 1 && info[rank + d] != expected) {
                return false;
            }
            expected *= info[d];
        }
        return true;
    }

    static String text(INDArray x) {
        var out = new StringBuilder("[");
        for (var d = 0; d < x.rank(); d++) {
            out.append(d == 0 ? "" : "×").append(x.size(d));
        }
        return out.append(']').toString();
    }

    private static String text(long rows, long columns) {
        return "[" + rows + "×" + columns + "]";
    }
}
