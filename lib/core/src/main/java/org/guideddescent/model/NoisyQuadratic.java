package org.guideddescent.model;

import java.util.Arrays;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The noisy quadratic model: a diagonal quadratic whose gradient is seen through noise that a larger batch makes smaller.
 * <pre>
 *   f(x) = ½ Σ hᵢ xᵢ² + εᵀx          ∇f = h x + ε          ε ~ N(0, diag(c) / B)
 * </pre>
 * The noise is a function of the seed and the batch's key, so that all questions about a batch are about one noise, and
 * the loss is the one whose gradient is given; {@link #risk} is its expectation. The parameter is x [n × 1]; of a batch only
 * the key is read. An objective holds the memory of its noise, so it serves one thread. Zhang et al., 2019,
 * arXiv:1907.04164.
 */
public final class NoisyQuadratic implements Objective.Curved {
    private final SpectralMatrix hessian;
    private final double[] deviations;
    private final long seed;
    private final Layout layout;
    private final Param x;
    private final Ops ops = Ops.current();
    private final PerType<INDArray> scales;
    private final PerType<INDArray> noise;
    private final PerType<ParamVector> spare;

    /**
     * Makes a model of one curvature and one variance for each coordinate.
     *
     * @param h curvatures, 0 or more
     * @param c variances of the gradient of one example, 0 or more, as many
     * @param batchSize B, at least 1
     * @param seed which noise
     * @throws IllegalArgumentException if batchSize is below 1, the arrays differ in length, or a number is negative
     */
    public NoisyQuadratic(double[] h, double[] c, int batchSize, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1, got " + batchSize);
        }
        if (h.length != c.length) {
            throw new IllegalArgumentException(
                    "each curvature needs a variance, got " + h.length + " curvatures and " + c.length + " variances");
        }
        requireNonNegative("curvature", h);
        requireNonNegative("variance", c);
        hessian = SpectralMatrix.diagonal(h);
        deviations = Arrays.stream(c).map(v -> Math.sqrt(v / batchSize)).toArray();
        this.seed = seed;
        layout = Layout.vector(h.length);
        x = layout.params().get(0);
        scales = new PerType<>(type -> Numbers.column(type, deviations));
        noise = new PerType<>(type -> Numbers.column(type, deviations));
        spare = new PerType<>(type -> ParamVector.zeros(layout, type));
    }

    private static void requireNonNegative(String what, double... numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (!(numbers[i] >= 0) || numbers[i] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        what + " " + i + " must be a finite number of 0 or more, got " + numbers[i]);
            }
        }
    }

    /**
     * {@return the model of the paper's experiments: hᵢ = cᵢ = 1/i for i = 1 … n}
     *
     * @param n coordinates, at least 1
     * @param batchSize B, at least 1
     * @param seed which noise
     */
    public static NoisyQuadratic harmonic(int n, int batchSize, long seed) {
        var h = Spectra.powerLaw(n, 1);
        return new NoisyQuadratic(h, h, batchSize, seed);
    }

    /** {@return batches without data whose key is the step} */
    public Batches batches() {
        return Batch.NONE::withKey;
    }

    /**
     * {@return the expected loss ½ Σ hᵢ xᵢ²}
     *
     * @param theta x, not modified
     */
    public double risk(ParamVector theta) {
        var product = spare.of(theta.type()).view(x);
        hessian.times(theta.view(x), product);
        return ops.dot(theta.view(x), product) / 2;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var at = theta.view(x);
        var g = grad.view(x);
        var epsilon = noise.of(theta.type());
        ops.normal(Keys.of(seed, batch.key(), 0), epsilon);
        ops.scaleRows(scales.of(theta.type()), epsilon);
        hessian.times(at, g);
        double value = ops.dot(at, g) / 2 + ops.dot(at, epsilon);
        ops.axpy(1, epsilon, g);
        return value;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return gradient(theta, batch, spare.of(theta.type()));
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessian.times(v.view(x), out.view(x));
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        hessianTimes(theta, batch, v, out);
    }

    @Override
    public String toString() {
        return "NoisyQuadratic[" + hessian + "]";
    }
}
