package org.guideddescent.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What operators demand of each other, and the sentences if they do not fit. */
final class Fit {
    private Fit() {}

    /** Refuses operators of different types. */
    static void sameType(String what, LinearOperator a, LinearOperator b) {
        if (a.type() != b.type()) {
            throw new IllegalArgumentException(
                    what + " needs operators of one type, got " + text(a) + " and " + text(b));
        }
    }

    /** Refuses operators of different types or shapes. */
    static void sameShape(String what, LinearOperator a, LinearOperator b) {
        sameType(what, a, b);
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(
                    what + " needs operators of one shape, got " + text(a) + " and " + text(b));
        }
    }

    /** Refuses an operator that has not as many rows as columns. */
    static void square(String what, LinearOperator a) {
        if (a.rows() != a.columns()) {
            throw new IllegalArgumentException(
                    what + " needs a square operator, got " + text(a) + "; gram() gives AᵀA");
        }
    }

    /** Refuses a number that is not finite. */
    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, got " + value);
        }
    }

    /** Refuses an array that is not a FLOAT or DOUBLE matrix whose rows lie side by side. */
    static void matrix(String name, INDArray a) {
        if (a.rank() != 2 || a.isEmpty()) {
            throw new IllegalArgumentException(name + " must be a matrix [rows × columns], got rank " + a.rank());
        }
        numbers(name, a);
        if (a.ordering() != 'c' && a.rows() > 1 && a.columns() > 1) {
            throw new IllegalArgumentException(name + " must be row-major; make a copy with dup('c')");
        }
    }

    /** Refuses an array that is neither FLOAT nor DOUBLE. */
    static void numbers(String name, INDArray a) {
        if (a.dataType() != DataType.FLOAT && a.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException(name + " must be FLOAT or DOUBLE, got " + a.dataType());
        }
    }

    static String text(LinearOperator a) {
        return "[" + a.rows() + " × " + a.columns() + "] " + a.type();
    }
}
