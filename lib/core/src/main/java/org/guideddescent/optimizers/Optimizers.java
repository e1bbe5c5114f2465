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
                                .otherwise(route(
                                                Selector.everyMatrix(),
                                                new Scion(momentum, first, radius, constrained))
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
