package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;

import org.guideddescent.linalg.ConjugateGradient;
import org.guideddescent.linalg.NewtonSchulz;
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

    /** The rule's step, halved until the loss of the batch goes down enough (c = 1e-4). The rate is the largest step. */
    @Listed(
            family = Family.CURVATURE,
            says = "Shrink any rule's step until the loss goes down.",
            source = "Armijo, 1966; Nocedal and Wright, 2006, Algorithm 3.1")
    public static Transform backtracking(Transform rule) {
        return new Backtracking(rule, new Armijo(1e-4, 0.5, 30), Double.POSITIVE_INFINITY);
    }

    /** Stochastic Armijo: as backtracking with c = 0.1, begun at twice the last step's length. */
    @Listed(
            family = Family.CURVATURE,
            says = "Backtracking that remembers its last length.",
            source = "Vaswani et al., 2019, arXiv:1905.09997")
    public static Transform stochasticArmijo(Transform rule) {
        return new Backtracking(rule, new Armijo(0.1, 0.5, 30), 2);
    }

    /** The rule's step, shrunk or stretched until it meets the strong Wolfe conditions with c = (1e-4, 0.9). */
    @Listed(
            family = Family.CURVATURE,
            says = "Stretch any rule's step to a point low and flat enough.",
            source = "Wolfe, 1969; Nocedal and Wright, 2006, Algorithms 3.5 and 3.6")
    public static Transform strongWolfe(Transform rule) {
        return new LineSearch(rule, new StrongWolfe(1e-4, 0.9, 25));
    }

    /** Nonlinear conjugate gradients, Polak–Ribière cut at zero. */
    @Listed(
            family = Family.CURVATURE,
            says = "Keep a part of the last direction, so that steps do not undo each other.",
            source = "Polak and Ribiere, 1969; Nocedal and Wright, 2006, Section 5.2")
    public static Transform conjugateGradient() {
        return conjugateGradient(NonlinearConjugateGradient.Beta.POLAK_RIBIERE);
    }

    /** Nonlinear conjugate gradients with another formula for β. */
    public static Transform conjugateGradient(NonlinearConjugateGradient.Beta beta) {
        return new NonlinearConjugateGradient(beta, new StrongWolfe(1e-4, 0.1, 25), 0);
    }

    /** BFGS with a strong Wolfe search, c = (1e-4, 0.9). */
    @Listed(
            family = Family.CURVATURE,
            says = "Learn the inverse Hessian from how gradients change. For few parameters.",
            source = "Broyden, Fletcher, Goldfarb, Shanno, 1970; Nocedal and Wright, 2006, Algorithm 6.1")
    public static Transform bfgs() {
        return new Bfgs(new StrongWolfe(1e-4, 0.9, 25));
    }

    /** L-BFGS with the last ten steps and a strong Wolfe search, c = (1e-4, 0.9). */
    @Listed(
            family = Family.CURVATURE,
            says = "BFGS from the last ten steps.",
            source = "Liu and Nocedal, 1989; Nocedal and Wright, 2006, Algorithm 7.5")
    public static Transform lbfgs() {
        return new Lbfgs(10, Lbfgs.Pairs.SKIP, new StrongWolfe(1e-4, 0.9, 25));
    }

    /** L-BFGS of a fixed length, for noisy batches: pairs are damped, and each step costs one gradient more. */
    public static Transform lbfgs(double rate) {
        return new Lbfgs(10, Lbfgs.Pairs.DAMP, new Length.Unit()).at(rate);
    }

    /** Newton's method with the absolute values of eigenvalues, none below 1e-8 of the largest. */
    @Listed(
            family = Family.CURVATURE,
            says = "Divide by the whole Hessian. For few parameters.",
            source = "Dauphin et al., 2014, arXiv:1406.2572")
    public static Transform newton() {
        return new Newton(0, 1e-8);
    }

    /** Hessian-free: Gauss–Newton products, damping 1 at first, at most 250 conjugate gradient steps. */
    @Listed(
            family = Family.CURVATURE,
            says = "Minimize a damped quadratic model by products with curvature.",
            source = "Martens, 2010")
    public static Transform hessianFree() {
        return hessianFree(Curvature.GAUSS_NEWTON);
    }

    /** Hessian-free with products of choice; with those of the Hessian it is Newton-CG with damping. */
    public static Transform hessianFree(Curvature curvature) {
        return new HessianFree(
                curvature,
                1,
                0.95,
                new ConjugateGradient.Stop(250, 1e-10, 5e-4),
                new Armijo(1e-2, 0.8, 60),
                true);
    }

    /** Natural gradient with the whole Gauss–Newton matrix; damping is added to its diagonal. */
    @Listed(
            family = Family.CURVATURE,
            says = "Step by the same change of the model, however it is parametrized.",
            source = "Amari, 1998; Martens, 2020, arXiv:1412.1193")
    public static Transform naturalGradient(double rate, double damping) {
        return new NaturalGradient(damping, 1000, new ConjugateGradient.Stop(250, 1e-8, 0)).at(rate);
    }

    /** AdaHessian with β = (0.9, 0.999), ε = 1e-4 of its code, without averaging over blocks. */
    @Listed(
            family = Family.CURVATURE,
            says = "Adam with random products in the place of squared gradients.",
            source = "Yao et al., 2021, arXiv:2006.00719")
    public static Transform adaHessian(double rate) {
        return new AdaHessian(0.9, 0.999, 1e-4, 1, 1, 0).at(rate);
    }

    /** Sophia-H with β = (0.96, 0.99), γ = 0.01, ε = 1e-12, curvature every ten steps and decay 0.1. */
    @Listed(
            family = Family.CURVATURE,
            says = "Clipped momentum over the Hessian's diagonal.",
            source = "Liu et al., 2023, arXiv:2305.14342")
    public static Transform sophiaH(double rate) {
        return sophia(Sophia.Estimate.HUTCHINSON, 0.01).at(rate);
    }

    /** Sophia-G with β = (0.96, 0.99), γ = 0.05, ε = 1e-12, curvature every ten steps and decay 0.1. */
    @Listed(
            family = Family.CURVATURE,
            says = "Clipped momentum over squared gradients of drawn targets.",
            source = "Liu et al., 2023, arXiv:2305.14342")
    public static Transform sophiaG(double rate) {
        return sophia(Sophia.Estimate.GAUSS_NEWTON_BARTLETT, 0.05).at(rate);
    }

    private static Transform sophia(Sophia.Estimate estimate, double gamma) {
        return chain(new Sophia(estimate, 0.96, 0.99, gamma, 1e-12, 10, 0), decoupledWeightDecay(0.1));
    }

    /** PSGD-Kron with momentum 0.9; the preconditioner learns at 0.1. */
    @Listed(
            family = Family.CURVATURE,
            says = "Learn two factors that make gradients white.",
            source = "Li, 2018, arXiv:1512.04202")
    public static Transform psgdKron(double rate) {
        return new PsgdKron(0.9, 0.1, 0.9, 1e-9).at(rate);
    }

    // ---- Kronecker-factored: K-FAC ----

    // ---- Kronecker-factored: Shampoo ----

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
