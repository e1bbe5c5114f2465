package org.guideddescent.parallel;

import java.util.Optional;
import org.guideddescent.objective.Batch;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The rows of a batch that are a rank's: rows [r q + min(r, m), …) of n, q = ⌊n / P⌋, m = n mod P, so the first m ranks have
 * one more and with n &lt; P the last have none. They are a window on the batch, made anew only when its arrays are others.
 */
final class Share {
    private final int rank;
    private final int size;
    private INDArray inputs;
    private INDArray targets;
    private Optional<Batch> rows = Optional.empty();

    Share(int rank, int size) {
        this.rank = rank;
        this.size = size;
    }

    private int start(int n, int of) {
        return of * (n / size) + Math.min(of, n % size);
    }

    /** How many rows of n. */
    int rows(int n) {
        return start(n, rank + 1) - start(n, rank);
    }

    /**
     * What the mean over this rank's rows counts in the mean over the ranks, for that to be the mean over the batch; 1 where
     * all have as many.
     */
    double weight(int n) {
        return (double) rows(n) * size / n;
    }

    /** This rank's rows, aliasing the batch; nothing if there are none. Each rank but the first has chance of its own. */
    @SuppressWarnings("ReferenceEquality")
    Optional<Batch> of(Batch batch) {
        int n = batch.size();
        if (batch.inputs() != inputs || batch.targets() != targets) {
            inputs = batch.inputs();
            targets = batch.targets();
            rows = rows(n) == 0 ? Optional.empty() : Optional.of(window(batch, start(n, rank), start(n, rank + 1)));
        }
        long key = rank == 0 ? batch.key() : new Seed(batch.key()).key(rank);
        return rows.map(r -> r.withKey(key));
    }

    /** Rows [from, to), aliasing the batch. */
    static Batch window(Batch batch, int from, int to) {
        if (from == 0 && to == batch.size()) {
            return batch;
        }
        return new Batch(window(batch.inputs(), from, to), window(batch.targets(), from, to), batch.key());
    }

    private static INDArray window(INDArray a, int from, int to) {
        return a.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).reshape('c', true, to - from, a.size(1));
    }
}
