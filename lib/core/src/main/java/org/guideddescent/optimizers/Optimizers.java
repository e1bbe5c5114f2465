package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.graft;

import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.linalg.Rank;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Family;
import org.guideddescent.rule.Listed;
import org.guideddescent.rule.Transform;

/**
 * Every optimizer in one line, with the defaults of its paper; {@link #list()} prints them. Records of the same names have all
 * their numbers: {@code new Adam(0.9, 0.95, 1e-8).at(1e-3)}.
 */
public final class Optimizers {
    private Optimizers() {}

    /** All optimizers and what goes around them, to print or to show in a notebook. */
    public static Listing list() {
        return Listing.all();
    }

    // ---- First order ----

    /** Gradient descent at rate. */
    @Listed(family = Family.FIRST_ORDER, says = "Step along the gradient.", source = "Robbins and Monro, 1951")
    public static Transform sgd(double rate) {
        return new Sgd().at(rate);
    }

    /** Polyak's momentum: m ← β m + g. */
    @Listed(family = Family.FIRST_ORDER, says = "Let past gradients carry the step.", source = "Polyak, 1964")
    public static Transform heavyBall(double rate, double beta) {
        return new HeavyBall(beta).at(rate);
    }

    /** Nesterov's momentum: d = g + β m. */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Heavy ball that looks one step ahead.",
            source = "Sutskever et al., 2013; Bengio et al., arXiv:1212.0901")
    public static Transform nesterov(double rate, double beta) {
        return new Nesterov(beta).at(rate);
    }

    // ---- Adaptive ----

    /** Adam with β = (0.9, 0.999), ε = 1e-8. */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide a mean of the gradient by the root of a mean of its square.",
            source = "Kingma and Ba, 2015, arXiv:1412.6980")
    public static Transform adam(double rate) {
        return new Adam(0.9, 0.999, 1e-8).at(rate);
    }

    /** AdamW with β = (0.9, 0.999), ε = 1e-8 and decay 0.01, the defaults of the paper's code and of PyTorch. */
    public static Transform adamW(double rate) {
        return adamW(rate, 0.01);
    }

    /** AdamW with a decay: θ ← θ − η (m̂ / (√v̂ + ε) + λ θ). */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam with decoupled weight decay.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform adamW(double rate, double decay) {
        return chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(decay)).at(rate);
    }

    // ---- Memory-efficient ----

    // ---- Learning-rate-free ----

    // ---- Line search, quasi-Newton, truncated Newton ----

    // ---- Kronecker-factored: K-FAC ----

    // ---- Kronecker-factored: Shampoo ----

    /**
     * Shampoo with the defaults of facebookresearch/optimizers, β = (0.9, 1), powers ¼ and ε = 1e-12, but roots every ten
     * steps instead of every step. Matrices only.
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Whiten rows and columns by roots of what their outer products add up to.",
            source = "Gupta et al., 2018, arXiv:1802.09568; Shi et al., 2023, arXiv:2309.06497")
    public static Transform shampoo(double rate) {
        return Shampoo.every(10).at(rate);
    }

    /**
     * Shampoo with the length of Adam's step: what facebookresearch/optimizers recommends to who comes from AdamW, with its
     * rate, β = (0.9, 0.999) for both, ε = 1e-8 in Adam and 1e-12 in the roots, every 50 steps. Until step 50 it is Adam.
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Shampoo with the length of Adam's step.",
            source = "Shi et al., 2023, arXiv:2309.06497; facebookresearch/optimizers, README")
    public static Transform shampooWithAdam(double rate) {
        var plain = Shampoo.every(50);
        var shampoo = new Shampoo(
                plain.average(), 0.999, plain.power(), plain.root(), plain.timing(), plain.sides(), plain.cut());
        return graft(shampoo, new Adam(0.9, 0.999, 1e-8), 50).at(rate);
    }

    /** KL-Shampoo with β = (0.9, 0.95) and ε = 1e-8, roots every ten steps. Matrices only. */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Shampoo whose factors are the nearest Kronecker product in KL divergence.",
            source = "Lin et al., 2025, arXiv:2509.03378")
    public static Transform klShampoo(double rate) {
        return new KlShampoo(
                        new Shampoo.Average(0.9, 0.9),
                        0.95,
                        new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-8)),
                        new Shampoo.Timing(10, 1),
                        new Shampoo.Cut(1024, 0))
                .at(rate);
    }

    /** SOAP with Adam's β = (0.95, 0.95), ε = 1e-8 inside, and a basis that follows every ten steps. Matrices only. */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Adam in the eigenbasis of Shampoo's factors.",
            source = "Vyas et al., 2024, arXiv:2409.11321")
    public static Transform soap(double rate) {
        return soap(rate, new Adam(0.95, 0.95, 1e-8));
    }

    /** SOAP with another scalar rule inside. */
    public static Transform soap(double rate, Elementwise inner) {
        return Soap.around(inner).at(rate);
    }

    // ---- Norms ----

    /** Muon with Nesterov momentum 0.95, five Newton–Schulz steps and the scale √max(1, out/in). Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Step along the orthogonal factor of the momentum.",
            source = "Jordan et al., 2024, kellerjordan.github.io/posts/muon")
    public static Transform muon(double rate) {
        return muon(rate, Muon.Scale.JORDAN);
    }

    /** Muon with another scale. */
    public static Transform muon(double rate, Muon.Scale scale) {
        return new Muon(0.95, true, NewtonSchulz.JORDAN, scale).at(rate);
    }
}
