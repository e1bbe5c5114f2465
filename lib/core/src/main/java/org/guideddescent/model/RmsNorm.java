package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * RMS norm: every position's channels get mean square 1, then a learned gain; nothing is centered or shifted.
 * <pre>
 *   y = γ ⊙ x̂,   x̂ = x r,   r = 1 / √(mean x² + ε)
 *   dγ = Σ dy ⊙ x̂,   dx = r (dx̂ − x̂ mean(dx̂ ⊙ x̂)),   dx̂ = γ ⊙ dy
 * </pre>
 * {@code rmsNorm(128).then(linear(128, 512))}. γ is [width × 1], at first 1. Memory: y, x̂ and r, n (2 width + 1)
 * numbers. Zhang and Sennrich, 2019, arXiv:1910.07467.
 *
 * @param width channels, at least 1
 * @param epsilon ε, 0 or more
 */
public record RmsNorm(int width, double epsilon) implements Layer {
    /**
     * Refuses a norm of no channels and a negative ε.
     *
     * @param width channels, at least 1
     * @param epsilon ε, 0 or more
     * @throws IllegalArgumentException if width is below 1, or epsilon is negative or infinite
     */
    public RmsNorm {
        LayerNorm.check("rmsNorm", width, epsilon);
    }

    /**
     * {@return the same norm with another ε}
     *
     * @param value ε, 0 or more
     */
    public RmsNorm withEpsilon(double value) {
        return new RmsNorm(width, value);
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
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        params[0].assign(1);
    }

    @Override
    public Pass pass(Setting setting) {
        return new RowNorm(setting, false, epsilon);
    }

    @Override
    public String toString() {
        return "rmsNorm(" + width + ")" + (epsilon == LayerNorm.EPSILON ? "" : ".withEpsilon(" + epsilon + ")");
    }
}
