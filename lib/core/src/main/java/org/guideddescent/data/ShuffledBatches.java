package org.guideddescent.data;

import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches of a data set as a function of (seed, step).
 * <pre>
 *   epoch e = ⌊(t − 1) / k⌋, batch (t − 1) mod k of it          k = ⌊n / size⌋ batches an epoch
 *   rows = permutation("batches", e, n)[size · batch, size · (batch + 1))
 *   key of the batch = child("batch keys").key(t)
 * </pre>
 * The n mod size rows left at the end of an epoch's permutation are dropped; the next epoch permutes anew. The batch is
 * copied into two arrays that are made once: {@link #at} allocates no more than the record, and each call overwrites the
 * one before. Serves one thread.
 */
public final class ShuffledBatches implements Batches {
    private final Seed seed;
    private final Seed keys;
    private final int perEpoch;
    private final Batch batch;
    private final Rows inputs;
    private final Rows targets;
    private final int[] order;
    private long epoch = -1;

    ShuffledBatches(Dataset data, int size, Seed seed) {
        if (size < 1 || size > data.size()) {
            throw new IllegalArgumentException(
                    "batch size must be from 1 to the " + data.size() + " examples there are, got " + size);
        }
        this.seed = seed;
        keys = seed.child("batch keys");
        perEpoch = data.size() / size;
        order = new int[data.size()];
        var type = data.inputs().dataType();
        batch = new Batch(
                Nd4j.create(type, size, data.inputs().size(1)),
                Nd4j.create(type, size, data.targets().size(1)));
        inputs = new Rows(data.inputs(), batch.inputs());
        targets = new Rows(data.targets(), batch.targets());
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
        long wanted = (t - 1) / perEpoch;
        if (wanted != epoch) {
            seed.permutation("batches", wanted, order);
            epoch = wanted;
        }
        int first = (int) ((t - 1) % perEpoch) * batch.size();
        inputs.gather(order, first);
        targets.gather(order, first);
        return batch.withKey(keys.key(t));
    }
}
