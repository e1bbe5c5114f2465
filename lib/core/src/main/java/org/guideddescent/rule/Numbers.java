package org.guideddescent.rule;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A few numbers that a rule remembers, in double whatever the weights' type: counters, step sizes, running sums. They are
 * state, so checkpoints hold them.
 */
public final class Numbers {
    /** Keeps the memory alive. */
    private final INDArray owner;

    private final DataBuffer data;

    /** On an array of its own, not a view. */
    Numbers(INDArray owner) {
        this.owner = owner;
        this.data = owner.data();
    }

    /**
     * {@return one number}
     *
     * @param i its place, from 0
     */
    public double get(int i) {
        return data.getDouble(i);
    }

    /**
     * Sets one number.
     *
     * @param i its place, from 0
     * @param value what it becomes
     */
    public void set(int i, double value) {
        data.put(i, value);
    }

    /**
     * Adds to one number.
     *
     * @param i its place, from 0
     * @param value what it grows by
     */
    public void add(int i, double value) {
        set(i, get(i) + value);
    }

    /** {@return how many there are} */
    public int size() {
        return (int) owner.length();
    }
}
