package org.guideddescent.model;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sets each number to 0 with a probability and divides the others by what is left; does nothing where a network is
 * evaluated.
 * <pre>
 *   y = x ⊙ m,   m = 0 or 1 / (1 − probability)
 * </pre>
 * m is a function of the batch's key and of where the layer stands, so every question about a batch is about the same
 * m. {@code linear(784, 256).then(relu()).then(dropout(0.5))}. Memory: y, m and a copy of what is multiplied, 3 · n ·
 * width numbers, and dx. Srivastava et al., 2014, Dropout: a simple way to prevent neural networks from overfitting.
 *
 * @param probability of dropping a number, from 0 to below 1
 */
public record Dropout(double probability) implements Layer {
    private static final double[] NO_SCALARS = {};

    /**
     * Refuses to drop everything.
     *
     * @param probability of dropping a number, from 0 to below 1
     * @throws IllegalArgumentException if probability is not in [0, 1)
     */
    public Dropout {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("the probability of dropping must be in [0, 1), got " + probability);
        }
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Pass pass(Setting setting) {
        return probability == 0
                ? new Given.Through(setting, setting.input())
                : new PiecewiseLinear(setting, setting.input(), new Masked(setting, probability));
    }

    /** Drops nothing. */
    @Override
    public Layer evaluated(Pass pass) {
        return new Dropout(0);
    }

    private static final class Masked implements PiecewiseLinear.Map {
        private final Ops ops;
        private final double probability;
        private final INDArray mask;
        private final INDArray work;
        private final Compiled product;
        private long key;

        Masked(Setting setting, double probability) {
            this.probability = probability;
            ops = setting.ops();
            mask = setting.array(setting.rows(), setting.input().channels());
            work = setting.array(setting.rows(), setting.input().channels());
            product = ops.compile(
                    new Program(2, 0, List.of(new Program.Write(1, Expr.load(0).times(Expr.load(1))))), mask, work);
        }

        @Override
        public void begin(long newKey) {
            key = newKey;
        }

        @Override
        public void forward(INDArray x, INDArray y) {
            ops.dropMask(key, probability, mask);
            tangent(x, y);
        }

        @Override
        public void tangent(INDArray xDot, INDArray yDot) {
            ops.copy(xDot, work);
            product.run(NO_SCALARS);
            ops.copy(work, yDot);
        }

        @Override
        public void adjoint(INDArray dy, INDArray dx) {
            tangent(dy, dx);
        }
    }

    @Override
    public String toString() {
        return "dropout(" + probability + ")";
    }
}
