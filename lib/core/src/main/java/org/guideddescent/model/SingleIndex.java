package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Diagonal;
import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Single-index learning with anisotropic inputs.
 * <pre>
 *   y = σ*(β*ᵀx) + ε,  x ~ N(0, Σ),  ε ~ N(0, noise²),  β*ᵀΣβ* = 1
 * </pre>
 * One step of a first layer from a small start is a spike of rank one along a direction: for gradient descent Xᵀy/n, which is
 * c₁Σβ* in expectation, and for K-FAC (Σ̂ + λI)⁻¹Xᵀy/n, which is c₁β* where λ is small and n large. Zhang et al., 2025,
 * arXiv:2502.01763.
 */
public final class SingleIndex {
    private final SpectralMatrix covariance;
    private final SpectralMatrix root;
    private final Link link;
    private final double noise;
    private final INDArray direction;

    /**
     * Draws a task, with β* scaled so that β*ᵀΣβ* = 1.
     *
     * @param random draws β*, uniform in direction before it is scaled
     * @param covariance Σ [d × d], positive definite
     * @param link σ
     * @param noise standard deviation of ε, 0 or more
     * @throws IllegalArgumentException if noise is negative or infinite, or an eigenvalue is not positive
     */
    public SingleIndex(RandomGenerator random, SpectralMatrix covariance, Link link, double noise) {
        if (!(noise >= 0) || noise == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("noise must be a finite number of 0 or more, got " + noise);
        }
        for (double lambda : covariance.eigenvalues()) {
            if (!(lambda > 0)) {
                throw new IllegalArgumentException("a covariance needs positive eigenvalues, got " + lambda);
            }
        }
        this.covariance = covariance;
        this.link = link;
        this.noise = noise;
        root = covariance.map(Math::sqrt);
        direction = Numbers.normal(random, covariance.size(), 1, DataType.DOUBLE);
        var product = direction.dup('c');
        covariance.times(direction, product);
        Ops.current().scale(1 / Math.sqrt(Ops.current().dot(direction, product)), direction);
    }

    /** {@return d, the count of numbers in an example} */
    public int dimension() {
        return covariance.size();
    }

    /** {@return a new copy of β* [d × 1], DOUBLE} */
    public INDArray direction() {
        return direction.dup('c');
    }

    /** {@return the loss of a model of this form, whose parameter is β} */
    public IndexModel objective() {
        return IndexModel.singleIndex(link, dimension());
    }

    /**
     * {@return new examples, inputs [n × d] and targets [n × 1], a function of the key}
     *
     * @param n examples, at least 1
     * @param key what the random numbers are functions of
     * @param type FLOAT or DOUBLE
     */
    public Batch sample(int n, long key, DataType type) {
        var ops = Ops.current();
        var z = Nd4j.create(DataType.DOUBLE, n, dimension());
        var x = Nd4j.create(DataType.DOUBLE, n, dimension());
        var y = Nd4j.create(DataType.DOUBLE, n, 1);
        var epsilon = Nd4j.create(DataType.DOUBLE, n, 1);
        ops.normal(Keys.of(key, 0, 0), z);
        ops.normal(Keys.of(key, 0, 1), epsilon);
        root.timesRows(z, x);
        ops.gemm(false, false, 1, x, direction, 0, y);
        var index = new double[n];
        Numbers.read(y, index);
        for (int i = 0; i < n; i++) {
            index[i] = link.value(index[i]);
        }
        Numbers.write(index, y);
        ops.axpy(noise, epsilon, y);
        return new Batch(x.castTo(type), y.castTo(type));
    }

    /**
     * {@return Xᵀy/n [d × 1], the direction of gradient descent's first step; a new array of the batch's type}
     *
     * @param batch inputs [n × d] and targets [n × 1], not modified
     */
    public static INDArray gradientSpike(Batch batch) {
        var out = Nd4j.create(batch.inputs().dataType(), batch.inputs().size(1), 1);
        Ops.current().gemm(true, false, 1.0 / batch.size(), batch.inputs(), batch.targets(), 0, out);
        return out;
    }

    /**
     * {@return (Σ̂ + λI)⁻¹Xᵀy/n [d × 1] with Σ̂ = XᵀX/n, the direction of K-FAC's first step}
     *
     * @param batch inputs [n × d] and targets [n × 1], not modified
     * @param damping λ, positive
     */
    public static INDArray kfacSpike(Batch batch, double damping) {
        if (!(damping > 0)) {
            throw new IllegalArgumentException("damping must be positive, got " + damping);
        }
        var ops = Ops.current();
        int d = (int) batch.inputs().size(1);
        var damped = Nd4j.create(batch.inputs().dataType(), d, d);
        ops.syrk(true, 1.0 / batch.size(), batch.inputs(), 0, damped);
        Diagonal.shift(damping, damped);
        var out = Nd4j.create(batch.inputs().dataType(), d, 1);
        ops.choleskySolve(damped, gradientSpike(batch), out);
        return out;
    }

    /**
     * {@return the |cos| of the angle between a direction and β*}
     *
     * @param found the direction [d × 1], not zero, not modified
     */
    public double alignment(INDArray found) {
        return cosine(found.castTo(DataType.DOUBLE), direction);
    }

    /** {@return β*ᵀΣβ* / (‖Σβ*‖ ‖β*‖): what gradient descent's direction reaches with examples without end} */
    public double gradientLimit() {
        var product = direction.dup('c');
        covariance.times(direction, product);
        return cosine(product, direction);
    }

    private static double cosine(INDArray a, INDArray b) {
        var ops = Ops.current();
        return Math.abs(ops.dot(a, b)) / (ops.norm(a) * ops.norm(b));
    }

    @Override
    public String toString() {
        return "SingleIndex[" + link + ", " + covariance + ", noise " + noise + "]";
    }
}
