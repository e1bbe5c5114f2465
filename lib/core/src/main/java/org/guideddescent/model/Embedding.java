package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vector for every token of a vocabulary.
 * <pre>
 *   y[i, ·] = E[x[i], ·]          dE[v, ·] = Σ dy[i, ·] over x[i] = v
 * </pre>
 * {@code tokens(64).then(embedding(81, 128))}. x holds whole numbers from 0 to vocabulary − 1, in the type of the
 * parameters. E is [vocabulary × width], at first normal with standard deviation {@code deviation}.
 *
 * <p>The gradient is sparse: rows of tokens that the batch lacks are exactly 0. It is a part of a flat vector all the
 * same, so these zeros are written; the work of summing is that of the batch's tokens, n · width, whatever the
 * vocabulary. Memory: y, n · width numbers.
 *
 * @param vocabulary tokens there are, at least 1
 * @param width channels of a vector, at least 1
 * @param deviation standard deviation at first, 0 or more
 */
public record Embedding(int vocabulary, int width, double deviation) implements Layer {
    /**
     * Refuses a table without rows or columns, and a negative deviation.
     *
     * @param vocabulary tokens there are, at least 1
     * @param width channels of a vector, at least 1
     * @param deviation standard deviation at first, 0 or more
     * @throws IllegalArgumentException if vocabulary or width is below 1, or deviation is negative or infinite
     */
    public Embedding {
        if (vocabulary < 1 || width < 1 || !(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("an embedding needs at least one token and channel and a deviation not"
                    + " negative, got embedding(" + vocabulary + ", " + width + ") with " + deviation);
        }
    }

    /**
     * {@return the same embedding with another standard deviation at first}
     *
     * @param value standard deviation, 0 or more
     */
    public Embedding withDeviation(double value) {
        return new Embedding(vocabulary, width, value);
    }

    @Override
    public Shape output(Shape input) {
        if (input.channels() != 1) {
            throw new IllegalArgumentException(this + " reads one token for each position but is given " + input
                    + "; begin with tokens(" + input.numbers() + ")");
        }
        return input.withChannels(width);
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.embedding(vocabulary, width);
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        Normal.fill(random, deviation, params[0]);
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        return new OnMemory(
                setting.ops(), setting.array(rows, width), setting.later(rows, width), setting.later(rows, 1));
    }

    /** nothing: the gradient of the inputs, which are whole numbers and do not move. */
    private record OnMemory(Ops ops, INDArray y, Later yDot, Later nothing) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.gatherRows(params[0], x, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            sum(x, dy, grads[0]);
            return wantsInput ? zeros() : dy;
        }

        private void sum(INDArray x, INDArray dy, INDArray grad) {
            ops.fill(0, grad);
            ops.scatterAddRows(x, dy, grad);
        }

        private INDArray zeros() {
            ops.fill(0, nothing.array());
            return nothing.array();
        }

        @Override
        public INDArray tangent(Line line) {
            ops.gatherRows(line.v()[0], line.x(), yDot.array());
            return yDot.array();
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            sum(line.x(), gradient.speed(), gradsDot[0]);
            if (wantsInput) {
                gradient.set(zeros(), zeros());
            }
        }
    }

    @Override
    public String toString() {
        return "embedding(" + vocabulary + ", " + width + ")"
                + (deviation == 1 ? "" : ".withDeviation(" + deviation + ")");
    }
}
