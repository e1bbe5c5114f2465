package org.guideddescent.scaling;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guideddescent.optimizers.AdEmaMix;
import org.guideddescent.optimizers.AdaBelief;
import org.guideddescent.optimizers.AdaGrad;
import org.guideddescent.optimizers.AdaMax;
import org.guideddescent.optimizers.AdaMuon;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.AdamInBytes;
import org.guideddescent.optimizers.Adan;
import org.guideddescent.optimizers.Adopt;
import org.guideddescent.optimizers.AggMo;
import org.guideddescent.optimizers.AmsGrad;
import org.guideddescent.optimizers.Centralize;
import org.guideddescent.optimizers.HeavyBall;
import org.guideddescent.optimizers.LaProp;
import org.guideddescent.optimizers.Lion;
import org.guideddescent.optimizers.Muon;
import org.guideddescent.optimizers.NAdam;
import org.guideddescent.optimizers.Nesterov;
import org.guideddescent.optimizers.NorMuon;
import org.guideddescent.optimizers.Qhm;
import org.guideddescent.optimizers.RAdam;
import org.guideddescent.optimizers.RmsProp;
import org.guideddescent.optimizers.Sgd;
import org.guideddescent.optimizers.Shampoo;
import org.guideddescent.optimizers.SignDescent;
import org.guideddescent.optimizers.Signum;
import org.guideddescent.optimizers.SimplifiedAdEmaMix;
import org.guideddescent.optimizers.SmoothLion;
import org.guideddescent.optimizers.Soap;
import org.guideddescent.optimizers.Yogi;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.CautiousWeightDecay;
import org.guideddescent.rule.ClipByBlock;
import org.guideddescent.rule.ClipByGlobalNorm;
import org.guideddescent.rule.ClipBySpikes;
import org.guideddescent.rule.ClipByUnit;
import org.guideddescent.rule.ClipByValue;
import org.guideddescent.rule.Combined;
import org.guideddescent.rule.CorrectedWeightDecay;
import org.guideddescent.rule.Freeze;
import org.guideddescent.rule.Graft;
import org.guideddescent.rule.IndependentWeightDecay;
import org.guideddescent.rule.Monitor;
import org.guideddescent.rule.Transform;
import org.guideddescent.rule.WeightDecay;
import org.guideddescent.space.Param;

/** Reads from a rule which {@link Update} it makes of a parameter. */
final class Updates {
    /** A running mean of gradients; a rate that is the same for every number. */
    private static final Set<Class<? extends Transform>> GRADIENTS =
            Set.of(Sgd.class, HeavyBall.class, Nesterov.class, Qhm.class, AggMo.class);

    /** Numbers of size one, whatever the gradient's size. */
    private static final Set<Class<? extends Transform>> SIGNS = Set.of(
            Adam.class,
            AdamInBytes.class,
            AmsGrad.class,
            NAdam.class,
            RAdam.class,
            AdaBelief.class,
            Yogi.class,
            LaProp.class,
            Adopt.class,
            Adan.class,
            AdEmaMix.class,
            SimplifiedAdEmaMix.class,
            AdaMax.class,
            AdaGrad.class,
            RmsProp.class,
            Lion.class,
            SmoothLion.class,
            Signum.class,
            SignDescent.class,
            Soap.class);

    /** Rules that shorten, add or watch, but do not say how long an update is. */
    private static final Set<Class<? extends Transform>> NEUTRAL = Set.of(
            WeightDecay.class,
            CautiousWeightDecay.class,
            CorrectedWeightDecay.class,
            IndependentWeightDecay.class,
            ClipByBlock.class,
            ClipByGlobalNorm.class,
            ClipBySpikes.class,
            ClipByUnit.class,
            ClipByValue.class,
            Freeze.class,
            Monitor.class,
            Centralize.class);

    private Updates() {}

    /**
     * What the rule makes of p; the gradient itself if nothing in it says otherwise.
     *
     * @throws IllegalArgumentException if that is not known, with the way out
     */
    static Update of(Transform rule, Param p) {
        return find(rule, p).orElse(Update.gradient());
    }

    /** Whether something in the rule decides how long the update of p is, known or not. */
    static boolean decides(Transform rule, Param p) {
        if (rule instanceof Combined.Chain chain) {
            return chain.parts().stream().anyMatch(part -> decides(part, p));
        }
        if (rule instanceof Combined.Scheduled scheduled) {
            return decides(scheduled.rule(), p);
        }
        if (rule instanceof Combined.Each each) {
            return decides(each.rule(), p);
        }
        if (rule instanceof Combined.Split split) {
            return decides(split.selector().includes(p) ? split.rule() : split.other(), p);
        }
        if (rule instanceof Combined.Route route) {
            return route.selector().includes(p) && decides(route.rule(), p);
        }
        return !NEUTRAL.contains(rule.getClass());
    }

    private static Optional<Update> find(Transform rule, Param p) {
        if (rule instanceof Combined combined) {
            return combined(combined, p);
        }
        if (rule instanceof Graft graft) {
            return find(graft.magnitude(), p);
        }
        if (rule instanceof Around around) {
            return one(around, around.inner().stream(), p);
        }
        return NEUTRAL.contains(rule.getClass()) ? Optional.empty() : Optional.of(leaf(rule));
    }

    private static Optional<Update> combined(Combined rule, Param p) {
        if (rule instanceof Combined.Chain chain) {
            return one(chain, chain.parts().stream(), p);
        }
        if (rule instanceof Combined.Scheduled scheduled) {
            return find(scheduled.rule(), p);
        }
        if (rule instanceof Combined.Each each) {
            return find(each.rule(), p);
        }
        if (rule instanceof Combined.Split split) {
            return find(split.selector().includes(p) ? split.rule() : split.other(), p);
        }
        var route = (Combined.Route) rule;
        return route.selector().includes(p) ? find(route.rule(), p) : Optional.empty();
    }

    private static Optional<Update> one(Transform whole, Stream<Transform> parts, Param p) {
        List<Update> found =
                parts.flatMap(part -> find(part, p).stream()).distinct().toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("which of " + found + " decides how long the update of " + p + " is in "
                    + whole + " cannot be told; say it with rule(update, rule)");
        }
        return found.stream().findFirst();
    }

    private static Update leaf(Transform rule) {
        if (GRADIENTS.contains(rule.getClass())) {
            return Update.gradient();
        }
        if (SIGNS.contains(rule.getClass())) {
            return Update.signs();
        }
        if (rule instanceof Muon muon) {
            return new Update.Orthogonal(muon.scale(), muon.splits());
        }
        if (rule instanceof NorMuon || rule instanceof AdaMuon) {
            return Update.orthogonal(Muon.Scale.MOONSHOT);
        }
        if (rule instanceof Shampoo shampoo) {
            return new Update.Whitened(shampoo.power(), shampoo.cut().block());
        }
        throw new IllegalArgumentException(
                "how long the updates of " + rule + " are is not known here; say it, e.g. rule(Update.signs(), rule)");
    }
}
