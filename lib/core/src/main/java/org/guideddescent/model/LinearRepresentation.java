package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Diagonal;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Linear representation learning with anisotropic inputs.
 * <pre>
 *   y = F* G* x + ε,  x = Σ^½ r,  r ~ Unif{±1},  ε ~ N(0, noise² I)          the model is F G x
 *   dist(G) = ‖P_rowspace(G) (I − G*ᵀG*)‖₂
 * </pre>
 * G* [k × in] has orthonormal rows and is shared with a transfer task whose head is another. Both heads [out × k] are standard
 * normal. Zhang et al., 2025, arXiv:2502.01763. Matrices here are DOUBLE; {@link #objective} takes either type.
 */
public final class LinearRepresentation {
    private final SpectralMatrix covariance;
    private final double noise;
    private final INDArray representation;
    private final INDArray head;
    private final INDArray transferHead;
    private final INDArray map;
    private final Ops ops = Ops.current();

    /**
     * Draws a representation, its head and the head of the task that it is transferred to.
     *
     * @param random draws G*, the head and the transfer head, in this order
     * @param covariance Σ [in × in], of positive eigenvalues
     * @param out numbers in a target
     * @param k rows of G*, at most in
     * @param noise standard deviation of ε, 0 or more
     * @throws IllegalArgumentException if out is below k, or noise is negative or infinite
     */
    public LinearRepresentation(RandomGenerator random, SpectralMatrix covariance, int out, int k, double noise) {
        if (out < k || !(noise >= 0) || noise == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a representation is identified by at least as many targets as rows, and"
                    + " noise is finite and 0 or more, got out = " + out + ", k = " + k + ", noise = " + noise);
        }
        this.covariance = covariance;
        this.noise = noise;
        representation = Haar.rows(random, k, covariance.size());
        head = Numbers.normal(random, out, k, DataType.DOUBLE);
        transferHead = Numbers.normal(random, out, k, DataType.DOUBLE);
        map = product(head, representation);
    }

    /**
     * {@return ½ mean ‖y − F G x‖², a network of two matrices: w1 is G [k × in], of role {@code INPUT}, and w2 is F
     * [out × k], of role {@code OUTPUT}}
     */
    public Network objective() {
        int k = (int) representation.size(0);
        return DeepLinear.of(covariance.size(), k, (int) head.size(0));
    }

    /**
     * {@return new parameters of {@link #objective}: G with random orthonormal rows, F normal with standard deviation
     * 0.1}
     *
     * @param random where the random numbers come from
     * @param type FLOAT or DOUBLE
     */
    public ParamVector initialize(RandomGenerator random, DataType type) {
        var theta = ParamVector.zeros(objective().layout(), type);
        int k = (int) representation.size(0);
        theta.view("w1").assign(Haar.rows(random, k, covariance.size()).castTo(type));
        theta.view("w2")
                .assign(Numbers.normal(random, (int) head.size(0), k, DataType.DOUBLE)
                        .muli(0.1)
                        .castTo(type));
        return theta;
    }

    /**
     * {@return batches of so many examples, functions of (seed, step)}
     *
     * @param size examples in a batch
     * @param seed which stream of batches
     * @param type FLOAT or DOUBLE
     */
    public LinearRepresentationBatches batches(int size, long seed, DataType type) {
        return new LinearRepresentationBatches(covariance.map(Math::sqrt), map, noise, size, seed, type);
    }

    /** {@return a new copy of G* [k × in]} */
    public INDArray representation() {
        return representation.dup('c');
    }

    /** {@return a new copy of F* [out × k]} */
    public INDArray head() {
        return head.dup('c');
    }

    /**
     * {@return dist(G, G*), from 0 to 1}
     *
     * @param g [k × in], of full rank, FLOAT or DOUBLE, not modified
     */
    public double distance(INDArray g) {
        var q = orthonormalRows(g.castTo(DataType.DOUBLE));
        var off = q.sub(product(product(q, representation.transpose().dup('c')), representation));
        long k = q.size(0);
        var s = Nd4j.create(DataType.DOUBLE, 1, k);
        ops.svd(off, Nd4j.create(DataType.DOUBLE, k, k), s, Nd4j.create(DataType.DOUBLE, q.size(1), k));
        return s.getDouble(0);
    }

    /**
     * {@return ½‖F_h G − F_test G*‖² with the best head for isotropic inputs without end, F_h = F_test G* G⁺}
     *
     * @param g G [k × in], of full rank, not modified
     */
    public double transferLoss(INDArray g) {
        var q = orthonormalRows(g.castTo(DataType.DOUBLE));
        var target = product(transferHead, representation);
        var fitted = product(product(target, q.transpose().dup('c')), q);
        var off = target.sub(fitted);
        return ops.dot(off, off) / 2;
    }

    /**
     * {@return ½ tr(D Σ Dᵀ), D = F G − F* G*: the expected train loss above that of the noise}
     *
     * @param f F [out × k], not modified
     * @param g G [k × in], of full rank, not modified
     */
    public double excessLoss(INDArray f, INDArray g) {
        var d = product(
                        f.castTo(DataType.DOUBLE).dup('c'),
                        g.castTo(DataType.DOUBLE).dup('c'))
                .subi(map);
        var weighted = d.dup('c');
        covariance.timesRows(d, weighted);
        return ops.dot(d, weighted) / 2;
    }

    /**
     * {@return the head that fits a batch best on the features of g, F = YᵀZ(ZᵀZ)⁻¹ with Z = X Gᵀ: a new array [out ×
     * k] of the batch's type}
     *
     * @param g G [k × in], of full rank, not modified
     * @param batch inputs [n × in] and targets [n × out], not modified
     * @throws ArithmeticException if the features are linearly dependent
     */
    public static INDArray leastSquaresHead(INDArray g, Batch batch) {
        var ops = Ops.current();
        long k = g.size(0);
        var type = batch.inputs().dataType();
        var z = Nd4j.create(type, batch.size(), k);
        ops.gemm(false, true, 1, batch.inputs(), g, 0, z);
        var gram = Nd4j.create(type, k, k);
        ops.syrk(true, 1, z, 0, gram);
        var moments = Nd4j.create(type, k, batch.targets().size(1));
        ops.gemm(true, false, 1, z, batch.targets(), 0, moments);
        var transposed = moments.like();
        ops.choleskySolve(gram, moments, transposed);
        var out = Nd4j.create(type, batch.targets().size(1), k);
        ops.transpose(transposed, out);
        return out;
    }

    /**
     * {@return ∇_G of ½ mean ‖y − F G x‖² [k × in], a new array}
     *
     * @param f F [out × k], not modified
     * @param g G [k × in], of full rank, not modified
     * @param batch inputs [n × in] and targets [n × out], not modified
     */
    public static INDArray representationGradient(INDArray f, INDArray g, Batch batch) {
        var net = DeepLinear.of((int) g.size(1), (int) g.size(0), (int) f.size(0));
        var theta = ParamVector.zeros(net.layout(), g.dataType());
        theta.view("w1").assign(g);
        theta.view("w2").assign(f);
        var grad = theta.like();
        net.gradient(theta, batch, grad);
        return grad.view("w1").dup('c');
    }

    /**
     * {@return the preconditioned gradient (FᵀF)⁻¹ ∇_G (XᵀX/n + λI)⁻¹ [k × in], a new array: K-FAC's direction for this
     * model}
     *
     * @param f F [out × k], not modified
     * @param g G [k × in], of full rank, not modified
     * @param batch inputs [n × in] and targets [n × out], not modified
     * @param damping λ, 0 or more
     */
    public static INDArray kfacDirection(INDArray f, INDArray g, Batch batch, double damping) {
        var ops = Ops.current();
        var gradient = representationGradient(f, g, batch);
        var type = g.dataType();
        long k = g.size(0);
        long in = g.size(1);
        var left = Nd4j.create(type, k, k);
        ops.syrk(true, 1, f, 0, left);
        var half = gradient.like();
        ops.choleskySolve(left, gradient, half);
        var right = Nd4j.create(type, in, in);
        ops.syrk(true, 1.0 / batch.size(), batch.inputs(), 0, right);
        Diagonal.shift(damping, right);
        var transposed = Nd4j.create(type, in, k);
        ops.transpose(half, transposed);
        var solved = transposed.like();
        ops.choleskySolve(right, transposed, solved);
        ops.transpose(solved, half);
        return half;
    }

    /**
     * {@return an orthonormal basis of the rows of g, a new array of its type}
     *
     * @param g [k × in], k ≤ in, of full rank, not modified
     */
    public static INDArray orthonormalRows(INDArray g) {
        var ops = Ops.current();
        var transposed = Nd4j.create(g.dataType(), g.size(1), g.size(0));
        ops.transpose(g.dup('c'), transposed);
        var q = transposed.like();
        ops.qr(transposed, q);
        var out = Nd4j.create(g.dataType(), g.size(0), g.size(1));
        ops.transpose(q, out);
        return out;
    }

    private INDArray product(INDArray a, INDArray b) {
        var c = Nd4j.create(DataType.DOUBLE, a.size(0), b.size(1));
        ops.gemm(false, false, 1, a, b, 0, c);
        return c;
    }

    @Override
    public String toString() {
        return "LinearRepresentation[" + head.size(0) + "×" + head.size(1) + " head, " + covariance + ", noise " + noise
                + "]";
    }
}
