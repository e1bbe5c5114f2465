package org.guideddescent.curvature;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.EigenPair;
import org.guideddescent.linalg.Lanczos;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Need;
import org.guideddescent.objective.Objective;
import org.guideddescent.objective.Oracle;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss around some weights: its curvature matrices, and what one reads from them and from the loss, in a line each.
 *
 * <pre>{@code
 * var here = Landscape.of(net, theta, batch);
 * here.hessian();  here.gaussNewton();  here.fisher();  here.only(named("w1")).hessian();
 * here.kfac(enumerated()).block("w1");  here.sharpness();  here.noiseScale();  here.slice(d, -1, 1, 51);
 * }</pre>
 *
 * The matrices are operators on flat vectors of the chosen parameters, in the order of memory. Those of products —
 * Hessian, Gauss–Newton, Jacobian — read theta at each product, so that they move with it; those of gradients and tapes
 * — Fisher and its approximations — are measured when they are asked for and stay.
 *
 * @param objective the loss
 * @param theta where; not modified and not copied
 * @param batch of whose examples the loss is the mean; borrowed
 * @param which parameters; the others are constants
 */
public record Landscape(Objective objective, ParamVector theta, Batch batch, Selector which) {
    /** Products of {@link #sharpness}. */
    static final int STEPS = 60;

    /**
     * Refuses weights and a selection that do not fit the objective.
     *
     * @param objective the loss
     * @param theta where; not modified and not copied
     * @param batch of whose examples the loss is the mean; borrowed
     * @param which parameters; the others are constants
     * @throws IllegalArgumentException if theta has another layout than the objective, or no parameter is chosen
     */
    public Landscape {
        if (!theta.layout().equals(objective.layout())) {
            throw new IllegalArgumentException("theta has the parameters "
                    + theta.layout().params() + " but the objective has "
                    + objective.layout().params() + "; make theta from objective.layout()");
        }
        Part.params(theta.layout(), which);
    }

    /**
     * {@return the landscape around theta, over all parameters}
     *
     * @param objective the loss
     * @param theta where, not modified and not copied
     * @param batch of whose examples the loss is the mean; borrowed
     */
    public static Landscape of(Objective objective, ParamVector theta, Batch batch) {
        return new Landscape(objective, theta, batch, Selector.all());
    }

    /**
     * {@return the same landscape over those parameters only: matrices become their blocks}
     *
     * @param selector which parameters
     */
    public Landscape only(Selector selector) {
        return new Landscape(objective, theta, batch, selector);
    }

    /** {@return the count of numbers in a vector of the chosen parameters} */
    public long size() {
        return Part.params(theta.layout(), which).stream()
                .mapToLong(p -> p.size())
                .sum();
    }

    /** {@return the Hessian H = ∂²f/∂θ²} A product costs what {@link Objective.Curved#hessianTimes} does. */
    public LinearOperator hessian() {
        var oracle = oracle(Need.CURVATURE);
        return new Product("the Hessian", Ops.current(), theta, which, (v, out) -> oracle.hessianTimes(theta, v, out));
    }

    /**
     * {@return the Gauss–Newton matrix G = mean Jᵀ (∂²ℓ/∂z²) J} A product costs what
     * {@link Objective.Curved#gaussNewtonTimes} does.
     */
    public LinearOperator gaussNewton() {
        var oracle = oracle(Need.CURVATURE);
        return new Product(
                "the Gauss–Newton matrix",
                Ops.current(),
                theta,
                which,
                (v, out) -> oracle.gaussNewtonTimes(theta, v, out));
    }

    /**
     * {@return the Fisher matrix mean g gᵀ of the gradients g of single examples} It costs a backward pass for each
     * example and column of the root or draw, as batches of one row, and keeps as many gradients, or the matrix where
     * that is less. Examples that see each other, as in a batch normalization, have no gradients of their own: take
     * {@code net.evaluated(…)} there.
     *
     * @param targets whose
     */
    public LinearOperator fisher(Targets targets) {
        oracle(targets instanceof Targets.Given ? Need.ORACLE : Need.SAMPLES);
        return new Examples(this).outerProducts(targets);
    }

    /** {@return the Fisher matrix with all targets the model thinks possible; see {@link Targets.Enumerated}} */
    public LinearOperator fisher() {
        return fisher(Targets.enumerated());
    }

    /**
     * {@return an estimate of the Fisher matrix by so many draws for each example; see {@link Targets.Drawn}}
     *
     * @param draws targets drawn for each example, at least 1
     * @param seed what the draws are functions of
     */
    public LinearOperator sampledFisher(int draws, long seed) {
        return fisher(Targets.drawn(draws, seed));
    }

    /**
     * {@return the empirical Fisher matrix, of the gradients with the batch's own targets; see {@link Targets.Given}}
     */
    public LinearOperator empiricalFisher() {
        return fisher(Targets.given());
    }

    /**
     * {@return the Jacobian ∂z/∂θ [examples · outputs × parameters], an example's outputs side by side; see
     * {@link Objective.Differentiable}}
     */
    public LinearOperator jacobian() {
        if (objective instanceof Objective.Differentiable d) {
            return new Jacobian(this, d);
        }
        throw new IllegalArgumentException(
                objective + " gives no derivative of its outputs; it would have to be an Objective.Differentiable");
    }

