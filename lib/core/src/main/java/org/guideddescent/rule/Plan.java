package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;

/**
 * A rule bound to weights, a direction and memory: the passes of one step, in order.
 *
 * <p>Elementwise rules wait, parameter by parameter, until something must see their result or the weights move; then
 * each contiguous run of parameters that wait for the same rules becomes one {@link Pass}. So Adam, decay and the
 * final θ ← θ − η d are one loop, and d is written only if something after it needs it.
 */
public final class Plan {
    private final Ops ops;
    private final ParamVector theta;
    private final ParamVector direction;
    private final Slots slots;
    private final List<Stepper> steppers = new ArrayList<>();
    private final Map<Param, List<Pass.Part>> waiting = new LinkedHashMap<>();
    private final Map<Param, List<Schedule>> rates = new LinkedHashMap<>();

    private Plan(Ops ops, ParamVector theta, ParamVector direction, Slots slots) {
        this.ops = ops;
        this.theta = theta;
        this.direction = direction;
        this.slots = slots;
        for (var p : theta.layout().params()) {
            waiting.put(p, new ArrayList<>());
            rates.put(p, new ArrayList<>());
        }
    }

    /**
     * Binds a rule.
     *
     * @param theta the weights that will move
     * @param direction where each step finds its gradient; consumed by the step
     * @param slots the rule's memory; found again if the rule was bound before
     * @throws IllegalArgumentException if the rule does not fit the parameters; the message shows the fix
     */
    public static Plan bind(Transform rule, Ops ops, ParamVector theta, ParamVector direction, Slots slots) {
        if (!theta.layout().equals(direction.layout()) || theta.type() != direction.type()) {
            throw new IllegalArgumentException("weights " + theta.layout().params() + " of type " + theta.type()
                    + " and gradient " + direction.layout().params() + " of type " + direction.type() + " differ");
        }
        var plan = new Plan(ops, theta, direction, slots);
        plan.add(rule, theta.layout().params(), "");
        plan.flush(theta.layout().params(), true);
        return plan;
    }

    /** One step: reads and consumes the direction, moves the weights. */
    public void step(Step step) {
        for (int i = 0; i < steppers.size(); i++) {
            steppers.get(i).apply(step);
        }
        for (int i = 0; i < steppers.size(); i++) {
            steppers.get(i).settle(step);
        }
    }

    /** What the bound rules want to see of the backward pass. */
    public List<LayerObserver> observers() {
        return steppers.stream().flatMap(s -> s.observers().stream()).toList();
    }

    /** How many passes over memory a step makes; what a test of fusion counts. */
    public int passes() {
        return steppers.size();
    }

    private void add(Transform rule, List<Param> scope, String path) {
        if (scope.isEmpty()) {
            return;
        }
        if (rule instanceof Combined.Chain chain) {
            for (int i = 0; i < chain.parts().size(); i++) {
                add(chain.parts().get(i), scope, path + i + ".");
            }
        } else if (rule instanceof Combined.Scheduled scheduled) {
            add(scheduled.rule(), scope, path);
            scope.forEach(p -> rates.get(p).add(scheduled.eta()));
        } else if (rule instanceof Combined.Split split) {
            var meant = theta.layout().select(split.selector());
            add(split.rule(), scope.stream().filter(meant::contains).toList(), path + "route.");
            add(split.other(), scope.stream().filter(p -> !meant.contains(p)).toList(), path + "otherwise.");
        } else if (rule instanceof Combined.Route route) {
            var meant = theta.layout().select(route.selector());
            var left = scope.stream().filter(p -> !meant.contains(p)).toList();
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        "no rule for " + left + " in " + route + "; add .otherwise(rule) for what it does not take");
            }
            add(route.rule(), scope, path + "route.");
        } else if (rule instanceof Elementwise elementwise) {
            var part = new Pass.Part(elementwise, scope, slots.in(path + name(rule)));
            scope.forEach(p -> waiting.get(p).add(part));
        } else if (rule instanceof PerMatrix perMatrix) {
            refuseNonMatrices(perMatrix, scope);
            flush(scope, false);
            var bound = new Scope(ops, scope, theta, direction);
            for (var p : scope) {
                steppers.add(perMatrix.bind(p, bound, slots.in(path + name(rule) + "/" + p.name())));
            }
        } else if (rule instanceof Whole whole) {
            flush(scope, false);
            steppers.add(whole.bind(new Scope(ops, scope, theta, direction), slots.in(path + name(rule))));
        }
    }

    private static void refuseNonMatrices(PerMatrix rule, List<Param> scope) {
        for (var p : scope) {
            if (!rule.accepts(p)) {
                throw new IllegalArgumentException(rule + " needs matrices but was given " + p
                        + "; route it elsewhere, e.g. route(matrices(), muon(0.02)).otherwise(adamW(3e-4))");
            }
        }
    }

    private static String name(Transform rule) {
        return rule.getClass().getSimpleName();
    }

    /** Turns what waits into passes, one for each contiguous run that waits for the same rules at the same rate. */
    private void flush(List<Param> params, boolean move) {
        for (int i = 0; i < params.size(); ) {
            var first = params.get(i);
            var parts = waiting.get(first);
            int j = i + 1;
            while (j < params.size() && continues(params.get(j - 1), params.get(j), move)) {
                j++;
            }
            if (move || !parts.isEmpty()) {
                var run = new Pass.Run(first.offset(), params.get(j - 1).end(), first);
                steppers.add(Pass.compile(
                        ops, run, List.copyOf(parts), move ? rates.get(first) : List.of(), move, theta, direction));
            }
            for (int k = i; k < j; k++) {
                waiting.put(params.get(k), new ArrayList<>());
            }
            i = j;
        }
    }

    private boolean continues(Param before, Param p, boolean move) {
        return p.offset() == before.end()
                && same(waiting.get(p), waiting.get(before))
                && (!move || rates.get(p).equals(rates.get(before)));
    }

    /** Whether the same bound rules wait: two equal records at different places have different memory. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(List<Pass.Part> a, List<Pass.Part> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }
}
