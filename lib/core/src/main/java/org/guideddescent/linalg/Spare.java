package org.guideddescent.linalg;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A vector of memory that is made when first asked for, and kept. */
final class Spare {
    private final DataType type;
    private final long n;
    private Optional<INDArray> vector = Optional.empty();

    Spare(DataType type, long n) {
        this.type = type;
        this.n = n;
    }

    /** The vector [n], with what it last held. */
    INDArray get() {
        if (vector.isEmpty()) {
            vector = Optional.of(Nd4j.create(type, n));
        }
        return vector.get();
    }
}
