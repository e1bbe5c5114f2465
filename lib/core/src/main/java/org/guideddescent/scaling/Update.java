package org.guideddescent.scaling;

import org.guideddescent.optimizers.Muon;
import org.guideddescent.space.Param;

/**
 * How long a rule's update is, which is all that a parametrization has to know of it.
 * <pre>
 *   ‖d‖₂ = s ‖G‖₂ʰ          rate ∝ √((out / in)¹⁺ʰ) / s
 * </pre>
 * G is a gradient [out × in] of low rank, as that of a batch of a wide network. Where activations have a size of one, and so a
 * gradient ‖G‖₂ like √(in / out), this rate makes the update's norm like √(out / in), which is the condition of Yang et al., 2023,
 * arXiv:2310.17813. For gradient descent it is out / in and for Adam 1 / in, the answers of that paper and of Yang et al., 2022,
 * arXiv:2203.03466; for Shampoo with powers q it is (out / in)^(1 − 2q), for Muon √(out / in) over its scale. These two follow here
 * from s and h below. Qiu et al., 2025, arXiv:2512.05620, study the same rules and SOAP; their table was not at hand.
 *
 * <p>SOAP counts as signs. In a basis that held all gradients, of low rank, few of its numbers would matter and s would be 1. But
 * what a new batch adds lies outside of the basis of those before it, in places as many as Adam's: with s = 1 the coordinate check
 * has slopes near 0.9, with Adam's s it passes.
 */
public sealed interface Update {
    /** {@return h: how the update answers to a longer gradient; 0 if not at all} */
    double degree();

    /**
     * {@return s² on p, the squared Frobenius norm of an update}
     *
     * @param p a parameter
     */
    double squaredSize(Param p);

    /**
     * {@return by how much the rate changes with growth, for weights without a multiplier}
     *
     * @param g how the parameter has grown
     */
    default double rate(Growth g) {
        double shape = Math.pow(g.out() / g.in(), 1 + degree());
        return Numbers.orOne(Math.sqrt(shape * squaredSize(g.base()) / squaredSize(g.here())));
    }

    /** {@return the update that is the gradient itself, or a running mean of it: h = 1, s = 1} */
    static Update gradient() {
        return new Gradient();
    }

    /**
     * {@return an update of numbers of size one in every place: Adam and its kin, signs, and SOAP; h = 0, s = √(in ·
     * out)}
     */
    static Update signs() {
        return new Signs();
    }

    /**
     * {@return Muon's update; see {@link Orthogonal}}
     *
     * @param scale of the orthogonal factor
     */
    static Update orthogonal(Muon.Scale scale) {
        return new Orthogonal(scale, 1);
    }

    /** See {@link Gradient}. */
    record Gradient() implements Update {
        @Override
        public double degree() {
            return 1;
        }

        @Override
        public double squaredSize(Param p) {
            return 1;
        }
    }

    /**
     * Muon: the orthogonal factor times a scale. h = 0, s the scale.
     *
     * @param scale of the orthogonal factor
     * @param splits equal parts of the rows, each orthogonalized for itself
     */
    record Orthogonal(Muon.Scale scale, int splits) implements Update {
        @Override
        public double degree() {
            return 0;
        }

        @Override
        public double squaredSize(Param p) {
            double s = scale.of(p.rows() / splits, p.cols());
            return s * s;
        }
    }

    /**
     * Shampoo: L^(−q) G R^(−q), of two sides of a block. L and R are like G Gᵀ, so h = 1 − 4q; k blocks that each see
     * √(1 / k) of the gradient's norm make s² = k^(1 − h).
     *
     * @param power q
     * @param block rows and columns of a block
     */
    record Whitened(double power, int block) implements Update {
        @Override
        public double degree() {
            return 1 - 4 * power;
        }

        @Override
        public double squaredSize(Param p) {
            return Math.pow(blocks(p.rows()) * blocks(p.cols()), 1 - degree());
        }

        // A last block that is shorter counts as a part of one.
        private double blocks(int n) {
            return Math.max(1, (double) n / block);
        }
    }

    /** See {@link #signs}. */
    record Signs() implements Update {
        @Override
        public double degree() {
            return 0;
        }

        @Override
        public double squaredSize(Param p) {
            return p.size();
        }
    }
}
