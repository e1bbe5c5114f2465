package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A branch around layers f that keep the shape.
 * <pre>
 *   y = x + m f(x)          dx = dy + m (∂f/∂x)ᵀ dy          ẏ = ẋ + m ḟ
 * </pre>
 * {@code residual(linear(64, 64).then(relu())).times(0.5)}. Memory: y and m dy, 2 · n · out numbers, and that of f. He et
 * al., 2016, arXiv:1512.03385; the multiplier: Bachlechner et al., 2021, arXiv:2003.04887, where it is learned.
 *
 * @param inner f
 * @param multiplier m
 */
public record Residual(Stack inner, double multiplier) implements Layer {
    /**
     * Refuses a branch whose outputs have another shape than its inputs, and a multiplier that is not finite.
     *
     * @param inner f
     * @param multiplier m
     * @throws IllegalArgumentException if inner changes the shape, or multiplier is not finite
     */
    public Residual {
        inner.input().ifPresent(shape -> fit(inner, shape));
        if (!Double.isFinite(multiplier)) {
            throw new IllegalArgumentException("the multiplier of a residual must be finite, got " + multiplier);
        }
    }

    private static Shape fit(Stack inner, Shape input) {
        var output = inner.output(input);
        if (!output.equals(input)) {
            throw new IllegalArgumentException("a residual adds its layers' output to its input, but " + inner
                    + " makes " + output + " of " + input + "; let it keep the shape");
        }
        return output;
    }

    /**
     * {@return the same residual with another multiplier}
     *
     * @param m multiplier of the branch, finite
     */
    public Residual times(double m) {
        return new Residual(inner, m);
    }

    @Override
    public Optional<Shape> input() {
        return inner.input();
    }

    @Override
    public Shape output(Shape input) {
        return fit(inner, input);
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.branch(inner);
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        inner.initialize(random, gain, params);
    }

    @Override
    public double gain() {
        return inner.gain();
    }

    @Override
    public Pass pass(Setting setting) {
        int rows = setting.rows();
        int width = setting.input().channels();
        return new OnMemory(
                setting.ops(),
                multiplier,
                inner.pass(setting.inside(setting.input(), setting.params())),
                new Moving(),
                setting.array(rows, width),
                setting.array(rows, width),
                setting.later(rows, width),
                setting.later(rows, width));
    }

    @Override
    public Layer evaluated(Pass pass) {
        return new Residual(Stack.of(inner.evaluated(((OnMemory) pass).f)), multiplier);
    }

    private record OnMemory(
            Ops ops, double m, Pass f, Moving branchGradient, INDArray y, INDArray branch, Later yDot, Later branchDot)
            implements Pass {
        @Override
        public void begin(long key) {
            f.begin(key);
        }

        @Override
        public INDArray forward(INDArray[] params, INDArray x) {
            var fx = f.forward(params, x);
            ops.copy(x, y);
            ops.axpy(m, fx, y);
            return y;
        }

        @Override
        public INDArray backward(
                INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
            var inside = f.backward(params, x, scaled(dy, branch), grads, wantsInput, watch);
            if (wantsInput) {
                ops.axpy(1, inside, dy);
            }
            return dy;
        }

        // The branch gets a copy, since its layers may overwrite what they are given.
        private INDArray scaled(INDArray from, INDArray to) {
            ops.copy(from, to);
            if (m != 1) {
                ops.scale(m, to);
            }
            return to;
        }

        @Override
        public INDArray tangent(Line line) {
            var inside = f.tangent(line);
            var out = scaled(inside, yDot.array());
            if (line.inputMoves()) {
                ops.axpy(1, line.xDot(), out);
            }
            return out;
        }

        @Override
        public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
            branchGradient.set(scaled(gradient.value(), branch), scaled(gradient.speed(), branchDot.array()));
            f.backwardTangent(line, branchGradient, gradsDot, wantsInput);
            if (wantsInput) {
                ops.axpy(1, branchGradient.value(), gradient.value());
                ops.axpy(1, branchGradient.speed(), gradient.speed());
            }
        }
    }

    @Override
    public String toString() {
        return "residual(" + inner + ")" + (multiplier == 1 ? "" : ".times(" + multiplier + ")");
    }
}
