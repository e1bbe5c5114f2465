package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.route;

import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.linalg.Polar;
import org.guideddescent.linalg.Svd;
import org.guideddescent.rule.Family;
import org.guideddescent.rule.Listed;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;

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

    /** Polyak's step for a loss whose minimum is known. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Go as far along the gradient as a line would need to fall to the known minimum.",
            source = "Polyak, 1987, Introduction to Optimization")
    public static Transform polyakStep(double minimum) {
        return new PolyakStep(minimum, 1, Double.POSITIVE_INFINITY);
    }

    /** Polyak's step on a batch whose loss cannot fall below least, never longer than most times the gradient: SPS_max with c = 1. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Polyak's step on a batch, with a largest step.",
            source = "Loizou et al., 2021, arXiv:2002.10542")
    public static Transform stochasticPolyakStep(double least, double most) {
        return new PolyakStep(least, 1, most);
    }

    /** MoMo with β = 0.9 and the largest step rate, for losses that cannot fall below zero. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Momentum with a Polyak step on an average of past lines.",
            source = "Schaipp et al., 2024, arXiv:2305.07583")
    public static Transform momo(double rate) {
        return new Momo(0.9, 0).at(rate);
    }

    /** DoG with ρ = 1e-6 and ε = 1e-8. Judge the model by an average of the weights. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Distance from the start over the root of all squared gradients.",
            source = "Ivgi et al., 2023, arXiv:2302.12022")
    public static Transform dog() {
        return new Dog(1e-6, 1e-8, false);
    }

    /** L-DoG: DoG on each parameter on its own. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "DoG on each parameter on its own.",
            source = "Ivgi et al., 2023, arXiv:2302.12022")
    public static Transform layeredDog() {
        return new Dog(1e-6, 1e-8, true);
    }

    /** DoWG with a first distance of 0.01, which is optax's: its 1e-4 is the square. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "DoG with gradients weighted by the distance.",
            source = "Khaled et al., 2023, arXiv:2305.16284")
    public static Transform dowg() {
        return new Dowg(0.01);
    }

    /** D-Adapt SGD with d₀ = 1e-6. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Gradient descent at a growing bound of the distance to the solution.",
            source = "Defazio and Mishchenko, 2023, arXiv:2301.07733")
    public static Transform dAdaptSgd() {
        return new DAdaptSgd(1e-6);
    }

    /** D-Adapt Adam with β = (0.9, 0.999), ε = 1e-8, d₀ = 1e-6 and no decay. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Adam at a growing bound of the distance to the solution.",
            source = "Defazio and Mishchenko, 2023, arXiv:2301.07733")
    public static Transform dAdaptAdam() {
        return new DAdaptAdam(0.9, 0.999, 1e-8, 1e-6, 0);
    }

    /** Prodigy with β = (0.9, 0.999), ε = 1e-8, d₀ = 1e-6 and no decay. */
    public static Transform prodigy() {
        return prodigy(0);
    }

    /** Prodigy with decay: θ ← θ − d η (… + λ θ). */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Adam at a growing estimate of the distance to the solution.",
            source = "Mishchenko and Defazio, 2023, arXiv:2306.06101")
    public static Transform prodigy(double decay) {
        return new Prodigy(0.9, 0.999, 1e-8, 1e-6, 1, false, decay);
    }

    /** Mechanic around a rule at rate one or a schedule with peak one: s₀ = 1e-6, decay 0.01, six βs, as in optax. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Learn by how much to scale everything a rule has done so far.",
            source = "Cutkosky et al., 2023, arXiv:2306.00144")
    public static Transform mechanic(Transform rule) {
        return new Mechanic(rule, 1e-6, 1e-2, 6, 1e-8);
    }

    /** The rule at a rate that begins as its own and follows η ← η + β ⟨g, d₋⟩: {@code hypergradient(adam(1e-3), 1e-8)}. */
    public static Transform hypergradient(Transform rule, double beta) {
        return hypergradient(rule, beta, Hypergradient.Update.ADDITIVE);
    }

    /** The rule at a rate that follows its own gradient. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "A rule whose rate follows its own gradient.",
            source = "Baydin et al., 2018, arXiv:1703.04782")
    public static Transform hypergradient(Transform rule, double beta, Hypergradient.Update update) {
        return new Hypergradient(rule, beta, update);
    }

    /** COCOB with α = 100. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Every weight bets what it has won on its next gradient.",
            source = "Orabona and Tommasi, 2017, arXiv:1705.07795")
    public static Transform cocob() {
        return new Cocob(100, 1e-8);
    }

    // ---- Line search, quasi-Newton, truncated Newton ----

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
        return muon(rate, scale, NewtonSchulz.JORDAN);
    }

    /** Muon with another scale and another way to the orthogonal factor. */
    public static Transform muon(double rate, Muon.Scale scale, Polar polar) {
        return new Muon(0.95, true, polar, scale).at(rate);
    }

    /** AdaMuon with β = 0.95, ε = 1e-8 and five Newton–Schulz steps; rates are AdamW's. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Muon on signs, with Adam's denominator entry by entry.",
            source = "Si et al., 2025, arXiv:2507.11005")
    public static Transform adaMuon(double rate) {
        return new AdaMuon(0.95, 1e-8, NewtonSchulz.JORDAN).at(rate);
    }

    /** NorMuon with β = (0.95, 0.95), ε = 1e-8 and five Newton–Schulz steps; rates are AdamW's. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Muon, with every neuron's row brought to the same size over time.",
            source = "Li et al., 2025, arXiv:2510.05491")
    public static Transform norMuon(double rate) {
        return new NorMuon(0.95, 0.95, 1e-8, NewtonSchulz.JORDAN).at(rate);
    }

    /**
     * Scion in its constrained form with momentum 0.9 and the radii of its language models: 3000 for the output (signs) and
     * embeddings (columns), 50 for all other matrices (spectral) and for vectors (root mean square). The paper's rate is 2⁻¹².
     */
    @Listed(
            family = Family.NORMS,
            says = "Conditional gradient steps in norms that fit the layers; weights stay in a ball.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform scion(double rate) {
        return scion(0.9, 50, 3000, true).at(rate);
    }

    /** Scion without the pull to the ball's center: the same steps, weights may grow. */
    @Listed(
            family = Family.NORMS,
            says = "Steps of a fixed length in norms that fit the layers.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform scionUnconstrained(double rate) {
        return scion(0.9, 50, 3000, false).at(rate);
    }

    /** Scion by role, with its numbers. */
    public static Transform scion(double momentum, double radius, double outerRadius, boolean constrained) {
        Ball inner = Ball.spectral();
        Ball first = new Ball.Spectral(NewtonSchulz.JORDAN, Muon.Scale.JORDAN);
        return route(Selector.role(Role.OUTPUT), new Scion(momentum, new Ball.Sign(), outerRadius, constrained))
                .otherwise(route(
                                Selector.role(Role.EMBEDDING),
                                new Scion(momentum, new Ball.Embedding(), outerRadius, constrained))
                        .otherwise(route(Selector.matrices(), new Scion(momentum, inner, radius, constrained))
                                .otherwise(
                                        route(Selector.everyMatrix(), new Scion(momentum, first, radius, constrained))
                                                .otherwise(new Scion(momentum, new Ball.Rms(), radius, constrained)))));
    }

    /** Spectral descent with the exact factor: the sum of singular values times U Vᵀ. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Steepest descent in the spectral norm, by the singular value decomposition.",
            source = "Carlson et al., 2015, AISTATS")
    public static Transform spectralDescent(double rate) {
        return new NormDescent(new Ball.Spectral(new Svd(), Muon.Scale.NONE), true).at(rate);
    }

    /** Every column of the step has root mean square one. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Normalize the gradient column by column.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform columnDescent(double rate) {
        return new NormDescent(new Ball.Columns(), false).at(rate);
    }

    /** Every row of the step has length 1/√in. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Normalize the gradient row by row.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform rowDescent(double rate) {
        return new NormDescent(new Ball.Rows(), false).at(rate);
    }

    /** Modular dualization without momentum; {@code Modular.mlp(layout)} makes the module of a perceptron. */
    @Listed(
            family = Family.NORMS,
            says = "A step of a given modular norm: every layer its share of the change of the output.",
            source = "Bernstein and Newhouse, 2024, arXiv:2410.21265")
    public static Transform modularDual(double rate, Modular module) {
        return new ModularDual(module).at(rate);
    }

    /** Muon Hyperball: weights keep their norm, and a step turns them by about rate radians. Matrices only. */
    @Listed(
            family = Family.NORMS,
            says = "Muon on the sphere of the initial weights' norm.",
            source = "Wen et al., 2026, arXiv:2606.16899")
    public static Transform muonHyperball(double rate) {
        return chain(new Muon(0.95, true, NewtonSchulz.JORDAN, Muon.Scale.NONE), new Hyperball())
                .at(rate);
    }
}
