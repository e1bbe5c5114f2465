package org.guideddescent.optimizers;

import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How many tapes wait for the next step: in scratch, since a step may bind anew between the tape and itself. */
final class Seen {
    /** Keeps the memory alive. */
    private final INDArray owner;

    private final DataBuffer count;

    Seen(Slots slots, String name) {
        this.owner = slots.scratch(name, 1);
        this.count = owner.data();
    }

    int get() {
        return (int) count.getDouble(owner.offset());
    }

    void set(int value) {
        count.put(owner.offset(), (double) value);
    }
}
