package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.graft;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.guideddescent.rule.Rules.swa;

import java.util.List;
import org.guideddescent.linalg.ConjugateGradient;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.linalg.Polar;
import org.guideddescent.linalg.Rank;
import org.guideddescent.linalg.Svd;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Family;
import org.guideddescent.rule.Listed;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.guideddescent.space.Selector;

/**
 * Every optimizer in one line, with the defaults of its paper; {@link #list()} prints them. Records of the same names have
 * all their numbers: {@code new Adam(0.9, 0.95, 1e-8).at(1e-3)}.
 */
public final class Optimizers {
    private Optimizers() {}

    /** {@return all optimizers and what goes around them, to print or to show in a notebook} */
    public static Listing list() {
        return Listing.all();
    }

    // ---- First order ----

    /**
     * {@return gradient descent}
     *
     * @param rate the learning rate, such as 0.1
     */
    @Listed(family = Family.FIRST_ORDER, says = "Step along the gradient.", source = "Robbins and Monro, 1951")
    public static Transform sgd(double rate) {
        return new Sgd().at(rate);
    }

    /**
     * {@return Polyak's momentum: m ← β m + g}
     *
     * @param rate the learning rate, such as 0.01
     * @param beta β, decay of the momentum, in [0, 1)
     */
    @Listed(family = Family.FIRST_ORDER, says = "Let past gradients carry the step.", source = "Polyak, 1964")
    public static Transform heavyBall(double rate, double beta) {
        return new HeavyBall(beta).at(rate);
    }

    /**
     * {@return Nesterov's momentum: d = g + β m}
     *
     * @param rate the learning rate, such as 0.01
     * @param beta β, decay of the momentum, in [0, 1)
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Heavy ball that looks one step ahead.",
            source = "Sutskever et al., 2013; Bengio et al., arXiv:1212.0901")
    public static Transform nesterov(double rate, double beta) {
        return new Nesterov(beta).at(rate);
    }

    /**
     * {@return quasi-hyperbolic momentum with β = 0.999, ν = 0.7}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "A weighted mean of plain gradient descent and of momentum.",
            source = "Ma and Yarats, 2019, arXiv:1810.06801")
    public static Transform qhm(double rate) {
        return new Qhm(0.999, 0.7).at(rate);
    }

    /**
     * {@return aggregated momentum with β = 0, 0.9, 0.99}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "The mean of heavy balls of different weights.",
            source = "Lucas et al., 2019, arXiv:1804.00325")
    public static Transform aggMo(double rate) {
        return new AggMo(List.of(0.0, 0.9, 0.99)).at(rate);
    }

    /**
     * {@return gradient descent with noise of variance 0.01 / (1 + t)^0.55, a function of seed and step}
     *
     * @param rate the learning rate
     * @param seed of the noise
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Gradient descent with annealed noise.",
            source = "Neelakantan et al., 2015, arXiv:1511.06807")
    public static Transform noisySgd(double rate, long seed) {
        return new NoisySgd(0.01, 0.55, seed).at(rate);
    }

    /**
     * {@return sign descent: every weight moves by the rate}
     *
     * @param rate how far every weight moves
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Step by the signs of the gradient.",
            source = "Bernstein et al., 2018, arXiv:1802.04434")
    public static Transform signDescent(double rate) {
        return new SignDescent().at(rate);
    }

    /**
     * {@return Signum with β = 0.9}
     *
     * @param rate how far every weight moves
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Step by the signs of the momentum.",
            source = "Bernstein et al., 2018, arXiv:1802.04434")
    public static Transform signum(double rate) {
        return new Signum(0.9).at(rate);
    }

    /**
     * {@return Lion with β = (0.9, 0.99); rates are 3 to 10 times smaller than AdamW's, decay as much larger}
     *
     * @param rate how far every weight moves, 3 to 10 times less than for AdamW
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Step by the signs of an interpolated momentum.",
            source = "Chen et al., 2023, arXiv:2302.06675")
    public static Transform lion(double rate) {
        return new Lion(0.9, 0.99).at(rate);
    }

    /**
     * {@return smooth Lion with β = (0.9, 0.99); momenta below about 1/k make steps in proportion to them}
     *
     * @param rate how far a weight moves at most
     * @param k how sharp the sign is, positive
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Lion with a rounded sign.",
            source = "optax, scale_by_lion, mode smooth")
    public static Transform smoothLion(double rate, double k) {
        return new SmoothLion(0.9, 0.99, k, SmoothLion.Shape.SMOOTH).at(rate);
    }

    /**
     * {@return Rprop with the factors (0.5, 1.2) and steps in [1e-6, 50]} The rate is one. Full batches only.
     *
     * @param initial each weight's first step, in [1e-6, 50]
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "A step for each weight that grows while its gradient keeps its sign.",
            source = "Riedmiller and Braun, 1993; Igel and Hüsken, 2000")
    public static Transform rprop(double initial) {
        return new Rprop(initial, 0.5, 1.2, 1e-6, 50);
    }

    /**
     * {@return averaged gradient descent: the mean of the weights after all steps is read out}
     *
     * @param rate the learning rate
     */
    public static Transform asgd(double rate) {
        return asgd(rate, 1);
    }

