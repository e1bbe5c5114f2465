package org.guideddescent.data;

import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A batch of windows of a text, filled row by row: characters, and the characters after them. */
final class WindowBatch {
    private final Batch batch;
    private final Stretches inputs;
    private final Stretches targets;

    WindowBatch(Text text, int size, int length, DataType type) {
        if (size < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a batch needs at least one window of at least one character, got " + size + " of " + length);
        }
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("batches are FLOAT or DOUBLE, got " + type);
        }
        var indices = text.characters().encode(text.content());
        batch = new Batch(Nd4j.create(type, size, length), Nd4j.create(type, size, length));
        inputs = new Stretches(indices, batch.inputs());
        targets = new Stretches(indices, batch.targets());
    }

    int size() {
        return batch.size();
    }

    int length() {
        return (int) batch.inputs().size(1);
    }

    /** Row i ← the window that starts at that character. */
    void fill(int i, int start) {
        inputs.copy(start, i);
        targets.copy(start + 1, i);
    }

    Batch get() {
        return batch;
    }
}
