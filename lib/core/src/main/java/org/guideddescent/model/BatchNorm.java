package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm: every channel gets mean 0 and variance 1 over the examples and positions of the batch, then a learned
 * gain and shift.
 * <pre>
 *   y = γ ⊙ x̂ + β,   x̂ = (x − μ) r,   μ = mean over rows,   r = 1 / √(mean (x − μ)² + ε)
 *   dγ = Σ dy ⊙ x̂,   dβ = Σ dy,   dx = r (dx̂ − mean dx̂ − x̂ mean(dx̂ ⊙ x̂)),   dx̂ = γ ⊙ dy
 * </pre>
 * All examples act on each other, so the gradient is not a mean of gradients of examples. {@link Network#evaluated}
 * takes μ and r from the examples that it is given, at the weights that it is given, and keeps them
 * ({@link FixedNorm}). γ and β are [width × 1], at first 1 and 0.
 * {@code convolution(1, 16, 5).withoutBias().then(batchNorm(16)).then(relu())}. Memory: y, x̂ and its transpose, the
 * transpose of what comes in, and r: (4 n + 1) width numbers. Ioffe and Szegedy, 2015, arXiv:1502.03167.
 *
 * @param width channels, at least 1
 * @param epsilon ε, 0 or more
 */
public record BatchNorm(int width, double epsilon) implements Layer {
    /**
     * Refuses a norm of no channels and a negative ε.
     *
     * @param width channels, at least 1
     * @param epsilon ε, 0 or more
     * @throws IllegalArgumentException if width is below 1, or epsilon is negative or infinite
     */
    public BatchNorm {
        LayerNorm.check("batchNorm", width, epsilon);
    }

    /**
     * {@return the same norm with another ε}
     *
     * @param value ε, 0 or more
     */
    public BatchNorm withEpsilon(double value) {
        return new BatchNorm(width, value);
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.flat(width));
    }

    @Override
    public Shape output(Shape input) {
        return LayerNorm.fit(this, width, input);
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.vector("scale", Role.NORM, width);
        parameters.vector("shift", Role.NORM, width);
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        params[0].assign(1);
        params[1].assign(0);
    }

    @Override
    public Pass pass(Setting setting) {
        return new BatchNormPass(setting, epsilon);
    }

    @Override
    public Layer evaluated(Pass pass) {
        return ((BatchNormPass) pass).fixed();
    }

    @Override
    public String toString() {
        return "batchNorm(" + width + ")" + (epsilon == LayerNorm.EPSILON ? "" : ".withEpsilon(" + epsilon + ")");
    }
}