    /**
     * {@return averaged gradient descent: the mean of the weights after step start and all later ones is read out}
     *
     * @param rate the learning rate
     * @param start the first step whose weights count, at least 1
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Gradient descent, judged by the mean of the weights passed through.",
            source = "Polyak and Juditsky, 1992; Ruppert, 1988")
    public static Transform asgd(double rate, long start) {
        return swa(sgd(rate), start, 1);
    }

    /**
     * {@return Fromage; the paper's rate is 0.01}
     *
     * @param rate how far a layer moves in parts of its norm
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Each layer moves by a fraction of its weights, and the weights do not grow.",
            source = "Bernstein et al., 2020, arXiv:2002.03432")
    public static Transform fromage(double rate) {
        return new Fromage().at(rate);
    }

    /**
     * {@return LARS with trust 0.001, momentum 0.9 and decay λ inside the ratio: ‖g + λθ‖, as in optax; the paper has ‖g‖ +
     * λ‖θ‖}
     *
     * @param rate the learning rate
     * @param decay λ, not negative
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Momentum with a rate for each layer in proportion to its weights.",
            source = "You et al., 2017, arXiv:1708.03888")
    public static Transform lars(double rate, double decay) {
        return chain(decoupledWeightDecay(decay), new TrustRatio(0.001, 0), new HeavyBall(0.9))
                .at(rate);
    }

    /**
     * {@return LAMB with β = (0.9, 0.999), ε = 1e-6; the decay is inside the ratio}
     *
     * @param rate the learning rate
     * @param decay λ, not negative
     */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Adam with a rate for each layer in proportion to its weights.",
            source = "You et al., 2020, arXiv:1904.00962")
    public static Transform lamb(double rate, double decay) {
        return chain(new Adam(0.9, 0.999, 1e-6), decoupledWeightDecay(decay), new TrustRatio(1, 0))
                .at(rate);
    }

    /** {@return gradient centralization: {@code chain(centralize(), adamW(1e-3))}} */
    @Listed(
            family = Family.FIRST_ORDER,
            says = "Take the mean out of each row of a matrix; stands before a rule.",
            source = "Yong et al., 2020, arXiv:2004.01461")
    public static Transform centralize() {
        return new Centralize();
    }

    // ---- Adaptive ----

    /**
     * {@return Adam with β = (0.9, 0.999), ε = 1e-8}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide a mean of the gradient by the root of a mean of its square.",
            source = "Kingma and Ba, 2015, arXiv:1412.6980")
    public static Transform adam(double rate) {
        return new Adam(0.9, 0.999, 1e-8).at(rate);
    }

    /**
     * {@return AdamW with β = (0.9, 0.999), ε = 1e-8 and decay 0.01, the defaults of the paper's code and of PyTorch}
     *
     * @param rate the learning rate, such as 1e-3
     */
    public static Transform adamW(double rate) {
        return adamW(rate, 0.01);
    }

    /**
     * {@return AdamW with a decay: θ ← θ − η (m̂ / (√v̂ + ε) + λ θ)}
     *
     * @param rate the learning rate, such as 1e-3
     * @param decay λ, decoupled weight decay, not negative
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam with decoupled weight decay.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform adamW(double rate, double decay) {
        return chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(decay)).at(rate);
    }

    /**
     * {@return AdaGrad from an empty sum, ε = 1e-10}
     *
     * @param rate the learning rate, such as 1e-2
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide by the root of the sum of all squared gradients.",
            source = "Duchi, Hazan and Singer, 2011")
    public static Transform adaGrad(double rate) {
        return new AdaGrad(0, 1e-10).at(rate);
    }

    /** {@return AdaDelta with ρ = 0.95, ε = 1e-6} */
    @Listed(
            family = Family.ADAPTIVE,
            says = "A step in the units of the weights; the paper has no rate.",
            source = "Zeiler, 2012, arXiv:1212.5701")
    public static Transform adaDelta() {
        return new AdaDelta(0.95, 1e-6);
    }

    /**
     * {@return RMSProp with α = 0.99, ε = 1e-8}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide by the root of a running mean of the squared gradient.",
            source = "Tieleman and Hinton, 2012")
    public static Transform rmsProp(double rate) {
        return new RmsProp(0.99, 1e-8, false).at(rate);
    }

    /**
     * {@return centered RMSProp with α = 0.99, ε = 1e-8}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide by the root of a running variance of the gradient.",
            source = "Graves, 2013, arXiv:1308.0850")
    public static Transform centeredRmsProp(double rate) {
        return new RmsProp(0.99, 1e-8, true).at(rate);
    }

    /**
     * {@return NAdam with β = (0.9, 0.999), ε = 1e-8, ψ = 0.004}
     *
     * @param rate the learning rate, such as 2e-3
     */
    @Listed(family = Family.ADAPTIVE, says = "Adam with Nesterov's look ahead.", source = "Dozat, 2016")
    public static Transform nAdam(double rate) {
        return new NAdam(0.9, 0.999, 1e-8, 4e-3).at(rate);
    }

    /**
     * {@return NAdam with a decay: θ ← θ − η (d + λ θ)}
     *
     * @param rate the learning rate, such as 2e-3
     * @param decay λ, decoupled weight decay, not negative
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "NAdam with decoupled weight decay.",
            source = "Dozat, 2016; Loshchilov and Hutter, 2019")
    public static Transform nAdamW(double rate, double decay) {
        return chain(new NAdam(0.9, 0.999, 1e-8, 4e-3), decoupledWeightDecay(decay))
                .at(rate);
    }

    /**
     * {@return AMSGrad with β = (0.9, 0.999), ε = 1e-8, corrected before the maximum}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam whose denominator never shrinks.",
            source = "Reddi, Kale and Kumar, 2018, arXiv:1904.09237")
    public static Transform amsGrad(double rate) {
        return new AmsGrad(0.9, 0.999, 1e-8, AmsGrad.Correction.BEFORE_MAX).at(rate);
    }

    /**
     * {@return AdaMax with β = (0.9, 0.999), ε = 1e-8}
     *
     * @param rate the learning rate, such as 2e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam with a running maximum in place of the root mean square.",
            source = "Kingma and Ba, 2015, arXiv:1412.6980")
    public static Transform adaMax(double rate) {
        return new AdaMax(0.9, 0.999, 1e-8).at(rate);
    }

    /**
     * {@return RAdam with β = (0.9, 0.999), ε = 1e-8 and threshold 5}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam that waits with its denominator until that has a variance.",
            source = "Liu et al., 2020, arXiv:1908.03265")
    public static Transform rAdam(double rate) {
        return new RAdam(0.9, 0.999, 1e-8, 5).at(rate);
    }

    /**
     * {@return AdaBelief with β = (0.9, 0.999), ε = 1e-16}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam that divides by how far the gradient is from its mean.",
            source = "Zhuang et al., 2020, arXiv:2010.07468")
    public static Transform adaBelief(double rate) {
        return new AdaBelief(0.9, 0.999, 1e-16).at(rate);
    }

    /**
     * {@return Yogi with β = (0.9, 0.999), ε = 1e-3, v₀ = 1e-6}
     *
     * @param rate the learning rate, such as 1e-2
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam whose second moment cannot fall fast.",
            source = "Zaheer et al., 2018")
    public static Transform yogi(double rate) {
        return new Yogi(0.9, 0.999, 1e-3, 1e-6).at(rate);
    }

    /**
     * {@return NovoGrad with β = (0.95, 0.98), ε = 1e-8 and a decay that goes through the momentum}
     *
     * @param rate the learning rate
     * @param decay λ, not negative
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Gradients divided by a running norm of their layer, then momentum.",
            source = "Ginsburg et al., 2019, arXiv:1905.11286")
    public static Transform novoGrad(double rate, double decay) {
        return new NovoGrad(0.95, 0.98, 1e-8, decay).at(rate);
    }

    /**
     * {@return Adan with β = (0.98, 0.92, 0.99), ε = 1e-8}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Nesterov's momentum by means of gradient differences.",
            source = "Xie et al., 2022, arXiv:2208.06677")
    public static Transform adan(double rate) {
        return new Adan(0.98, 0.92, 0.99, 1e-8).at(rate);
    }

    /**
     * {@return AdaBound with β = (0.9, 0.999), ε = 1e-8, γ = 1e-3; it begins as Adam at rate and ends as momentum at last,
     * 0.1 in the paper}
     *
     * @param rate the learning rate at first
     * @param last the rate in the end, positive
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam whose rates are clipped to bounds that close, so that it ends as momentum.",
            source = "Luo et al., 2019, arXiv:1902.09843")
    public static Transform adaBound(double rate, double last) {
        return new AdaBound(0.9, 0.999, 1e-8, last / rate, 1e-3, false).at(rate);
    }

    /**
     * {@return AMSBound with the numbers of {@link #adaBound}}
     *
     * @param rate the learning rate at first
     * @param last the rate in the end, positive
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "AdaBound whose denominator never shrinks.",
            source = "Luo et al., 2019, arXiv:1902.09843")
    public static Transform amsBound(double rate, double last) {
        return new AdaBound(0.9, 0.999, 1e-8, last / rate, 1e-3, true).at(rate);
    }

    /**
     * {@return Padam with β = (0.9, 0.999), ε = 1e-8 and p = 1/8; rates are momentum's, the paper begins at 0.1}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "AMSGrad with a smaller power of the second moment.",
            source = "Chen et al., 2018, arXiv:1806.06763")
    public static Transform padam(double rate) {
        return new Padam(0.9, 0.999, 1e-8, 0.125).at(rate);
    }

    /**
     * {@return MADGRAD with β = 0.9, ε = 1e-6}
     *
     * @param rate the learning rate, such as 1e-2
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Dual averaging divided by the cube root of a sum of squares.",
            source = "Defazio and Jelassi, 2021, arXiv:2101.11075")
    public static Transform madgrad(double rate) {
        return new Madgrad(0.9, 1e-6).at(rate);
    }

    /**
     * {@return LaProp with β = (0.9, 0.999), ε = 1e-15}
     *
     * @param rate the learning rate, such as 4e-4
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam with the momentum taken after the division.",
            source = "Ziyin, Wang and Ueda, 2020, arXiv:2002.04839")
    public static Transform laProp(double rate) {
        return new LaProp(0.9, 0.999, 1e-15).at(rate);
    }

    /**
     * {@return ADOPT with β = (0.9, 0.9999), ε = 1e-6, clipped}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Divide by the second moment of the past only.",
            source = "Taniguchi et al., 2024, arXiv:2411.02853")
    public static Transform adopt(double rate) {
        return new Adopt(0.9, 0.9999, 1e-6, true).at(rate);
    }

    /**
     * {@return AdEMAMix with β = (0.9, 0.999, 0.9999), α = 5, ε = 1e-8}
     *
     * @param rate the learning rate, such as 1e-3
     * @param warmUp steps of the warm-ups of α and β₃, 0 for none
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam with a second, much slower momentum.",
            source = "Pagliardini et al., 2024, arXiv:2409.03137")
    public static Transform adEmaMix(double rate, long warmUp) {
        return new AdEmaMix(0.9, 0.999, 0.9999, 5, 1e-8, warmUp).at(rate);
    }

    /**
     * {@return simplified AdEMAMix with β = (0.99, 0.95), ε = 1e-8}
     *
     * @param rate the learning rate
     * @param alpha α, how much the gradient itself counts; the paper tunes it from 0 to 100
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "One slow momentum and the gradient with a weight of its own.",
            source = "Morwani et al., 2025, arXiv:2502.02431")
    public static Transform simplifiedAdEmaMix(double rate, double alpha) {
        return new SimplifiedAdEmaMix(0.99, 0.95, alpha, 1e-8).at(rate);
    }

    /**
     * {@return MARS-AdamW with γ = 0.025, β = (0.95, 0.99), ε = 1e-8 and a decay}
     *
     * @param rate the learning rate
     * @param decay λ, decoupled weight decay, not negative
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Adam on gradients corrected by how they changed.",
            source = "Yuan et al., 2024, arXiv:2411.10438")
    public static Transform mars(double rate, double decay) {
        return chain(new Mars(0.025, 0.95), new Adam(0.95, 0.99, 1e-8), decoupledWeightDecay(decay))
                .at(rate);
    }

    /**
     * {@return schedule-free SGD with β = 0.9}
     *
     * @param rate the learning rate after the warm-up; the authors' default is 1
     * @param warmUp steps of a linear rise, 0 for none
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "Gradient descent whose mean takes the place of a falling rate.",
            source = "Defazio et al., 2024, arXiv:2405.15682")
    public static Transform scheduleFreeSgd(double rate, long warmUp) {
        return scheduleFree(new Sgd(), 0.9, warmUp).at(rate);
    }

    /**
     * {@return schedule-free AdamW with β = (0.9, 0.999), ε = 1e-8}
     *
     * @param rate the learning rate after the warm-up; the authors' default is 0.0025
     * @param decay λ, taken at the training weights; the authors' default is 0
     * @param warmUp steps of a linear rise, 0 for none
     */
    @Listed(
            family = Family.ADAPTIVE,
            says = "AdamW whose mean takes the place of a falling rate.",
            source = "Defazio et al., 2024, arXiv:2405.15682")
    public static Transform scheduleFreeAdamW(double rate, double decay, long warmUp) {
        return scheduleFree(chain(new Adam(0, 0.999, 1e-8), decoupledWeightDecay(decay)), 0.9, warmUp)
                .at(rate);
    }

    // ---- Memory-efficient ----

    /**
     * {@return Adafactor: matrices of 128 by 128 and more are factored; decay 0.8, ε = (1e-30, 1e-3), clip 1, scaled by the
     * weights}
     *
     * @param rate the learning rate, in parts of a parameter's root mean square
     */
    @Listed(
            family = Family.MEMORY_EFFICIENT,
            says = "A second moment kept as the product of its row and column means.",
            source = "Shazeer and Stern, 2018, arXiv:1804.04235")
    public static Transform adafactor(double rate) {
        return new Adafactor(128, 0.8, 1e-30, 1e-3, 1, true).at(rate);
    }

    /**
     * {@return SM3-II with momentum 0.9}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.MEMORY_EFFICIENT,
            says = "AdaGrad that remembers one number for each row and column.",
            source = "Anil et al., 2019, arXiv:1901.11150")
    public static Transform sm3(double rate) {
        return new Sm3(0.9, 1e-30).at(rate);
    }

    /**
     * {@return CAME with β = (0.9, 0.999, 0.9999), ε = (1e-30, 1e-16) and updates clipped to root mean square one; rates are
     * AdamW's or below}
     *
     * @param rate the learning rate, such as 2e-4
     */
    @Listed(
            family = Family.MEMORY_EFFICIENT,
            says = "Adafactor with momentum, divided by how far its updates stray.",
            source = "Luo et al., 2023, arXiv:2307.02047")
    public static Transform came(double rate) {
        return new Came(0.9, 0.999, 0.9999, 1e-30, 1e-16, 1).at(rate);
    }

    /**
     * {@return Adam-mini with β = (0.9, 0.999), ε = 1e-8}
     *
     * @param rate the learning rate, such as 1e-3
     */
    @Listed(
            family = Family.MEMORY_EFFICIENT,
            says = "Adam with one second moment for each row.",
            source = "Zhang et al., 2024, arXiv:2406.16793")
    public static Transform adamMini(double rate) {
        return new AdamMini(0.9, 0.999, 1e-8).at(rate);
    }

    /**
     * {@return AdamW whose state is two bytes for each parameter; β = (0.9, 0.999), ε = 1e-8}
     *
     * @param rate the learning rate, such as 1e-3
     * @param decay λ, decoupled weight decay, not negative
     */
    @Listed(
            family = Family.MEMORY_EFFICIENT,
            says = "AdamW with a state of two bytes for each parameter.",
            source = "Dettmers et al., 2022, arXiv:2110.02861")
    public static Transform adamWInBytes(double rate, double decay) {
        return chain(new AdamInBytes(0.9, 0.999, 1e-8), decoupledWeightDecay(decay))
                .at(rate);
    }

    // ---- Learning-rate-free ----

    /**
     * {@return Polyak's step for a loss whose minimum is known}
     *
     * @param minimum f*, the least value of the loss
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Go as far along the gradient as a line would need to fall to the known minimum.",
            source = "Polyak, 1987, Introduction to Optimization")
    public static Transform polyakStep(double minimum) {
        return new PolyakStep(minimum, 1, Double.POSITIVE_INFINITY);
    }

    /**
     * {@return Polyak's step on a batch whose loss cannot fall below least, never longer than most times the gradient:
     * SPS_max with c = 1}
     *
     * @param least f*, which no loss is below
     * @param most γ, the largest multiple of the gradient, positive
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Polyak's step on a batch, with a largest step.",
            source = "Loizou et al., 2021, arXiv:2002.10542")
    public static Transform stochasticPolyakStep(double least, double most) {
        return new PolyakStep(least, 1, most);
    }

    /**
     * {@return MoMo with β = 0.9, for losses that cannot fall below zero}
     *
     * @param rate the largest step
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Momentum with a Polyak step on an average of past lines.",
            source = "Schaipp et al., 2024, arXiv:2305.07583")
    public static Transform momo(double rate) {
        return new Momo(0.9, 0).at(rate);
    }

    /** {@return DoG with ρ = 1e-6 and ε = 1e-8} Judge the model by an average of the weights. */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Distance from the start over the root of all squared gradients.",
            source = "Ivgi et al., 2023, arXiv:2302.12022")
    public static Transform dog() {
        return new Dog(1e-6, 1e-8, false);
    }

    /** {@return L-DoG, which is DoG on each parameter on its own} */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "DoG on each parameter on its own.",
            source = "Ivgi et al., 2023, arXiv:2302.12022")
    public static Transform layeredDog() {
        return new Dog(1e-6, 1e-8, true);
    }

    /** {@return DoWG with a first distance of 0.01, which is optax's: its 1e-4 is the square} */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "DoG with gradients weighted by the distance.",
            source = "Khaled et al., 2023, arXiv:2305.16284")
    public static Transform dowg() {
        return new Dowg(0.01);
    }

    /** {@return D-Adapt SGD with d₀ = 1e-6} */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Gradient descent at a growing bound of the distance to the solution.",
            source = "Defazio and Mishchenko, 2023, arXiv:2301.07733")
    public static Transform dAdaptSgd() {
        return new DAdaptSgd(1e-6);
    }

    /** {@return D-Adapt Adam with β = (0.9, 0.999), ε = 1e-8, d₀ = 1e-6 and no decay} */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Adam at a growing bound of the distance to the solution.",
            source = "Defazio and Mishchenko, 2023, arXiv:2301.07733")
    public static Transform dAdaptAdam() {
        return new DAdaptAdam(0.9, 0.999, 1e-8, 1e-6, 0);
    }

    /** {@return Prodigy with β = (0.9, 0.999), ε = 1e-8, d₀ = 1e-6 and no decay} */
    public static Transform prodigy() {
        return prodigy(0);
    }

    /**
     * {@return Prodigy with decay: θ ← θ − d η (… + λ θ)}
     *
     * @param decay λ, not negative
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Adam at a growing estimate of the distance to the solution.",
            source = "Mishchenko and Defazio, 2023, arXiv:2306.06101")
    public static Transform prodigy(double decay) {
        return new Prodigy(0.9, 0.999, 1e-8, 1e-6, 1, false, decay);
    }

    /**
     * {@return Mechanic around a rule, with s₀ = 1e-6, decay 0.01 and six βs, as in optax}
     *
     * @param rule at rate one or a schedule with peak one
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Learn by how much to scale everything a rule has done so far.",
            source = "Cutkosky et al., 2023, arXiv:2306.00144")
    public static Transform mechanic(Transform rule) {
        return new Mechanic(rule, 1e-6, 1e-2, 6, 1e-8);
    }

    /**
     * {@return the rule at a rate that begins as its own and follows η ← η + β ⟨g, d₋⟩: {@code hypergradient(adam(1e-3),
     * 1e-8)}}
     *
     * @param rule whose first rate is its own
     * @param beta β, the rate of the rate, not negative
     */
    public static Transform hypergradient(Transform rule, double beta) {
        return hypergradient(rule, beta, Hypergradient.Update.ADDITIVE);
    }

    /**
     * {@return the rule at a rate that follows its own gradient}
     *
     * @param rule whose first rate is its own
     * @param beta β, the rate of the rate, not negative
     * @param update additive or multiplicative
     */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "A rule whose rate follows its own gradient.",
            source = "Baydin et al., 2018, arXiv:1703.04782")
    public static Transform hypergradient(Transform rule, double beta, Hypergradient.Update update) {
        return new Hypergradient(rule, beta, update);
    }

    /** {@return COCOB with α = 100} */
    @Listed(
            family = Family.LEARNING_RATE_FREE,
            says = "Every weight bets what it has won on its next gradient.",
            source = "Orabona and Tommasi, 2017, arXiv:1705.07795")
    public static Transform cocob() {
        return new Cocob(100, 1e-8);
    }

    // ---- Line search, quasi-Newton, truncated Newton ----

    /**
     * {@return the rule's step, halved until the loss of the batch goes down enough (c = 1e-4)} The rate is the largest
     * step.
     *
     * @param rule whose rate is the largest step
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Shrink any rule's step until the loss goes down.",
            source = "Armijo, 1966; Nocedal and Wright, 2006, Chapter 3")
    public static Transform backtracking(Transform rule) {
        return new Backtracking(rule, new Armijo(1e-4, 0.5, 30), Double.POSITIVE_INFINITY);
    }

    /**
     * {@return {@link #backtracking} with c = 0.1, begun at twice the last step's length}
     *
     * @param rule whose rate is the largest step
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Backtracking that remembers its last length.",
            source = "Vaswani et al., 2019, arXiv:1905.09997")
    public static Transform stochasticArmijo(Transform rule) {
        return new Backtracking(rule, new Armijo(0.1, 0.5, 30), 2);
    }

    /**
     * {@return the rule's step, shrunk or stretched until it meets the strong Wolfe conditions with c = (1e-4, 0.9)}
     *
     * @param rule whose step the search begins with
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Stretch any rule's step to a point low and flat enough.",
            source = "Wolfe, 1969; Nocedal and Wright, 2006, Chapter 3")
    public static Transform strongWolfe(Transform rule) {
        return new LineSearch(rule, new StrongWolfe(1e-4, 0.9, 25));
    }

    /** {@return nonlinear conjugate gradients, Polak–Ribière cut at zero} */
    @Listed(
            family = Family.CURVATURE,
            says = "Keep a part of the last direction, so that steps do not undo each other.",
            source = "Polak and Ribiere, 1969; Nocedal and Wright, 2006, Chapter 5")
    public static Transform conjugateGradient() {
        return conjugateGradient(NonlinearConjugateGradient.Beta.POLAK_RIBIERE);
    }

    /**
     * {@return nonlinear conjugate gradients with another formula for β}
     *
     * @param beta the formula
     */
    public static Transform conjugateGradient(NonlinearConjugateGradient.Beta beta) {
        return new NonlinearConjugateGradient(beta, new StrongWolfe(1e-4, 0.1, 25), 0);
    }

    /** {@return BFGS with a strong Wolfe search, c = (1e-4, 0.9)} At most 4096 parameters. */
    @Listed(
            family = Family.CURVATURE,
            says = "Learn the inverse Hessian from how gradients change. For few parameters.",
            source = "Broyden, Fletcher, Goldfarb, Shanno, 1970; Nocedal and Wright, 2006, Chapter 6")
    public static Transform bfgs() {
        return new Bfgs(new StrongWolfe(1e-4, 0.9, 25));
    }

    /** {@return L-BFGS with the last ten steps and a strong Wolfe search, c = (1e-4, 0.9)} */
    @Listed(
            family = Family.CURVATURE,
            says = "BFGS from the last ten steps.",
            source = "Liu and Nocedal, 1989; Nocedal and Wright, 2006, Chapter 7")
    public static Transform lbfgs() {
        return new Lbfgs(10, new StrongWolfe(1e-4, 0.9, 25));
    }

    /**
     * {@return L-BFGS of a fixed length, for noisy batches: a step is η H g and costs one gradient more}
     *
     * @param rate η, the step in parts of H g
     */
    public static Transform lbfgs(double rate) {
        return new Lbfgs(10, new Lbfgs.AtItsRate()).at(rate);
    }

    /**
     * {@return Newton's method with the absolute values of eigenvalues, none below 1e-8 of the largest} At most 2048
     * parameters.
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Divide by the whole Hessian. For few parameters.",
            source = "Dauphin et al., 2014, arXiv:1406.2572")
    public static Transform newton() {
        return new Newton(0, 1e-8);
    }

    /**
     * {@return Newton-CG: conjugate gradients with Hessian products to a residual of 1e-6 and 250 steps at most, no damping,
     * and backtracking with c = 1e-4}
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Newton's step by products with the Hessian, cut at negative curvature.",
            source = "Nocedal and Wright, 2006, Chapter 7")
    public static Transform newtonCg() {
        var stop = new ConjugateGradient.Stop(250, 1e-6, 0);
        return new HessianFree(CurvatureMatrix.HESSIAN, 0, 0, stop, new Armijo(1e-4, 0.5, 30), false);
    }

    /** {@return Hessian-free: Gauss–Newton products, damping 1 at first, at most 250 conjugate gradient steps} */
    @Listed(
            family = Family.CURVATURE,
            says = "Minimize a damped quadratic model by products with curvature.",
            source = "Martens, 2010")
    public static Transform hessianFree() {
        var stop = new ConjugateGradient.Stop(250, 1e-10, 5e-4);
        return new HessianFree(CurvatureMatrix.GAUSS_NEWTON, 1, 0.95, stop, new Armijo(1e-2, 0.8, 60), true);
    }

    /**
     * {@return natural gradient with the whole Gauss–Newton matrix}
     *
     * @param rate the learning rate
     * @param damping added to the diagonal of the matrix, not negative
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Step by the same change of the model, however it is parametrized.",
            source = "Amari, 1998; Martens, 2020, arXiv:1412.1193")
    public static Transform naturalGradient(double rate, double damping) {
        return new NaturalGradient(damping, 1000, new ConjugateGradient.Stop(250, 1e-8, 0)).at(rate);
    }

    // ---- Stochastic second order ----

    /**
     * {@return AdaHessian with β = (0.9, 0.999), ε = 1e-4 and k = 1 of its authors' code, without averaging over blocks}
     *
     * @param rate the learning rate, such as 0.15
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Adam with a random product with the Hessian in the place of the squared gradient.",
            source = "Yao et al., 2021, arXiv:2006.00719")
    public static Transform adaHessian(double rate) {
        return new AdaHessian(0.9, 0.999, 1e-4, 1, 1, 0).at(rate);
    }

    /**
     * {@return Sophia-H with the numbers of optax: β = (0.965, 0.99), γ = 0.01, ε = 1e-8, m corrected, curvature every ten
     * steps, decay 1e-4}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Clipped momentum over the Hessian's diagonal.",
            source = "Liu et al., 2023, arXiv:2305.14342")
    public static Transform sophiaH(double rate) {
        return sophiaH(rate, 1e-4);
    }

    /**
     * {@return Sophia-H with decoupled weight decay}
     *
     * @param rate the learning rate
     * @param decay λ, decoupled weight decay, not negative
     */
    public static Transform sophiaH(double rate, double decay) {
        return chain(new Sophia(new Sophia.Hessian(0.01, 1e-8), 0.965, 0.99, true, 10, 0), decoupledWeightDecay(decay))
                .at(rate);
    }

    /**
     * {@return Sophia-G with the numbers of its authors' code: β = (0.965, 0.99), ρ = 0.04, ε = 1e-15, m as it is, curvature
     * every ten steps, decay 0.1} For models that draw targets.
     *
     * @param rate the learning rate, such as 1e-4
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Clipped momentum over squared gradients of drawn targets.",
            source = "Liu et al., 2023, arXiv:2305.14342")
    public static Transform sophiaG(double rate) {
        return sophiaG(rate, 0.1);
    }

    /**
     * {@return Sophia-G with decoupled weight decay}
     *
     * @param rate the learning rate, such as 1e-4
     * @param decay λ, decoupled weight decay, not negative
     */
    public static Transform sophiaG(double rate, double decay) {
        return chain(
                        new Sophia(new Sophia.GaussNewton(0.04, 1e-15), 0.965, 0.99, false, 10, 0),
                        decoupledWeightDecay(decay))
                .at(rate);
    }

    /**
     * {@return PSGD-Kron with momentum 0.9: its preconditioner learns at 0.1, with β_L = 0.9, δ = 1e-9 and steps of root
     * mean square 2 at most as in psgd_torch} Sides above 2048, and vectors, have diagonal factors.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.CURVATURE,
            says = "Learn two factors that make gradients white.",
            source = "Li, 2018, arXiv:1512.04202; Pooladzandi and Li, 2024, arXiv:2402.04553")
    public static Transform psgdKron(double rate) {
        return new PsgdKron(0.9, 0.1, 0.9, 1e-9, 2, 2048).at(rate);
    }

    // ---- Kronecker-factored: K-FAC ----

    /**
     * {@return K-FAC with sampled targets, λ = 1e-3, decay 0.95, factors at each step and inverses every five, and steps of
     * KL divergence 1e-3 at most} For networks of linear layers; what is none goes to another rule.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Natural gradient with one Kronecker product for each layer.",
            source = "Martens and Grosse, 2015, arXiv:1503.05671; Ba et al., 2017")
    public static Transform kfac(double rate) {
        return kfac(rate, Damping.factored(1e-3));
    }

    /**
     * {@return K-FAC damped otherwise: {@code kfac(0.1, new Damping.Exact(Strength.levenbergMarquardt(0.1)))}}
     *
     * @param rate the learning rate
     * @param damping how λ enters, and what it is
     */
    public static Transform kfac(double rate, Damping damping) {
        return new Kfac(new Curvature(new Fisher.Sampled(0), 0.95, 1, 5), damping, Length.klClip(1e-3)).at(rate);
    }

    /**
     * {@return K-FAC without a rate: that and the momentum minimize a quadratic model at each step, and λ, at first 1,
     * follows how good the model is} Other numbers as {@link #kfac}. Each step asks for two products with the Gauss–Newton
     * matrix of its batch, which should be large enough for that to be the matrix of the loss.
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "K-FAC whose rate, momentum and damping follow a quadratic model.",
            source = "Martens and Grosse, 2015, Sections 6 and 7, arXiv:1503.05671")
    public static Transform automaticKfac() {
        return new Kfac(
                new Curvature(new Fisher.Sampled(0), 0.95, 1, 5),
                new Damping.Factored(Strength.levenbergMarquardt(1)),
                new Length.Model(true));
    }

    /**
     * {@return EK-FAC with the numbers of {@link #kfac} except for eigenbases every 20 steps}
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "K-FAC with the best diagonal in its eigenbases.",
            source = "George et al., 2018, arXiv:1806.03884")
    public static Transform ekfac(double rate) {
        return new Ekfac(new Curvature(new Fisher.Sampled(0), 0.95, 1, 20), 1e-3, Length.klClip(1e-3)).at(rate);
    }

    // ---- Kronecker-factored: Shampoo ----

    /**
     * {@return Shampoo with the defaults of facebookresearch/optimizers, β = (0.9, 1), powers ¼ and ε = 1e-12, but roots
     * every ten steps instead of every step} Matrices only.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Whiten rows and columns by roots of what their outer products add up to.",
            source = "Gupta et al., 2018, arXiv:1802.09568; Shi et al., 2023, arXiv:2309.06497")
    public static Transform shampoo(double rate) {
        return Shampoo.every(10).at(rate);
    }

    /**
     * {@return Shampoo with the length of Adam's step: what facebookresearch/optimizers recommends to who comes from AdamW,
     * with its rate, β = (0.9, 0.999) for both, ε = 1e-8 in Adam and 1e-12 in the roots, every 50 steps} Until step 50 it is
     * Adam.
     *
     * @param rate the learning rate, that of AdamW
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

    /**
     * {@return KL-Shampoo with β = (0.9, 0.95), roots from step ten on and ε = 1e-2: between refreshes a direction that the
     * factors have not seen is stretched by 1/ε at each step, so rates should stay below ε} Roots every ten steps, matrices
     * only.
     *
     * @param rate the learning rate, below 1e-2
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Shampoo whose factors are the nearest Kronecker product in KL divergence.",
            source = "Lin et al., 2025, arXiv:2509.03378")
    public static Transform klShampoo(double rate) {
        return new KlShampoo(
                        new Shampoo.Average(0.9, 0.9),
                        0.95,
                        new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-2)),
                        new Shampoo.Timing(10, 10),
                        new Shampoo.Cut(1024, 0))
                .at(rate);
    }

    /**
     * {@return SOAP with Adam's β = (0.95, 0.95), ε = 1e-8 inside, and a basis that follows every ten steps} Matrices only.
     *
     * @param rate the learning rate, such as 3e-3
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "Adam in the eigenbasis of Shampoo's factors.",
            source = "Vyas et al., 2024, arXiv:2409.11321")
    public static Transform soap(double rate) {
        return soap(rate, new Adam(0.95, 0.95, 1e-8));
    }

    /**
     * {@return SOAP with another scalar rule inside}
     *
     * @param rate the learning rate, such as 3e-3
     * @param inner the rule in the basis; sees neither weights nor rate
     */
    public static Transform soap(double rate, Elementwise inner) {
        return Soap.around(inner).at(rate);
    }

    /**
     * {@return KL-SOAP with Adam's β = (0.9, 0.98) and ε = 1e-8 inside, and a basis that follows every ten steps} Matrices
     * only.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.KRONECKER_FACTORED,
            says = "SOAP in the eigenbasis of KL-Shampoo's factors.",
            source = "Lin et al., 2025, arXiv:2509.03378")
    public static Transform klSoap(double rate) {
        return KlSoap.around(new Adam(0.9, 0.98, 1e-8)).at(rate);
    }

    // ---- Norms ----

    /**
     * {@return Muon with Nesterov momentum 0.95, five Newton–Schulz steps and the scale √max(1, out/in)} Matrices only.
     *
     * @param rate the learning rate, such as 0.02
     */
    @Listed(
            family = Family.NORMS,
            says = "Step along the orthogonal factor of the momentum.",
            source = "Jordan et al., 2024, kellerjordan.github.io/posts/muon")
    public static Transform muon(double rate) {
        return muon(rate, Muon.Scale.JORDAN);
    }

    /**
     * {@return Muon with another scale}
     *
     * @param rate the learning rate, such as 0.02
     * @param scale of the orthogonal factor, a function of the shape
     */
    public static Transform muon(double rate, Muon.Scale scale) {
        return muon(rate, scale, NewtonSchulz.JORDAN);
    }

    /**
     * {@return Muon with another scale and another way to the orthogonal factor}
     *
     * @param rate the learning rate, such as 0.02
     * @param scale of the orthogonal factor, a function of the shape
     * @param polar how that factor is found
     */
    public static Transform muon(double rate, Muon.Scale scale, Polar polar) {
        return new Muon(0.95, true, polar, scale).at(rate);
    }

    /**
     * {@return AdaMuon with β = 0.95, ε = 1e-8 and five Newton–Schulz steps; rates are AdamW's} Matrices only.
     *
     * @param rate the learning rate, that of AdamW
     */
    @Listed(
            family = Family.NORMS,
            says = "Muon on signs, with Adam's denominator entry by entry.",
            source = "Si et al., 2025, arXiv:2507.11005")
    public static Transform adaMuon(double rate) {
        return new AdaMuon(0.95, 1e-8, NewtonSchulz.JORDAN).at(rate);
    }

    /**
     * {@return NorMuon with β = (0.95, 0.95), ε = 1e-8 and five Newton–Schulz steps; rates are AdamW's} Matrices only.
     *
     * @param rate the learning rate, that of AdamW
     */
    @Listed(
            family = Family.NORMS,
            says = "Muon, with every neuron's row brought to the same size over time.",
            source = "Li et al., 2025, arXiv:2510.05491")
    public static Transform norMuon(double rate) {
        return new NorMuon(0.95, 0.95, 1e-8, NewtonSchulz.JORDAN).at(rate);
    }

    /**
     * {@return Scion in its constrained form with momentum 0.9 and the radii of the authors' language model: 3000 for the
     * output (signs), 50 for inner matrices (spectral), at the rate 2⁻¹²} That model shares its embedding with the output;
     * here embeddings of their own (columns) have radius 3000 too, and vectors (root mean square) 50.
     *
     * @param rate η, the part of the way to a point of the ball
     */
    @Listed(
            family = Family.NORMS,
            says = "Conditional gradient steps in norms that fit the layers; weights stay in a ball.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform scion(double rate) {
        return scion(0.9, 50, 3000, true).at(rate);
    }

    /**
     * {@return Scion without the pull to the ball's center: the same steps, weights may grow}
     *
     * @param rate η, the step in parts of the radius
     */
    @Listed(
            family = Family.NORMS,
            says = "Steps of a fixed length in norms that fit the layers.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform scionUnconstrained(double rate) {
        return scion(0.9, 50, 3000, false).at(rate);
    }

    /**
     * {@return Scion by role, with numbers of your own}
     *
     * @param momentum μ, in [0, 1)
     * @param radius of all other parameters, positive
     * @param outerRadius of outputs and embeddings, positive
     * @param constrained whether the weights are pulled to the ball's center
     */
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

    /**
     * {@return spectral descent with the exact factor: the sum of singular values times U Vᵀ} Matrices only.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.NORMS,
            says = "Steepest descent in the spectral norm, by the singular value decomposition.",
            source = "Carlson et al., 2015, AISTATS")
    public static Transform spectralDescent(double rate) {
        return new NormDescent(new Ball.Spectral(new Svd(), Muon.Scale.NONE), true).at(rate);
    }

    /**
     * {@return column descent: every column of the step has root mean square one} Matrices only.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.NORMS,
            says = "Normalize the gradient column by column.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform columnDescent(double rate) {
        return new NormDescent(new Ball.Columns(), false).at(rate);
    }

    /**
     * {@return row descent: every row of the step has length 1/√in} Matrices only.
     *
     * @param rate the learning rate
     */
    @Listed(
            family = Family.NORMS,
            says = "Normalize the gradient row by row.",
            source = "Pethick et al., 2025, arXiv:2502.07529")
    public static Transform rowDescent(double rate) {
        return new NormDescent(new Ball.Rows(), false).at(rate);
    }

    /**
     * {@return modular dualization without momentum; {@code Modular.mlp(layout)} makes the module of a perceptron}
     *
     * @param rate the modular norm of a step
     * @param module the network, with the norms and masses of its weights
     */
    @Listed(
            family = Family.NORMS,
            says = "A step of a given modular norm: every layer its share of the change of the output.",
            source = "Bernstein and Newhouse, 2024, arXiv:2410.21265")
    public static Transform modularDual(double rate, Modular module) {
        return new ModularDual(module).at(rate);
    }

    /**
     * {@return Muon Hyperball: weights keep their norm, and a step turns them by about the rate} Matrices only.
     *
     * @param rate in radians
     */
    @Listed(
            family = Family.NORMS,
            says = "Muon on the sphere of the initial weights' norm.",
            source = "Wen et al., 2026, arXiv:2606.16899")
    public static Transform muonHyperball(double rate) {
        return chain(new Muon(0.95, true, NewtonSchulz.JORDAN, Muon.Scale.NONE), new Hyperball())
                .at(rate);
    }

    /**
     * {@return Nero with β = 0.999} Begin with rows of mean zero and length one.
     *
     * @param rate the learning rate; the paper's is 0.01
     */
    @Listed(
            family = Family.NORMS,
            says = "Turn every neuron at its own rate, its weights of mean zero and length one.",
            source = "Liu et al., 2021, arXiv:2102.07227")
    public static Transform nero(double rate) {
        return new Nero(0.999).at(rate);
    }

    /**
     * {@return a bound on the singular values of a matrix after any step: {@code chain(muon(0.02), spectralClip(2))}}
     * Matrices only.
     *
     * @param bound the largest singular value, positive
     */
    @Listed(
            family = Family.NORMS,
            says = "Clip the singular values of the weights after each step.",
            source = "Cesista, 2025, leloykun.github.io/ponder/spectral-clipping")
    public static Transform spectralClip(double bound) {
        return new SpectralClip(bound);
    }
}
