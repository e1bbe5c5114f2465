package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.Soap;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.CautiousWeightDecay;
import org.guideddescent.rule.Combined;
import org.guideddescent.rule.CorrectedWeightDecay;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.rule.WeightDecay;
import org.guideddescent.space.Param;
import org.guideddescent.space.Selector;

/**
 * A rule with the factors of each parameter in it. The tree stays as it is, so that a clipping of the whole gradient still sees all of
 * it: rates come behind the rule, as routes of empty chains, and only decays and ε become routes where they stand.
 */
final class ScaledRule {
    private final Map<Param, Factors> factors;

    ScaledRule(Map<Param, Factors> factors) {
        this.factors = factors;
    }

    Transform of(Transform rule) {
        var all = List.copyOf(factors.keySet());
        var inner = inside(rule, all, p -> false);
        boolean even = all.stream().allMatch(p -> factors.get(p).rate() == 1);
        return even
                ? inner
                : inner.then(each(
                        all,
                        p -> factors.get(p).rate(),
                        r -> r == 1 ? Rules.chain() : Rules.chain().at(r)));
    }

    /** coupled: of which parameters what stands here still comes before a rule that decides how long the update is. */
    private Transform inside(Transform rule, List<Param> on, Predicate<Param> coupled) {
        if (on.isEmpty()) {
            return rule;
        }
        if (rule instanceof Combined combined) {
            return combined(combined, on, coupled);
        }
        if (rule instanceof Around around) {
            return unchanged(around, on, coupled);
        }
        if (rule instanceof WeightDecay decay) {
            return each(on, p -> decay.lambda() * decay(p, coupled), WeightDecay::new);
        }
        if (rule instanceof CautiousWeightDecay decay) {
            return each(on, p -> decay.lambda() * decay(p, coupled), CautiousWeightDecay::new);
        }
        if (rule instanceof CorrectedWeightDecay decay) {
            // Its η is the whole rate of a parameter, and so is the largest one.
            return each(
                    on,
                    p -> factors.get(p).rate(),
                    r -> new CorrectedWeightDecay(decay.lambda() / r, decay.peak() * r));
        }
        if (rule instanceof Adam adam) {
            return each(on, p -> adam.eps() * factors.get(p).epsilon(), e -> new Adam(adam.beta1(), adam.beta2(), e));
        }
        if (rule instanceof Soap soap && soap.inner() instanceof Adam adam) {
            return each(
                    on,
                    p -> adam.eps() * factors.get(p).epsilon(),
                    e -> new Soap(
                            new Adam(adam.beta1(), adam.beta2(), e),
                            soap.beta(),
                            soap.basis(),
                            soap.frequency(),
                            soap.sides(),
                            soap.maxDim()));
        }
        return rule;
    }

    private double decay(Param p, Predicate<Param> coupled) {
        return coupled.test(p) ? factors.get(p).coupledDecay() : factors.get(p).decay();
    }

    private Transform combined(Combined rule, List<Param> on, Predicate<Param> coupled) {
        if (rule instanceof Combined.Chain chain) {
            return chain(chain.parts(), on, coupled);
        }
        if (rule instanceof Combined.Scheduled scheduled) {
            return new Combined.Scheduled(inside(scheduled.rule(), on, coupled), scheduled.eta());
        }
        if (rule instanceof Combined.Each each) {
            return new Combined.Each(inside(each.rule(), on, coupled));
        }
        if (rule instanceof Combined.Split split) {
            return new Combined.Split(
                    split.selector(),
                    inside(split.rule(), those(on, split.selector(), true), coupled),
                    inside(split.other(), those(on, split.selector(), false), coupled));
        }
        var route = (Combined.Route) rule;
        return new Combined.Route(route.selector(), inside(route.rule(), those(on, route.selector(), true), coupled));
    }

    private static List<Param> those(List<Param> on, Selector selector, boolean included) {
        return on.stream().filter(p -> selector.includes(p) == included).toList();
    }

    private Transform chain(List<Transform> parts, List<Param> on, Predicate<Param> coupled) {
        var scaled = new ArrayList<Transform>();
        for (int i = 0; i < parts.size(); i++) {
            var later = parts.subList(i + 1, parts.size());
            Predicate<Param> before = p -> coupled.test(p) || later.stream().anyMatch(r -> Updates.decides(r, p));
            scaled.add(inside(parts.get(i), on, before));
        }
        return new Combined.Chain(scaled);
    }

    // What goes around rules is a record of its own kind, which nobody else can make anew.
    private Transform unchanged(Around around, List<Param> on, Predicate<Param> coupled) {
        for (var inner : around.inner()) {
            if (!inside(inner, on, coupled).equals(inner)) {
                throw new IllegalArgumentException("a decay or an epsilon inside " + around
                        + " would have to be scaled there; write the scaled rule inside, as in"
                        + " lookahead(scaling.rule(adamW(1e-3)))");
            }
        }
        return around;
    }

    /** One rule if the number is the same for all, else a route for each number, in the order in which they come. */
    private static Transform each(List<Param> on, ToDoubleFunction<Param> number, DoubleFunction<Transform> rule) {
        var groups = new LinkedHashMap<Double, List<String>>();
        for (var p : on) {
            groups.computeIfAbsent(number.applyAsDouble(p), n -> new ArrayList<>())
                    .add(p.name());
        }
        var numbers = List.copyOf(groups.keySet());
        int last = numbers.size() - 1;
        Transform routed = rule.apply(numbers.get(last));
        for (int i = last - 1; i >= 0; i--) {
            var names = groups.get(numbers.get(i)).toArray(String[]::new);
            routed = Rules.route(Selector.named(names), rule.apply(numbers.get(i)))
                    .otherwise(routed);
        }
        return routed;
    }
}
