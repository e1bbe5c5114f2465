package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of each channel over all positions, of an image or of a sequence: {@code globalAveragePool().then(linear(32,
 * 10))}. Memory: y, n · channels numbers, the example of each position, n · p, and dx, n · p · channels.
 */
public record GlobalAveragePool() implements Layer {
    @Override
    public Shape output(Shape input) {
        return Shape.flat(input.channels());
    }

    @Override
    public Pass pass(Setting setting) {
        int positions = setting.input().positions();
        var example = setting.array(setting.rows(), 1);
        for (int row = 0; row < setting.rows(); row++) {
            example.putScalar(row, 0, row / positions);
        }
        return new PiecewiseLinear(
                setting, output(setting.input()), new Means(setting.ops(), example, 1.0 / positions));
    }

    private record Means(Ops ops, INDArray example, double share) implements PiecewiseLinear.Map {
        @Override
        public void forward(INDArray x, INDArray y) {
            ops.fill(0, y);
            ops.scatterAddRows(example, x, y);
            ops.scale(share, y);
        }

        @Override
        public void tangent(INDArray xDot, INDArray yDot) {
            forward(xDot, yDot);
        }

        @Override
        public void adjoint(INDArray dy, INDArray dx) {
            ops.gatherRows(dy, example, dx);
            ops.scale(share, dx);
        }
    }

    @Override
    public String toString() {
        return "globalAveragePool()";
    }
}
