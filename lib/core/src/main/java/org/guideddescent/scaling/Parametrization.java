package org.guideddescent.scaling;

import org.guideddescent.model.Network;

/**
 * A table of factors: what changes where a network grows. Each is 1 where nothing has grown. See {@link MaximalUpdate} for the tables.
 */
public sealed interface Parametrization permits Standard, MaximalUpdate {
    /** What a matrix's outputs are multiplied by; other than 1 for the last one only. */
    double multiplier(Growth g);

    /** What a branch is multiplied by in a network of so many times as many of them. */
    double branch(double depth);

    /** What the scores of attention are multiplied by, with heads so many times as wide; they have 1 / √width by themselves. */
    double scores(double headWidth);

    /** What the first values are multiplied by: they have standard deviations like 1 / √in by themselves, or a fixed one. */
    double initial(Growth g);

    /** What the rate is multiplied by. */
    double rate(Growth g, Update update);

    /** What ε is multiplied by, where a rule has one. */
    double epsilon(Growth g);

    /**
     * What λ is multiplied by in θ ← θ − η λ θ: what keeps η λ. Decay that the rate does not touch, θ ← θ − λ θ, is left alone for the
     * same reason; that Qiu et al., 2025, arXiv:2512.05620, find λ like 1 / width nearly best there when tokens grow with the
     * network is a choice that stays with the user.
     */
    default double decoupledDecay(Growth g, Update update) {
        return 1 / rate(g, update);
    }

    /**
     * What λ is multiplied by where λ θ joins the gradient before the rule sees it: what keeps η λ in gradient descent, and for the
     * same λ θ stays as large beside the gradient as it was, for any rule.
     */
    default double coupledDecay(Growth g) {
        return 1 / rate(g, Update.gradient());
    }

    /** This table for one network: {@code muP().scale(base, network).rule(adamW(1e-3))}. */
    default Scaling scale(Network base, Network network) {
        return Scaling.of(this, base, network);
    }

    /** Nothing changes: the same rate for every width, which is what most code does. */
    static Standard standard() {
        return new Standard();
    }

    /** Maximal update across widths. See {@link MaximalUpdate}. */
    static MaximalUpdate muP() {
        return MaximalUpdate.ofWidth(MaximalUpdate.Start.FAN_IN);
    }

    /** As {@link #muP()}, with first values that follow the spectral condition where a matrix is wider than tall. */
    static MaximalUpdate spectral() {
        return MaximalUpdate.ofWidth(MaximalUpdate.Start.SPECTRAL);
    }

    /** Across widths and depths, branches times 1 / √depth. Yang et al., 2023, Tensor programs VI, arXiv:2310.02244. */
    static MaximalUpdate depthMuP() {
        return completeP(0.5);
    }

    /** Across widths and depths, branches times 1 / depth. See {@link MaximalUpdate}. */
    static MaximalUpdate completeP() {
        return completeP(1);
    }

    /** The same with branches times depth^(−α). */
    static MaximalUpdate completeP(double alpha) {
        return MaximalUpdate.ofWidthAndDepth(alpha);
    }
}
