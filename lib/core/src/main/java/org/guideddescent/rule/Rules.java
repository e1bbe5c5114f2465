package org.guideddescent.rule;

import java.util.Arrays;
import java.util.List;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Selector;

/** How transforms combine, and the transforms that go around any rule. */
public final class Rules {
    private Rules() {}

    /**
     * {@return the parts one after the other, each on what the one before leaves} An empty chain leaves the gradient.
     *
     * @param parts from first to last
     */
    public static Transform chain(Transform... parts) {
        return new Combined.Chain(List.of(parts));
    }

    /**
     * {@return the rule for the parameters meant; continue with {@code .otherwise(rule)} for the rest}
     *
     * @param selector which parameters are meant
     * @param rule for those
     */
    public static Combined.Route route(Selector selector, Transform rule) {
        return new Combined.Route(selector, rule);
    }

    /** {@return hidden matrices: those between two hidden widths} */
    public static Selector matrices() {
        return Selector.matrices();
    }

    // ---- Weight decay and clipping ----

    /**
     * d ← d + λ θ, scaled by the rate as in AdamW: θ ← θ − η λ θ. Loshchilov and Hutter, 2019, arXiv:1711.05101.
     *
     * @param lambda λ, such as 0.1, not negative
     * @return decoupled weight decay, for the end of a chain
     */
    @Listed(
            family = Family.AROUND,
            says = "Pull every weight towards zero, at the learning rate.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform decoupledWeightDecay(double lambda) {
        return new WeightDecay(lambda);
    }

    /**
     * The rule on the loss plus ½λ‖θ‖²: λ θ joins the gradient before the rule, which rescales it if it rescales gradients.
     *
     * @param lambda λ, such as 1e-4, not negative
     * @param rule sees the penalized gradient
     * @return the rule with the penalty before it
     */
    @Listed(
            family = Family.AROUND,
            says = "The l2 penalty: decay that the rule sees as part of the gradient.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101, where it is the foil")
    public static Transform coupledWeightDecay(double lambda, Transform rule) {
        return chain(new WeightDecay(lambda), rule);
    }

    /**
     * θ ← θ − η d − λ θ: the rate does not touch the decay.
     *
     * @param lambda λ, the part of a weight that each step takes, not negative
     * @return the decay
     */
    public static Transform independentWeightDecay(double lambda) {
        return independentWeightDecay(lambda, Schedules.constant(1));
    }

    /**
     * θ ← θ − η d − λ s(t) θ, with a shape such as the rate's schedule over its peak.
     *
     * @param lambda λ, the part of a weight that a step takes where s is 1, not negative
     * @param shape s, what λ is multiplied by at each step
     * @return the decay
     */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay that the learning rate does not touch.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform independentWeightDecay(double lambda, Schedule shape) {
        return new IndependentWeightDecay(lambda, shape);
    }

