package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Fresh examples of {@link LinearRepresentation} at every step, on memory that is made once: each call overwrites the one
 * before. Serves one thread.
 */
public final class LinearRepresentationBatches implements Batches {
    private final SpectralMatrix root;
    private final INDArray map;
    private final double noise;
    private final long seed;
    private final Ops ops = Ops.current();
    private final INDArray signs;
    private final INDArray epsilon;
    private final Batch batch;
    private final Batch first;
    private final Batch second;

    LinearRepresentationBatches(SpectralMatrix root, INDArray map, double noise, int size, long seed, DataType type) {
        if (size < 2) {
            throw new IllegalArgumentException("a batch with two halves needs two rows or more, got " + size);
        }
        this.root = root;
        this.map = map.castTo(type);
        this.noise = noise;
        this.seed = seed;
        signs = Nd4j.create(type, size, map.size(1));
        epsilon = Nd4j.create(type, size, map.size(0));
        batch = new Batch(Nd4j.create(type, size, map.size(1)), Nd4j.create(type, size, map.size(0)));
        first = rows(0, size / 2);
        second = rows(size / 2, size);
    }

    private Batch rows(int from, int to) {
        var window = NDArrayIndex.interval(from, to);
        return new Batch(
                batch.inputs().get(window, NDArrayIndex.all()), batch.targets().get(window, NDArrayIndex.all()));
    }

    @Override
    public Batch at(long t) {
        if (t < 1) {
            throw new IllegalArgumentException("steps count from 1, got " + t);
        }
        ops.rademacher(Keys.of(seed, t, 0), signs);
        root.timesRows(signs, batch.inputs());
        ops.gemm(false, true, 1, batch.inputs(), map, 0, batch.targets());
        if (noise > 0) {
            ops.normal(Keys.of(seed, t, 1), epsilon);
            ops.axpy(noise, epsilon, batch.targets());
        }
        return batch;
    }

    /** {@return the first half of the rows of the last batch, a view: what an alternating method fits the head on} */
    public Batch firstHalf() {
        return first;
    }

    /** {@return the other half, a view: what an alternating method moves the representation on} */
    public Batch secondHalf() {
        return second;
    }
}
