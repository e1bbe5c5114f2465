package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;

/** Finds the learning rate of each parameter: the product of all schedules that stand over it in a tree of rules. */
final class Rates {
    private Rates() {}

    /** Adds the schedules of the rule to those of each parameter in rates. */
    static void collect(Transform rule, List<Param> on, Layout layout, Map<Param, List<Schedule>> rates) {
        if (rule instanceof Combined.Chain chain) {
            chain.parts().forEach(part -> collect(part, on, layout, rates));
        } else if (rule instanceof Combined.Scheduled scheduled) {
            collect(scheduled.rule(), on, layout, rates);
            on.forEach(p -> rates.get(p).add(scheduled.eta()));
        } else if (rule instanceof Combined.Split split) {
            var meant = layout.select(split.selector());
            collect(split.rule(), on.stream().filter(meant::contains).toList(), layout, rates);
            collect(split.other(), on.stream().filter(p -> !meant.contains(p)).toList(), layout, rates);
        } else if (rule instanceof Combined.Route route) {
            var meant = layout.select(route.selector());
            collect(route.rule(), on.stream().filter(meant::contains).toList(), layout, rates);
        } else if (rule instanceof Combined.Each each) {
            collect(each.rule(), on, layout, rates);
        } else if (rule instanceof Around around && around.mode() != Around.Mode.DRIVE) {
            inside(around, on, layout, rates);
        }
    }

    // A rule that is driven moves the weights at its own rate; of all others the rate is the one of the move outside.
    private static void inside(Around around, List<Param> on, Layout layout, Map<Param, List<Schedule>> rates) {
        for (var inner : around.inner()) {
            var own = new LinkedHashMap<Param, List<Schedule>>();
            on.forEach(p -> own.put(p, new ArrayList<>()));
            collect(inner, on, layout, own);
            boolean rated = own.values().stream().anyMatch(r -> !r.isEmpty());
            if (rated && around.inner().size() > 1) {
                throw new IllegalArgumentException("a rate inside " + around
                        + " has no meaning, for there is one move for all rules inside; write .at(rate) behind it");
            }
            own.forEach((p, r) -> rates.get(p).addAll(r));
        }
    }
}
