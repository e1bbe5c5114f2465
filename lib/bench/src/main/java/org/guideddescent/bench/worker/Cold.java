package org.guideddescent.bench.worker;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Works on so much other memory that the processors' own caches hold nothing of the last repetition. */
final class Cold {
    private static final int BYTES = 32 << 20;

    private final INDArray other = Nd4j.ones(DataType.FLOAT, BYTES / Float.BYTES);
    private final Ops ops = Ops.current();

    /** All threads take part, since each processor has caches of its own. */
    void make() {
        ops.scale(1, other);
    }
}
