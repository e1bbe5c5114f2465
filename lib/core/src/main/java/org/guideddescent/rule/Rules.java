package org.guideddescent.rule;

import java.util.List;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.schedule.Schedules;
import org.guideddescent.space.Selector;

/** How transforms combine, and the transforms that go around any rule. */
public final class Rules {
    private Rules() {}

    /** The parts one after the other, each on what the one before leaves. An empty chain leaves the gradient. */
    public static Transform chain(Transform... parts) {
        return new Combined.Chain(List.of(parts));
    }

    /** The rule for the parameters meant; continue with {@code .otherwise(rule)} for the rest. */
    public static Combined.Route route(Selector selector, Transform rule) {
        return new Combined.Route(selector, rule);
    }

    /** Hidden matrices: those between two hidden widths. */
    public static Selector matrices() {
        return Selector.matrices();
    }

    // ---- Weight decay and clipping ----

    /** d ← d + λ θ. The rate scales it, as in AdamW: θ ← θ − η λ θ. Loshchilov and Hutter, 2019, arXiv:1711.05101. */
    @Listed(
            family = Family.AROUND,
            says = "Pull every weight towards zero, at the learning rate.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform decoupledWeightDecay(double lambda) {
        return new WeightDecay(lambda);
    }

    /** The rule on the loss plus ½λ‖θ‖²: λ θ joins the gradient before the rule, which rescales it if it rescales gradients. */
    @Listed(
            family = Family.AROUND,
            says = "The l2 penalty: decay that the rule sees as part of the gradient.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101, where it is the foil")
    public static Transform coupledWeightDecay(double lambda, Transform rule) {
        return chain(new WeightDecay(lambda), rule);
    }

    /** θ ← θ − η d − λ θ: the rate does not touch the decay. */
    public static Transform independentWeightDecay(double lambda) {
        return independentWeightDecay(lambda, Schedules.constant(1));
    }

    /** θ ← θ − η d − λ s(t) θ, with a shape such as the rate's schedule over its peak. */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay that the learning rate does not touch.",
            source = "Loshchilov and Hutter, 2019, arXiv:1711.05101")
    public static Transform independentWeightDecay(double lambda, Schedule shape) {
        return new IndependentWeightDecay(lambda, shape);
    }

    /** d ← d + λ θ only where d and θ do not differ in sign. Last in a chain. */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay only where the step does not push the weight away from zero.",
            source = "Chen et al., 2025, arXiv:2510.12402")
    public static Transform cautiousWeightDecay(double lambda) {
        return new CautiousWeightDecay(lambda);
    }

    /** d ← d + λ (η / peak) θ, where peak is the largest rate of the run: AdamC's decay, for weights that are normalized. */
    @Listed(
            family = Family.AROUND,
            says = "Weight decay corrected for the schedule of the rate.",
            source = "Defazio, 2025, arXiv:2506.02285")
    public static Transform correctedWeightDecay(double lambda, double peak) {
        return new CorrectedWeightDecay(lambda, peak);
    }

    /** d ← 0, for parameters of a route that must stay as they are. */
    @Listed(family = Family.AROUND, says = "Leave the weights as they are.", source = "folklore")
    public static Transform freeze() {
        return new Freeze();
    }

    /** d ← d · min(1, max / ‖d‖) with the norm over the whole scope. Pascanu et al., 2013, arXiv:1211.5063. */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction to a ball, keeping where it points.",
            source = "Pascanu et al., 2013, arXiv:1211.5063")
    public static Transform clipByGlobalNorm(double max) {
        return new ClipByGlobalNorm(max);
    }

    /** d ← min(max(d, −max), max), entry by entry. */
    @Listed(family = Family.AROUND, says = "Clip every entry of the direction.", source = "folklore")
    public static Transform clipByValue(double max) {
        return new ClipByValue(max);
    }

    /** As {@link #clipByGlobalNorm}, with the norm of each parameter on its own. */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction of each parameter to a ball.",
            source = "Pascanu et al., 2013, arXiv:1211.5063, layer by layer")
    public static Transform clipByNorm(double max) {
        return new ClipByBlock(max, ClipByBlock.Measure.NORM);
    }

    /** d ← d · min(1, max / rms(d)) for each parameter on its own: Adafactor's update clipping. */
    @Listed(
            family = Family.AROUND,
            says = "Clip the root mean square of each parameter's direction.",
            source = "Shazeer and Stern, 2018, arXiv:1804.04235")
    public static Transform clipByRootMeanSquare(double max) {
        return new ClipByBlock(max, ClipByBlock.Measure.ROOT_MEAN_SQUARE);
    }

    /** Adaptive gradient clipping with ε = 1e-3: ‖d‖ ≤ ratio · max(‖θ‖, ε) for every row of a matrix and for every vector. */
    @Listed(
            family = Family.AROUND,
            says = "Clip the direction of each unit to a fraction of its weights.",
            source = "Brock et al., 2021, arXiv:2102.06171")
    public static Transform clipByUnit(double ratio) {
        return new ClipByUnit(ratio, 1e-3);
    }

    /** ZClip with α = 0.97, z_max = 2.5 and a warm-up of 25 steps. */
    @Listed(
            family = Family.AROUND,
            says = "Clip a direction whose norm is an outlier among the norms so far.",
            source = "Kumar et al., 2025, arXiv:2504.02507")
    public static Transform clipBySpikes() {
        return new ClipBySpikes(0.97, 2.5, 25, 1e-6);
    }

    // ---- Wrappers ----

    // ---- Averages ----

    // ---- Grafting ----
}
