package org.guideddescent.model;

import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;

/** One thing for FLOAT and one for DOUBLE, each made when it is first asked for. */
final class PerType<T> {
    private final Function<DataType, T> make;
    private T floats;
    private T doubles;

    PerType(Function<DataType, T> make) {
        this.make = make;
    }

    T of(DataType type) {
        if (type == DataType.FLOAT) {
            floats = floats == null ? make.apply(type) : floats;
            return floats;
        }
        doubles = doubles == null ? make.apply(type) : doubles;
        return doubles;
    }
}
