package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A learned vector for every position, added to that position of each example.
 * <pre>
 *   y[e, t] = x[e, t] + P[t]          dP[t] = Σ dy[e, t] over examples e,   dx = dy
 * </pre>
 * {@code embedding(81, 128).then(positionEmbedding(64, 128))}. P is [positions × width], at first normal with standard
 * deviation {@code deviation}. Memory: y, n · width numbers; n counts examples times positions.
 *
 * @param positions of an example, at least 1
 * @param width channels of a vector, at least 1
 * @param deviation standard deviation at first, 0 or more
 */
public record PositionEmbedding(int positions, int width, double deviation) implements Layer {
    /** Where none is given: a tenth of a token's, so that at first a place does not drown what stands there. */
    static final double DEVIATION = 0.1;

    /**
     * Refuses a table without rows or columns, and a negative deviation.
     *
     * @param positions of an example, at least 1
     * @param width channels of a vector, at least 1
     * @param deviation standard deviation at first, 0 or more
     * @throws IllegalArgumentException if positions or width is below 1, or deviation is negative or infinite
     */
    public PositionEmbedding {
        if (positions < 1 || width < 1 || !(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("positions need at least one of them, one channel, and a deviation not"
                    + " negative, got positionEmbedding(" + positions + ", " + width + ") with " + deviation);
        }
    }

    /**
     * {@return the same embedding with another standard deviation at first}
     *
     * @param value standard deviation, 0 or more
     */
    public PositionEmbedding withDeviation(double value) {
        return new PositionEmbedding(positions, width, value);
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.sequence(positions, width));
    }

    @Override
    public Shape output(Shape input) {
        if (input.positions() != positions || input.channels() != width) {
            throw new IllegalArgumentException(this + " is given " + input + "; write positionEmbedding("
                    + input.positions() + ", " + input.channels() + ")");
        }
        return input;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.embedding(positions, width);
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        Normal.fill(random, deviation, params[0]);
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        return new OnMemory(setting.ops(), setting.array(rows, width), setting.later(rows, width));
    }

    private record OnMemory(Ops ops, INDArray y, Later yDot) implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.addRepeated(params[0], x, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.sumRepeated(dy, grads[0]);
            return dy;
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            if (line.inputMoves()) {
                ops.addRepeated(line.v()[0], line.xDot(), out);
            } else {
                ops.fill(0, out);
                ops.addRepeated(line.v()[0], out, out);
            }
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            ops.sumRepeated(gradient.speed(), gradsDot[0]);
        }
    }

    @Override
    public String toString() {
        return "positionEmbedding(" + positions + ", " + width + ")"
                + (deviation == DEVIATION ? "" : ".withDeviation(" + deviation + ")");
    }
}
