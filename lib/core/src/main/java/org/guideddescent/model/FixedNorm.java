package org.guideddescent.model;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm whose statistics are numbers, with the same parameters.
 * <pre>
 *   y = γ ⊙ x̂ + β,   x̂ = (x − μ) r          dγ = Σ dy ⊙ x̂,   dβ = Σ dy,   dx = r γ ⊙ dy
 *   ẏ = γ̇ ⊙ x̂ + β̇ + γ ⊙ r ẋ                 dγ̇ = Σ dẏ ⊙ x̂ + dy ⊙ r ẋ,   dβ̇ = Σ dẏ,   dẋ = r (γ ⊙ dẏ + γ̇ ⊙ dy)
 * </pre>
 * Memory: y and x̂, 2 n · width numbers.
 *
 * @param mean μ
 * @param inverse r
 */
public record FixedNorm(List<Double> mean, List<Double> inverse) implements Layer {
    /**
     * Refuses statistics that do not fit each other.
     *
     * @param mean μ
     * @param inverse r
     * @throws IllegalArgumentException if there is no mean, or not one inverse deviation for each
     */
    public FixedNorm {
        mean = List.copyOf(mean);
        inverse = List.copyOf(inverse);
        if (mean.isEmpty() || mean.size() != inverse.size()) {
            throw new IllegalArgumentException("a norm needs a mean and an inverse deviation for each channel, got "
                    + mean.size() + " and " + inverse.size());
        }
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.flat(mean.size()));
    }

    @Override
    public Shape output(Shape input) {
        return LayerNorm.fit(this, mean.size(), input);
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.vector("scale", Role.NORM, mean.size());
        parameters.vector("shift", Role.NORM, mean.size());
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        params[0].assign(1);
        params[1].assign(0);
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        int width = mean.size();
        var shift = setting.array(width, 1);
        var r = setting.array(width, 1);
        for (int j = 0; j < width; j++) {
            shift.putScalar(j, 0, -mean.get(j));
            r.putScalar(j, 0, inverse.get(j));
        }
        return new OnMemory(
                setting.ops(),
                shift,
                r,
                setting.array(rows, width),
                setting.array(rows, width),
                setting.later(rows, width),
                setting.later(rows, width),
                setting.later(rows, width),
                setting.later(width, 1));
    }

    private record OnMemory(
            Ops ops,
            INDArray shift,
            INDArray r,
            INDArray y,
            INDArray hat,
            Later yDot,
            Later hatDot,
            Later work,
            Later column)
            implements Pass {
        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            ops.copy(x, hat);
            ops.addBias(shift, hat);
            ops.scaleColumns(r, hat);
            ops.scaleAndShiftColumns(params[0], params[1], hat, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            ops.columnDots(dy, hat, grads[0]);
            ops.columnSums(dy, grads[1]);
            scale(params[0], dy);
            return dy;
        }

        private void scale(INDArray gain, INDArray dy) {
            ops.scaleColumns(gain, dy);
            ops.scaleColumns(r, dy);
        }

        @Override
        public INDArray tangent(Line line) {
            var out = yDot.array();
            ops.scaleAndShiftColumns(line.v()[0], line.v()[1], hat, out);
            if (line.inputMoves()) {
                ops.scaleColumns(r, line.xDot(), hatDot.array());
                ops.scaleColumns(line.params()[0], hatDot.array(), work.array());
                ops.axpy(1, work.array(), out);
            }
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            var dy = gradient.value();
            var dyDot = gradient.speed();
            ops.columnDots(dyDot, hat, gradsDot[0]);
            if (line.inputMoves()) {
                ops.columnDots(dy, hatDot.array(), column.array());
                ops.axpy(1, column.array(), gradsDot[0]);
            }
            ops.columnSums(dyDot, gradsDot[1]);
            ops.copy(dy, work.array());
            scale(line.v()[0], work.array());
            scale(line.params()[0], dyDot);
            ops.axpy(1, work.array(), dyDot);
            scale(line.params()[0], dy);
        }
    }

    @Override
    public String toString() {
        return "new FixedNorm(List.of(" + text(mean) + "), List.of(" + text(inverse) + "))";
    }

    private static String text(List<Double> numbers) {
        var all = numbers.toString();
        return all.substring(1, all.length() - 1);
    }
}
