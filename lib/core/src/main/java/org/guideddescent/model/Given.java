package org.guideddescent.model;

import java.util.Optional;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an example looks like, for networks whose first layer cannot know: {@code image(28, 28, 1).then(…)}. Changes and
 * stores nothing.
 *
 * @param shape of an example
 */
public record Given(Shape shape) implements Layer {
    @Override
    public Optional<Shape> input() {
        return Optional.of(shape);
    }

    @Override
    public Shape output(Shape input) {
        if (!input.equals(shape)) {
            throw new IllegalArgumentException(this + " is given " + input);
        }
        return input;
    }

    @Override
    public Pass pass(Setting setting) {
        return new Through(setting, shape);
    }

    /** Hands everything on, as so many rows of what is behind it. */
    record Through(Reshaped y, Reshaped dx, Reshaped yDot, Reshaped dxDot, int rows, Shape before, Shape behind)
            implements Pass {
        Through(Setting setting, Shape behind) {
            this(
                    new Reshaped(),
                    new Reshaped(),
                    new Reshaped(),
                    new Reshaped(),
                    setting.rows(),
                    setting.input(),
                    behind);
        }

        private INDArray down(Reshaped view, INDArray a) {
            return view.of(a, (long) rows / before.positions() * behind.positions(), behind.channels());
        }

        private INDArray up(Reshaped view, INDArray a) {
            return view.of(a, rows, before.channels());
        }

        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            return down(y, x);
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            return up(dx, dy);
        }

        @Override
        public INDArray tangent(Line line) {
            return down(yDot, line.xDot());
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            gradient.set(up(dx, gradient.value()), up(dxDot, gradient.speed()));
        }
    }

    @Override
    public String toString() {
        return shape.height() > 1
                ? "image(" + shape.height() + ", " + shape.width() + ", " + shape.channels() + ")"
                : shape.channels() == 1 ? "tokens(" + shape.width() + ")" : "given(" + shape + ")";
    }
}
