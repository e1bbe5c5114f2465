package org.guideddescent.data;

import java.util.List;
import org.guideddescent.objective.Batch;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Examples in memory.
 *
 * @param inputs [n × in], one row an example, FLOAT or DOUBLE, row-major
 * @param targets [n × out], or [n × 1] class indices; of the same type, row-major
 * @param classNames the name of each class index; empty where targets are numbers
 */
public record Dataset(INDArray inputs, INDArray targets, List<String> classNames) {
    /**
     * Refuses inputs and targets that do not belong together; copies those that are not row-major.
     *
     * @param inputs [n × in], one row an example, FLOAT or DOUBLE, row-major
     * @param targets [n × out], or [n × 1] class indices; of the same type, row-major
     * @param classNames the name of each class index; empty where targets are numbers
     * @throws IllegalArgumentException if their numbers of rows or their types differ
     */
    public Dataset {
        classNames = List.copyOf(classNames);
        inputs = rowMajor("inputs", inputs);
        targets = rowMajor("targets", targets);
        if (inputs.size(0) != targets.size(0) || inputs.dataType() != targets.dataType()) {
            throw new IllegalArgumentException("inputs and targets must have one number of rows and one type, got "
                    + inputs.size(0) + " of " + inputs.dataType() + " and " + targets.size(0) + " of "
                    + targets.dataType());
        }
    }

    private static INDArray rowMajor(String what, INDArray a) {
        if (a.rank() != 2 || (a.dataType() != DataType.FLOAT && a.dataType() != DataType.DOUBLE)) {
            throw new IllegalArgumentException(
                    what + " must be a FLOAT or DOUBLE matrix, got " + a.dataType() + " of rank " + a.rank());
        }
        boolean plain = a.ordering() == 'c' && !a.isView() && a.stride(1) == 1 && a.stride(0) == a.size(1);
        return plain ? a : a.dup('c');
    }

    /** {@return the number of examples} */
    public int size() {
        return (int) inputs.size(0);
    }

    /** {@return all examples as one batch, not copied} */
    public Batch all() {
        return new Batch(inputs, targets);
    }

    /**
     * {@return batches of size rows, shuffled anew each epoch; a function of (seed, step)} See {@link ShuffledBatches}.
     *
     * @param size rows of a batch, from 1 to {@link #size()}
     * @param seed of the shuffles
     */
    public ShuffledBatches batches(int size, Seed seed) {
        return new ShuffledBatches(this, size, seed);
    }

    /**
     * {@return a copy of the rows from (inclusive) to (exclusive)}
     *
     * @param from the first row, from 0
     * @param to behind the last row, at most {@link #size()}
     */
    public Dataset rows(int from, int to) {
        if (from < 0 || to <= from || to > size()) {
            throw new IllegalArgumentException(
                    "rows must lie in 0 to " + size() + " with from below to, got " + from + " to " + to);
        }
        var window = NDArrayIndex.interval(from, to);
        return new Dataset(
                inputs.get(window, NDArrayIndex.all()).dup('c'),
                targets.get(window, NDArrayIndex.all()).dup('c'),
                classNames);
    }

    /**
     * {@return a copy in that type}
     *
     * @param type FLOAT or DOUBLE
     */
    public Dataset as(DataType type) {
        return new Dataset(inputs.castTo(type), targets.castTo(type), classNames);
    }

    /** Shapes instead of numbers. */
    @Override
    public String toString() {
        return "Dataset[" + size() + " examples of " + inputs.size(1) + " numbers, "
                + (classNames.isEmpty() ? targets.size(1) + " targets" : classNames.size() + " classes") + "]";
    }
}
