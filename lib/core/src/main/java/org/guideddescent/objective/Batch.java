package org.guideddescent.objective;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The examples of one step, borrowed: the next call of their source may overwrite them.
 *
 * @param inputs [n × in], one row an example
 * @param targets [n × out] numbers or probabilities, or [n × 1] class indices where the loss is a classification; with
 *     several positions in an example, those of the positions side by side
 * @param key the chance that belongs to the batch: what an objective draws, such as what it drops, is a function of it, so
 *     that every question about a batch is about the same numbers
 */
public record Batch(INDArray inputs, INDArray targets, long key) {
    /** For objectives that have no data. */
    public static final Batch NONE = new Batch(Nd4j.zeros(1, 1), Nd4j.zeros(1, 1));

    /**
     * Refuses arrays that are not matrices with one row for each example.
     *
     * @param inputs [n × in], one row an example
     * @param targets [n × out] numbers or probabilities, or [n × 1] class indices where the loss is a classification; with
     *     several positions in an example, those of the positions side by side
     * @param key the chance that belongs to the batch: what an objective draws, such as what it drops, is a function of it,
     *     so that every question about a batch is about the same numbers
     * @throws IllegalArgumentException if one is not a matrix, or they differ in their number of rows
     */
    public Batch {
        if (inputs.rank() != 2 || targets.rank() != 2 || inputs.size(0) != targets.size(0)) {
            throw new IllegalArgumentException("a batch needs two matrices with the same number of rows, got inputs "
                    + inputs.shapeInfoToString() + " and targets " + targets.shapeInfoToString());
        }
    }

    /**
     * A batch with key 0.
     *
     * @param inputs [n × in], one row an example
     * @param targets [n × out] numbers or probabilities, or [n × 1] class indices where the loss is a classification; with
     *     several positions in an example, those of the positions side by side
     */
    public Batch(INDArray inputs, INDArray targets) {
        this(inputs, targets, 0);
    }

    /**
     * {@return the same examples with other chance}
     *
     * @param other the key of that chance
     */
    public Batch withKey(long other) {
        return new Batch(inputs, targets, other);
    }

    /** {@return the number of examples} */
    public int size() {
        return (int) inputs.size(0);
    }
}
