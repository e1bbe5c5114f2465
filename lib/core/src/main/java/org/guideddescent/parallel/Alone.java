package org.guideddescent.parallel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Team#ALONE}. */
record Alone() implements Team {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public double average(INDArray values, double number) {
        return number;
    }

    @Override
    public void broadcast(int owner, INDArray values) {
        Chunks.requireRank(owner, 1);
    }

    @Override
    public void barrier() {}

    @Override
    public void close() {}
}