    /**
     * d ← d + λ θ only where d and θ do not differ in sign. Last in a chain.
     *
     * @param lambda λ, the part of a weight that a step of rate 1 takes, not negative
     * @return the decay
     */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay only where the step does not push the weight away from zero.",
            source = "Chen et al., 2025, arXiv:2510.12402")
    public static Transform cautiousWeightDecay(double lambda) {
        return new CautiousWeightDecay(lambda);
    }

    /**
     * d ← d + λ (η / peak) θ, where peak is the largest rate of the run: AdamC's decay, for weights that are normalized.
     *
     * @param lambda λ, the part of a weight that a step of rate 1 at the peak takes, not negative
     * @param peak η_max, the largest rate of the run, positive
     * @return the decay
     */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay corrected for the schedule of the rate.",
            source = "Defazio, 2025, arXiv:2506.02285")
    public static Transform correctedWeightDecay(double lambda, double peak) {
        return new CorrectedWeightDecay(lambda, peak);
    }

    /**
     * d ← 0, for parameters of a route that must stay as they are.
     *
     * @return the rule that moves nothing
     */
    @Listed(family = Family.AROUND, says = "Leave the weights as they are.", source = "folklore")
    public static Transform freeze() {
        return new Freeze();
    }

    /**
     * d ← d · min(1, max / ‖d‖) with the norm over the whole scope. Pascanu et al., 2013, arXiv:1211.5063.
     *
     * @param max the largest norm that passes, positive
     * @return the clipping
     */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction to a ball, keeping where it points.",
            source = "Pascanu et al., 2013, arXiv:1211.5063")
    public static Transform clipByGlobalNorm(double max) {
        return new ClipByGlobalNorm(max);
    }

    /**
     * d ← min(max(d, −max), max), entry by entry.
     *
     * @param max the largest size of an entry, positive
     * @return the clipping
     */
    @Listed(family = Family.AROUND, says = "Clip every entry of the direction.", source = "folklore")
    public static Transform clipByValue(double max) {
        return new ClipByValue(max);
    }

    /**
     * As {@link #clipByGlobalNorm}, with the norm of each parameter on its own.
     *
     * @param max the largest norm of a parameter's direction, positive
     * @return the clipping
     */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction of each parameter to a ball.",
            source = "Pascanu et al., 2013, arXiv:1211.5063, layer by layer")
    public static Transform clipByNorm(double max) {
        return new ClipByBlock(max, ClipByBlock.Measure.NORM);
    }

    /**
     * d ← d · min(1, max / rms(d)) for each parameter on its own: Adafactor's update clipping.
     *
     * @param max the largest root mean square of a parameter's direction, positive
     * @return the clipping
     */
    @Listed(
            family = Family.AROUND,
            says = "Clip the root mean square of each parameter's direction.",
            source = "Shazeer and Stern, 2018, arXiv:1804.04235")
    public static Transform clipByRootMeanSquare(double max) {
        return new ClipByBlock(max, ClipByBlock.Measure.ROOT_MEAN_SQUARE);
    }

    /**
     * Adaptive gradient clipping with ε = 1e-3: ‖d‖ ≤ ratio · max(‖θ‖, ε) for every row of a matrix and for every vector.
     *
     * @param ratio the largest part of its weights' norm that a direction may have, positive
     * @return the clipping
     */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction of each unit to a fraction of its weights.",
            source = "Brock et al., 2021, arXiv:2102.06171")
    public static Transform clipByUnit(double ratio) {
        return new ClipByUnit(ratio, 1e-3);
    }

    /** {@return ZClip with α = 0.97, z_max = 2.5 and a warm-up of 25 steps} */
    @Listed(
            family = Family.AROUND,
            says = "Clip a direction whose norm is an outlier among the norms so far.",
            source = "Kumar et al., 2025, arXiv:2504.02507")
    public static Transform clipBySpikes() {
        return new ClipBySpikes(0.97, 2.5, 25, 1e-6);
    }

    // ---- Wrappers ----

    /**
     * One step on the mean gradient of k micro-batches; k − 1 of k calls move nothing. See {@link Accumulate}.
     *
     * @param k micro-batches a step, at least 1
     * @param rule steps once every k calls
     * @return the accumulation
     */
    @Listed(family = Family.AROUND, says = "One step on the mean gradient of k micro-batches.", source = "folklore")
    public static Transform accumulate(int k, Transform rule) {
        return new Accumulate(k, rule);
    }

    /**
     * {@return lookahead with k = 5 and α = 0.5, the defaults of the paper}
     *
     * @param rule takes the steps
     */
    public static Transform lookahead(Transform rule) {
        return lookahead(rule, 5, 0.5);
    }

    /**
     * Every k steps φ ← φ + α (θ − φ) and θ ← φ. See {@link Lookahead}.
     *
     * @param rule takes the k steps
     * @param k steps from one look back to the next, at least 1
     * @param alpha α, the part of the way that is kept, in (0, 1]
     * @return the rule, looking back
     */
    @Listed(
            family = Family.AROUND,
            says = "Every k steps go back part of the way to where they began.",
            source = "Zhang et al., 2019, arXiv:1907.08610")
    public static Transform lookahead(Transform rule, int k, double alpha) {
        return new Lookahead(rule, k, alpha);
    }

    /**
     * {@return SAM with ρ = 0.05, the paper's default}
     *
     * @param rule gets the gradient of the worst point nearby
     */
    public static Transform sam(Transform rule) {
        return sam(rule, 0.05);
    }

    /**
     * The gradient of θ + ρ g/‖g‖, for a step from θ; two gradients a step. See {@link Sam}.
     *
     * @param rule gets the gradient of the worst point nearby
     * @param rho ρ, how far away that is, not negative
     * @return the rule, at the worst point nearby
     */
    @Listed(
            family = Family.AROUND,
            says = "Step with the gradient of where the loss is worst nearby.",
            source = "Foret et al., 2021, arXiv:2010.01412")
    public static Transform sam(Transform rule, double rho) {
        return new Sam(rule, rho);
    }

    /**
     * SAM that measures what is nearby in units of the weights; η = 0.01, the paper's. See {@link Asam}.
     *
     * @param rule gets the gradient of the worst point nearby
     * @param rho ρ, how far away that is in units of the weights, not negative
     * @return the rule, at the worst point nearby
     */
    @Listed(
            family = Family.AROUND,
            says = "SAM that measures what is nearby in units of the weights.",
            source = "Kwon et al., 2021, arXiv:2102.11600")
    public static Transform asam(Transform rule, double rho) {
        return new Asam(rule, rho, 0.01);
    }

    /**
     * Skips steps that are not finite, so many in a row and no more; goes around everything. See {@link SkipNonFinite}.
     *
     * @param rule takes the steps that are finite
     * @param tolerated bad steps in a row that are no error, at least 1
     * @return the rule, spared such steps
     */
    @Listed(
            family = Family.AROUND,
            says = "Skip and count steps whose loss or gradient is not finite.",
            source = "folklore; optax apply_if_finite")
    public static Transform skipNonFinite(Transform rule, int tolerated) {
        return new SkipNonFinite(rule, tolerated);
    }

    /**
     * A smaller rate whenever the loss has stopped falling by 10⁻⁴ of itself; no cooldown. See {@link ReduceOnPlateau}.
     *
     * @param rule whose rate falls
     * @param factor what a plateau multiplies the rate by, in (0, 1)
     * @param patience windows in a row without an improvement
     * @param window steps whose losses are averaged
     * @return the rule with a rate that falls
     */
    @Listed(
            family = Family.AROUND,
            says = "A smaller rate whenever the loss has stopped falling.",
            source = "folklore; optax reduce_on_plateau")
    public static Transform reduceOnPlateau(Transform rule, double factor, int patience, int window) {
        return reduceOnPlateau(rule, factor, 0, new Plateau(window, patience, 0, 1e-4));
    }

    /**
     * A smaller rate, down to a least multiple, whenever the loss is on such a plateau. See {@link ReduceOnPlateau}.
     *
     * @param rule whose rate falls
     * @param factor what a plateau multiplies the rate by, in (0, 1)
     * @param least the smallest multiplier of the rate, 0 for no bound
     * @param plateau when the loss counts as standing still
     * @return the rule with a rate that falls
     */
    public static Transform reduceOnPlateau(Transform rule, double factor, double least, Plateau plateau) {
        return new ReduceOnPlateau(rule, factor, least, plateau);
    }

    /**
     * d ← d where it agrees in sign with the gradient, else 0, rescaled. Decay goes behind. See {@link Cautious}.
     *
     * @param rule whose direction is masked
     * @return the rule, masked
     */
    @Listed(
            family = Family.AROUND,
            says = "Do not move where the direction and the gradient disagree.",
            source = "Liang et al., 2024, arXiv:2411.16085")
    public static Transform cautious(Transform rule) {
        return new Cautious(rule);
    }

    /**
     * Reads norms where it stands in a chain. See {@link Monitor}.
     *
     * @param name what its numbers are found by, not blank
     * @return the monitor
     */
    @Listed(
            family = Family.AROUND,
            says = "Read the norms of direction, weights and step, and change nothing.",
            source = "folklore")
    public static Transform monitor(String name) {
        return new Monitor(name);
    }

    /**
     * Reads norms before and behind a rule. See {@link Monitored}.
     *
     * @param rule is read, and not changed
     * @return the rule with monitors around it
     */
    public static Transform monitor(Transform rule) {
        return new Monitored(rule);
    }

    /**
     * The rule on each parameter by itself: its norms and numbers are then those of one parameter.
     *
     * @param rule is bound once for each parameter
     * @return the rule, parameter by parameter
     */
    @Listed(
            family = Family.AROUND,
            says = "A rule on each parameter by itself: per-layer clipping, norms, averages.",
            source = "folklore")
    public static Transform everyParameter(Transform rule) {
        return new Combined.Each(rule);
    }

    // ---- Averages ----

    /**
     * The exponential mean of the weights, corrected for its start, is read out. See {@link Averaged}.
     *
     * @param rule moves the weights that are averaged
     * @param decay β of the mean, in [0, 1)
     * @return the rule with that average
     */
    @Listed(
            family = Family.AROUND,
            says = "Judge by the exponential mean of the weights.",
            source = "folklore; the correction is Kingma and Ba's, arXiv:1412.6980")
    public static Transform ema(Transform rule, double decay) {
        return new Averaged(rule, new Average.Exponential(decay));
    }

    /**
     * Several exponential means of one run, by their half-lives in steps. See {@link Averages}.
     *
     * @param rule moves the weights that are averaged
     * @param halfLives one or more, in steps; the first is the one to judge by
     * @return the rule with those averages
     */
    @Listed(
            family = Family.AROUND,
            says = "Several exponential means of the weights from one run.",
            source = "folklore; Karras et al., 2024, arXiv:2312.02696, for averages chosen after training")
    public static Transform emas(Transform rule, double... halfLives) {
        return new Averages(
                rule,
                Arrays.stream(halfLives).mapToObj(Averages.Horizon::ofHalfLife).toList());
    }

    /**
     * The mean of the last k checkpoints, one every so many steps, is read out. See {@link LatestAverage}.
     *
     * @param rule moves the weights that are averaged
     * @param k how many checkpoints
     * @param every e, steps from one to the next
     * @return the rule with that average
     */
    @Listed(
            family = Family.AROUND,
            says = "Judge by the mean of the last few checkpoints.",
            source = "Kaddour, 2022, arXiv:2209.14981")
    public static Transform lawa(Transform rule, int k, long every) {
        return new LatestAverage(rule, k, every);
    }

    /**
     * The mean of the weights after steps start, start + every, … is read out. See {@link Averaged}.
     *
     * @param rule moves the weights that are averaged
     * @param start the first step whose weights count, at least 1
     * @param every steps from one point to the next, at least 1
     * @return the rule with that average
     */
    @Listed(
            family = Family.AROUND,
            says = "Judge by the mean of the weights from a step on.",
            source = "Izmailov et al., 2018, arXiv:1803.05407")
    public static Transform swa(Transform rule, long start, long every) {
        return new Averaged(rule, new Average.Equal(start, every));
    }

    /**
     * The mean of the weights after all steps is read out. See {@link Averaged}.
     *
     * @param rule moves the weights that are averaged
     * @return the rule with that average
     */
    @Listed(
            family = Family.AROUND,
            says = "Judge by the mean of all weights passed through.",
            source = "Polyak and Juditsky, 1992; Ruppert, 1988")
    public static Transform polyakAverage(Transform rule) {
        return new Averaged(rule, new Average.Equal(1, 1));
    }

    /**
     * A mean that weighs the weights after step t like tᵑ is read out; η = 0 weighs all alike. Shamir and Zhang, 2013.
     *
     * @param rule moves the weights that are averaged
     * @param eta η, how fast weights in the mean grow, not negative
     * @return the rule with that average
     */
    public static Transform polyakAverage(Transform rule, double eta) {
        return new Averaged(rule, new Average.Polynomial(eta));
    }

    /**
     * {@return the rule, schedule-free, with β = 0.9 and no warm-up}
     *
     * @param rule bends the gradient
     */
    public static Transform scheduleFree(Transform rule) {
        return scheduleFree(rule, 0.9, 0);
    }

    /**
     * A mean of the iterates takes the place of a falling rate, around any direction. See {@link ScheduleFree}.
     *
     * @param rule bends the gradient
     * @param beta β, where between z and the mean gradients are taken, in [0, 1]
     * @param warmUp steps of a linear rise, 0 for none
     * @return the rule, schedule-free
     */
    @Listed(
            family = Family.AROUND,
            says = "A mean of the iterates takes the place of a falling rate.",
            source = "Defazio et al., 2024, arXiv:2405.15682")
    public static Transform scheduleFree(Transform rule, double beta, long warmUp) {
        return new ScheduleFree(rule, beta, warmUp, 0, 2);
    }

    /**
     * {@return generalized primal averaging with μ_x = 0.9967 and μ_y = 0.7, the defaults of the authors' code}
     *
     * @param rule bends the gradient
     */
    public static Transform gpa(Transform rule) {
        return gpa(rule, 0.9967, 0.7);
    }

    /**
     * Averages whose gradient point and whose speed are two numbers. See {@link GeneralizedPrimalAverage}.
     *
     * @param rule bends the gradient at y and moves z
     * @param muX μ_x, how slowly the average follows, in [0, 1)
     * @param muY μ_y, where between z and the average gradients are taken, in [0, 1]
     * @return the rule with that average
     */
    @Listed(
            family = Family.AROUND,
            says = "Schedule-free's averaging with a fixed speed of its own.",
            source = "Defazio et al., 2025, arXiv:2512.17131")
    public static Transform gpa(Transform rule, double muX, double muY) {
        return new GeneralizedPrimalAverage(rule, muX, muY);
    }

    // ---- Grafting ----

    /**
     * The direction of one rule, parameter by parameter as long as that of another; before step start, the other alone.
     * Agarwal et al., 2020, arXiv:2002.11803.
     *
     * @param direction says where to
     * @param magnitude says how far
     * @param start the first step that is grafted, from 1
     * @return the graft
     */
    @Listed(
            family = Family.AROUND,
            says = "Point where one rule does, as far as another one goes.",
            source = "Agarwal et al., 2020, arXiv:2002.11803")
    public static Transform graft(Transform direction, Transform magnitude, int start) {
        return new Graft(direction, magnitude, start);
    }
}
