package org.guideddescent.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer norm: every position's channels get mean 0 and variance 1, then a learned gain and shift.
 * <pre>
 *   y = γ ⊙ x̂ + β,   x̂ = (x − μ) r,   μ = mean x,   r = 1 / √(mean (x − μ)² + ε)
 *   dγ = Σ dy ⊙ x̂,   dβ = Σ dy,   dx = r (dx̂ − mean dx̂ − x̂ mean(dx̂ ⊙ x̂)),   dx̂ = γ ⊙ dy
 * </pre>
 * {@code layerNorm(128).then(linear(128, 512))}. γ and β are [width × 1], at first 1 and 0. Memory: y, x̂ and r, n (2
 * width + 1) numbers. Ba, Kiros and Hinton, 2016, arXiv:1607.06450.
 *
 * @param width channels, at least 1
 * @param epsilon ε, 0 or more
 */
public record LayerNorm(int width, double epsilon) implements Layer {
    /** ε where none is given. */
    static final double EPSILON = 1e-5;

    /**
     * Refuses a norm of no channels and a negative ε.
     *
     * @param width channels, at least 1
     * @param epsilon ε, 0 or more
     * @throws IllegalArgumentException if width is below 1, or epsilon is negative or infinite
     */
    public LayerNorm {
        check("layerNorm", width, epsilon);
    }

    static void check(String name, int width, double epsilon) {
        if (width < 1 || !(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "the width of a norm must be at least 1 and its epsilon not negative, got " + name + "(" + width
                            + ") with " + epsilon);
        }
    }

    /**
     * {@return the same norm with another ε}
     *
     * @param value ε, 0 or more
     */
    public LayerNorm withEpsilon(double value) {
        return new LayerNorm(width, value);
    }

    @Override
    public Optional<Shape> input() {
        return Optional.of(Shape.flat(width));
    }

    @Override
    public Shape output(Shape input) {
        return fit(this, width, input);
    }

    static Shape fit(Layer norm, int width, Shape input) {
        if (input.channels() != width) {
            throw new IllegalArgumentException(
                    norm + " needs " + width + " channels but is given " + input + "; norm " + input.channels());
        }
        return input;
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
        return new RowNorm(setting, true, epsilon);
    }

    @Override
    public String toString() {
        return "layerNorm(" + width + ")" + (epsilon == EPSILON ? "" : ".withEpsilon(" + epsilon + ")");
    }
}
