package org.guideddescent.scaling;

import org.guideddescent.space.Param;

/**
 * Every layer learns as fast as it can without the outputs growing with the size. A weight is c W, with a multiplier c in front of the
 * last one; in, out and L are ratios to the base, L that of the numbers of branches, for weights that stand in one; h is the rule's
 * {@link Update#degree}.
 * <pre>
 *   first values   W ∝ 1 / (c √in), and for the last 1 / (c in)
 *   rate           what {@link Update#rate} says,  times L^(α − 1 + α h)  and  1 / c¹⁺ʰ
 *   decay          η λ stays                       branches        times L^(−α)
 *   ε              the size of the gradient's numbers, with depth only
 *   scores         1 / width of a head, in place of 1 / √width
 * </pre>
 * In literal tables, for a network of width r times as large:
 * <pre>
 *                    first values    SGD    Adam           SGD, Adam, c = 1 / r     first values
 *   first matrix     1               r      1
 *   hidden matrix    1               1      1 / r
 *   last matrix      1 / √r          1 / r  1 / r          r, 1                     √r
 *   bias, gain       1               r      1
 *   table            1               r      1
 * </pre>
 * relative to a network of the same width with standard first values. The left columns are Table 3 of Yang et al., 2022,
 * arXiv:2203.03466, the right ones its Table 8, which need {@link #withMultiplier}; we check them against the code microsoft/mup,
 * optim.py, which has the second form. It multiplies λ by r with rates divided by r, whether λ θ joins the gradient or not, as we
 * do where it does not; where it does, we follow gradient descent for all rules, see {@link Parametrization#coupledDecay}. Depth:
 * Dey et al., 2025, CompleteP, arXiv:2505.01618, which is Adam with α = 1; checked against the authors' EleutherAI/nanoGPT-mup,
 * model.py, as corrected in 2026 for ε (Mlodozeniec et al., 2025, arXiv:2512.22382). With α below 1 that code lets η λ fall with the
 * depth, we do not. α − 1 + α h is derived: a branch's gradient has L^(−α), and its L updates should add up to one.
 *
 * @param start the rule for first values
 * @param multiplies whether c = 1 / in stands in front of the last matrix; else c = 1
 * @param scalesDepth whether the number of branches matters
 * @param alpha α
 */
public record MaximalUpdate(Start start, boolean multiplies, boolean scalesDepth, double alpha)
        implements Parametrization {
    /**
     * Refuses a power of the depth at which branches explode or vanish.
     *
     * @param start the rule for first values
     * @param multiplies whether c = 1 / in stands in front of the last matrix; else c = 1
     * @param scalesDepth whether the number of branches matters
     * @param alpha α
     * @throws IllegalArgumentException if depths are scaled and alpha is not in [0.5, 1]
     */
    public MaximalUpdate {
        if (scalesDepth && !(alpha >= 0.5 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "alpha must be in [0.5, 1]: below, outputs grow with depth, and above, branches stop to matter; got "
                            + alpha);
        }
    }

    /** What first values follow. */
    public enum Start {
        /** Variance 1 / in, for the last matrix 1 / in². */
        FAN_IN,
        /** Standard deviation min(1, √(out / in)) / √in for every matrix. Yang et al., 2023, Section 4, arXiv:2310.17813. */
        SPECTRAL
    }

    static MaximalUpdate ofWidth(Start start) {
        return new MaximalUpdate(start, false, false, 1);
    }

    static MaximalUpdate ofWidthAndDepth(double alpha) {
        return new MaximalUpdate(Start.FAN_IN, false, true, alpha);
    }

    /**
     * {@return the same network function and steps with c = 1 / in in front of the last matrix, as in microsoft/mup}
     */
    public MaximalUpdate withMultiplier() {
        return new MaximalUpdate(start, true, scalesDepth, alpha);
    }

    @Override
    public double multiplier(Growth g) {
        return multiplies && g.writes() ? 1 / g.in() : 1;
    }

    @Override
    public double branch(double depth) {
        return scalesDepth ? Math.pow(depth, -alpha) : 1;
    }

    @Override
    public double scores(double headWidth) {
        return 1 / Math.sqrt(headWidth);
    }

    @Override
    public double initial(Growth g) {
        double first =
                switch (start) {
                    case FAN_IN -> g.writes() ? 1 / Math.sqrt(g.in()) : 1;
                    case SPECTRAL -> squeezed(g);
                };
        return Numbers.orOne(first / multiplier(g));
    }

    private static double squeezed(Growth g) {
        return Math.sqrt(shape(g.here()) / shape(g.base()));
    }

    private static double shape(Param p) {
        return Math.min(1, (double) Growth.out(p) / Growth.in(p));
    }

    @Override
    public double rate(Growth g, Update update) {
        double h = update.degree();
        double depth = scalesDepth ? Math.pow(g.depth(), alpha - 1 + alpha * h) : 1;
        return Numbers.orOne(update.rate(g) * depth / Math.pow(multiplier(g), 1 + h));
    }

    @Override
    public double epsilon(Growth g) {
        // A gradient whose norm is like √(in / out) has in · out numbers like 1 / out.
        return scalesDepth ? Numbers.orOne(Math.pow(g.depth(), -alpha) * multiplier(g) / g.out()) : 1;
    }

    @Override
    public String toString() {
        var name = scalesDepth ? "completeP(" + alpha + ")" : start == Start.SPECTRAL ? "spectral()" : "muP()";
        return name + (multiplies ? ".withMultiplier()" : "");
    }
}
