package org.guideddescent.scaling;

import org.guideddescent.model.Network;

/**
 * A table of factors: what changes where a network grows. Each is 1 where nothing has grown. See {@link MaximalUpdate} for the tables.
 */
public sealed interface Parametrization permits Standard, MaximalUpdate {
    /**
     * {@return what a matrix's outputs are multiplied by; other than 1 for the last one only}
     *
     * @param g how the parameter has grown
     */
    double multiplier(Growth g);

    /**
     * {@return what a branch is multiplied by in a network of so many times as many of them}
     *
     * @param depth by how much the number of branches has grown
     */
    double branch(double depth);

    /**
     * {@return what the scores of attention are multiplied by, with heads so many times as wide; they have 1 / √width
     * by themselves}
     *
     * @param headWidth by how much a head has become wider
     */
    double scores(double headWidth);

    /**
     * {@return what the first values are multiplied by: they have standard deviations like 1 / √in by themselves, or a
     * fixed one}
     *
     * @param g how the parameter has grown
     */
    double initial(Growth g);

    /**
     * {@return what the rate is multiplied by}
     *
     * @param g how the parameter has grown
     * @param update what the rule makes of the parameter
     */
    double rate(Growth g, Update update);

    /**
     * {@return what ε is multiplied by, where a rule has one}
     *
     * @param g how the parameter has grown
     */
    double epsilon(Growth g);

    /**
     * {@return what λ is multiplied by in θ ← θ − η λ θ: what keeps η λ} Decay that the rate does not touch, θ ← θ − λ
     * θ, is left alone for the same reason; that Qiu et al., 2025, arXiv:2512.05620, find λ like 1 / width nearly best
     * there when tokens grow with the network is a choice that stays with the user.
     *
     * @param g how the parameter has grown
     * @param update what the rule makes of the parameter
     */
    default double decoupledDecay(Growth g, Update update) {
        return 1 / rate(g, update);
    }

    /**
     * {@return what λ is multiplied by where λ θ joins the gradient before the rule sees it: what keeps η λ in gradient
     * descent, and for the same λ θ stays as large beside the gradient as it was, for any rule}
     *
     * @param g how the parameter has grown
     */
    default double coupledDecay(Growth g) {
        return 1 / rate(g, Update.gradient());
    }

    /**
     * {@return this table for one network: {@code muP().scale(base, network).rule(adamW(1e-3))}}
     *
     * @param base the network that rates and decays are for
     * @param network of the same kind, and any size
     */
    default Scaling scale(Network base, Network network) {
        return Scaling.of(this, base, network);
    }

    /** {@return a table under which nothing changes: the same rate for every width, which is what most code does} */
    static Standard standard() {
        return new Standard();
    }

    /** {@return maximal update across widths; see {@link MaximalUpdate}} */
    static MaximalUpdate muP() {
        return MaximalUpdate.ofWidth(MaximalUpdate.Start.FAN_IN);
    }

    /**
     * {@return maximal update as {@link #muP()}, with first values that follow the spectral condition where a matrix is
     * wider than tall}
     */
    static MaximalUpdate spectral() {
        return MaximalUpdate.ofWidth(MaximalUpdate.Start.SPECTRAL);
    }

    /**
     * {@return maximal update across widths and depths, branches times 1 / √depth} Yang et al., 2023, Tensor programs
     * VI, arXiv:2310.02244.
     */
    static MaximalUpdate depthMuP() {
        return completeP(0.5);
    }

    /**
     * {@return maximal update across widths and depths, branches times 1 / depth; see {@link MaximalUpdate}}
     */
    static MaximalUpdate completeP() {
        return completeP(1);
    }

    /**
     * {@return maximal update across widths and depths, branches times depth^(−α)}
     *
     * @param alpha α, from 0.5 to 1
     */
    static MaximalUpdate completeP(double alpha) {
        return MaximalUpdate.ofWidthAndDepth(alpha);
    }
}
