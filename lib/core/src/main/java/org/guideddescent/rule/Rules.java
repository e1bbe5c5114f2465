package org.guideddescent.rule;

import java.util.List;
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

    // ---- Wrappers ----

    // ---- Averages ----

    // ---- Grafting ----

    /**
     * The direction of one rule, parameter by parameter as long as that of another; before step start, the other alone.
     * Agarwal et al., 2020, arXiv:2002.11803.
     */
    @Listed(
            family = Family.AROUND,
            says = "Point where one rule does, as far as another one goes.",
            source = "Agarwal et al., 2020, arXiv:2002.11803")
    public static Transform graft(Transform direction, Transform magnitude, int start) {
        return new Graft(direction, magnitude, start);
    }
}
