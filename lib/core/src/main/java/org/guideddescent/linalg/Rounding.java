package org.guideddescent.linalg;

import org.nd4j.linalg.api.buffer.DataType;

/** The distance from 1 to the next number of a type. */
final class Rounding {
    private Rounding() {}

    static double of(DataType type) {
        return type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1f);
    }
}
