package org.guideddescent.data;

import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Windows of a text as a function of (seed, step): inputs [size × T] the indices of T characters in a row, targets
 * [size × T] those one place later.
 * <pre>
 *   epoch e = ⌊(t − 1) / b⌋                        k = ⌊N / T⌋ − 1 windows, b = ⌊k / size⌋ batches an epoch
 *   o = permutation("text offset", e, T)[0]        where the first window of the epoch starts
 *   start of a window = o + T permutation("text windows", e, k)[i]
 *   key of the batch = child("batch keys").key(t)
 * </pre>
 * So no character is a target twice in an epoch, and a character is not always at the same place of its window. What
 * does not fill a batch at the end of an epoch is dropped. The arrays are made once: {@link #at} overwrites them. Serves
 * one thread.
 */
public final class TextBatches implements Batches {
    private final Seed seed;
    private final Seed keys;
    private final int perEpoch;
    private final WindowBatch batch;
    private final int[] order;
    private final int[] offsets;
    private long epoch = -1;

    TextBatches(Text text, int size, int length, Seed seed, DataType type) {
        batch = new WindowBatch(text, size, length, type);
        int windows = Math.max(0, text.length() / length - 1);
        if (windows < size) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters has " + windows
                    + " windows of " + length + " an epoch, which is less than a batch of " + size
                    + "; use smaller batches or shorter windows");
        }
        this.seed = seed;
        keys = seed.child("batch keys");
        perEpoch = windows / size;
        order = new int[windows];
        offsets = new int[length];
    }

    /** {@return the number of batches in an epoch} */
    public int perEpoch() {
        return perEpoch;
    }

    @Override
    public Batch at(long t) {
        if (t < 1) {
            throw new IllegalArgumentException("steps count from 1, got " + t);
        }
        begin((t - 1) / perEpoch);
        int first = (int) ((t - 1) % perEpoch) * batch.size();
        for (int i = 0; i < batch.size(); i++) {
            batch.fill(i, offsets[0] + batch.length() * order[first + i]);
        }
        return batch.get().withKey(keys.key(t));
    }

    private void begin(long wanted) {
        if (wanted != epoch) {
            seed.permutation("text offset", wanted, offsets);
            seed.permutation("text windows", wanted, order);
            epoch = wanted;
        }
    }
}