    /**
     * {@return K-FAC: Γ ⊗ A for each linear layer, from tapes of the whole batch} Exact for one example of one
     * position, and for deep linear networks with squared error. Martens and Grosse, 2015, arXiv:1503.05671; positions
     * count as examples, "expand" of Eschenhagen et al., 2023, arXiv:2311.00636.
     *
     * @param targets whose gradients are summed
     * @throws IllegalArgumentException if a chosen parameter belongs to no layer that was seen
     */
    public BlockDiagonal kfac(Targets targets) {
        return new Blocks(this, targets).kfac();
    }

    /**
     * {@return EK-FAC: the eigenvectors of K-FAC with the diagonal that is nearest to the Fisher matrix in them} Two
     * rounds of tapes, and a product for each example. George et al., 2018, arXiv:1806.03884.
     *
     * @param targets whose gradients are summed
     */
    public BlockDiagonal ekfac(Targets targets) {
        return new Blocks(this, targets).ekfac();
    }

    /**
     * {@return Shampoo: L^½ ⊗ R^½ with L = mean G Gᵀ and R = mean Gᵀ G over examples} Gupta et al., 2018,
     * arXiv:1802.09568.
     *
     * @param targets whose gradients are summed
     */
    public BlockDiagonal shampoo(Targets targets) {
        return new Blocks(this, targets).shampoo();
    }

    /**
     * {@return the square of Shampoo: L ⊗ R / tr L, one step of the power iteration for the nearest Kronecker product}
     * Morwani et al., 2024, arXiv:2406.17748.
     *
     * @param targets whose gradients are summed
     */
    public BlockDiagonal shampooSquared(Targets targets) {
        return new Blocks(this, targets).shampooSquared();
    }

    /**
     * {@return the diagonal of the Fisher matrix}
     *
     * @param targets whose gradients are summed
     */
    public BlockDiagonal diagonal(Targets targets) {
        return new Blocks(this, targets).diagonal();
    }

    /**
     * {@return the largest eigenvalues of a symmetric matrix of these parameters, descending, by Lanczos' iteration
     * from a random start; each says how far it may be off}
     *
     * @param matrix such as {@link #hessian}
     * @param count of pairs, at most steps
     * @param steps products of the iteration, beside one for each pair; at most {@link #size} are made
     * @param key of the start
     */
    public List<EigenPair> top(LinearOperator matrix, int count, int steps, long key) {
        int k = (int) Math.min(steps, matrix.rows());
        return new Lanczos(matrix, k).run(key).pairs(Lanczos.End.LARGEST, count);
    }

    /**
     * {@return the largest eigenvalue of the Hessian, by {@value #STEPS} products or as many as there are parameters}
     */
    public double sharpness() {
        return top(hessian(), 1, STEPS, 1).get(0).value();
    }

    /** {@return the gradient [n] of the chosen parameters, a new array} */
    public INDArray gradient() {
        var part = new Part(Ops.current(), theta.layout(), theta.type(), which);
        var gradient = part.vector();
        objective.gradient(theta, batch, part.all());
        part.collect(gradient);
        return gradient;
    }

    /**
     * {@return how much of the gradient lies in the span of those eigenvectors}
     *
     * @param pairs eigenvectors, as {@link #top} gives them
     */
    public Alignment alignment(List<EigenPair> pairs) {
        return Alignment.of(gradient(), pairs);
    }

    /** {@return the noise scale, from the gradients of the batch's examples, one pass for each} */
    public NoiseScale noiseScale() {
        return NoiseScale.ofExamples(this);
    }

    /**
     * {@return what the model gᵀd + ½ dᵀA d foretells of the step d, and what the loss says}
     *
     * @param matrix A, for the chosen parameters
     * @param d not modified; only its chosen parameters count
     */
    public QuadraticModel quadraticModel(LinearOperator matrix, ParamVector d) {
        return QuadraticModel.of(this, matrix, d);
    }

    /**
     * {@return the loss at so many points θ + α d, α from one number to the other; of d only the chosen parameters
     * count}
     *
     * @param d not modified; see {@link Directions}
     * @param from first α
     * @param to last α
     * @param points how many, at least 2
     */
    public LossSlice slice(ParamVector d, double from, double to, int points) {
        return LossSlice.of(new Walk(this, d), from, to, points);
    }

    /**
     * {@return the loss at points × points places θ + α d + β e; otherwise as {@link #slice}}
     *
     * @param d first direction, not modified
     * @param e second direction, not modified
     * @param from first α, and first β
     * @param to last α, and last β
     * @param points numbers along each axis, at least 2
     */
    public LossPlane plane(ParamVector d, ParamVector e, double from, double to, int points) {
        return LossPlane.of(new Walk(this, d, e), from, to, points);
    }

    Oracle oracle() {
        return new Oracle(objective, batch);
    }

    /** Refuses an objective that cannot answer before anything is asked. */
    Oracle oracle(Need need) {
        if (!need.metBy(objective)) {
            throw new IllegalArgumentException(
                    objective + " gives no " + need.what() + "; it would have to be an " + need.giver());
        }
        return oracle();
    }
}
