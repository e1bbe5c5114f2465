package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.schedule.Schedule;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;

/**
 * A rule bound to weights, a direction and memory: the passes of one step, in order.
 *
 * <p>Elementwise rules wait, parameter by parameter, until something must see their result or the weights move; then
 * each contiguous run of parameters that wait for the same rules becomes one {@link Pass}. So Adam, decay and the
 * final θ ← θ − η d are one loop, and d is written only if something after it needs it.
 *
 * <p>Rates are collected from the whole tree first, so that a rule may know its rate wherever that stands. What is inside an
 * {@link Around} is a plan of its own.
 */
public final class Plan implements Stepper {
    private final Scope scope;
    private final Slots slots;
    private final boolean moves;
    private final List<Stepper> steppers = new ArrayList<>();
    /** What {@link #apply} runs: the steppers, those of one rule on many matrices as one. */
    private final List<Stepper> acts = new ArrayList<>();

    private final Map<Param, List<Pass.Part>> waiting = new LinkedHashMap<>();
    private final Map<Param, List<Pass.Part>> bent = new LinkedHashMap<>();
    private final Map<Param, Transform> movedBy = new LinkedHashMap<>();

    private Plan(Scope scope, Slots slots, boolean moves) {
        this.scope = scope;
        this.slots = slots;
        this.moves = moves;
        for (var p : scope.params()) {
            waiting.put(p, new ArrayList<>());
            bent.put(p, new ArrayList<>());
        }
    }

    /**
     * Binds a rule that has no colleagues.
     *
     * @param rule of all parameters
     * @param ops what the arithmetic runs on
     * @param theta the weights that will move
     * @param direction where each step finds its gradient; consumed by the step
     * @param slots the rule's memory; found again if the rule was bound before
     * @return the plan, ready for its first step
     * @throws IllegalArgumentException if the rule does not fit the parameters; the message shows the fix
     */
    public static Plan bind(Transform rule, Ops ops, ParamVector theta, ParamVector direction, Slots slots) {
        return bind(rule, ops, theta, direction, slots, Colleagues.NONE);
    }

    /**
     * Binds a rule.
     *
     * @param rule of all parameters
     * @param ops what the arithmetic runs on
     * @param theta the weights that will move
     * @param direction where each step finds its gradient; consumed by the step
     * @param slots the rule's memory; found again if the rule was bound before
     * @param colleagues who take the same steps, for rules that divide their work
     * @return the plan, ready for its first step
     * @throws IllegalArgumentException if the rule does not fit the parameters; the message shows the fix
     */
    public static Plan bind(
            Transform rule, Ops ops, ParamVector theta, ParamVector direction, Slots slots, Colleagues colleagues) {
        if (!theta.layout().equals(direction.layout()) || theta.type() != direction.type()) {
            throw new IllegalArgumentException("weights " + theta.layout().params() + " of type " + theta.type()
                    + " and gradient " + direction.layout().params() + " of type " + direction.type() + " differ");
        }
        var none = new LinkedHashMap<Param, List<Schedule>>();
        theta.layout().params().forEach(p -> none.put(p, List.of()));
        var all = new Scope(ops, theta.layout().params(), theta, direction, none, new Division(colleagues));
        var plan = moving(rule, all, slots);
        if (!plan.seesNonFinite()) {
            plan.refuseGuards(rule.toString());
        }
        return plan;
    }

    /** A plan that moves the weights; outside: what the rates there are already multiplied by. */
    private static Plan moving(Transform rule, Scope outside, Slots slots) {
        var rates = new LinkedHashMap<Param, List<Schedule>>();
        outside.params()
                .forEach(p -> rates.put(p, new ArrayList<>(outside.rates().get(p))));
        Rates.collect(rule, outside.params(), outside.theta().layout(), rates);
        return bound(
                rule,
                new Scope(
                        outside.ops(),
                        outside.params(),
                        outside.theta(),
                        outside.direction(),
                        rates,
                        outside.division()),
                slots,
                true);
    }

    private static Plan bound(Transform rule, Scope scope, Slots slots, boolean moves) {
        var plan = new Plan(scope, slots, moves);
        plan.add(rule, scope.params(), "");
        plan.flush(scope.params(), moves);
        return plan;
    }

    /** A step of the rules; a plan at the top also moves the weights. Reads and consumes the direction. */
    @Override
    public void apply(Step step) {
        for (int i = 0; i < acts.size(); i++) {
            acts.get(i).apply(step);
        }
        if (moves) {
            settleAll(step);
        }
    }

    @Override
    public void settle(Step step) {
        if (!moves) {
            settleAll(step);
        }
    }

    private void settleAll(Step step) {
        for (int i = 0; i < steppers.size(); i++) {
            steppers.get(i).settle(step);
        }
    }

    @Override
    public List<LayerObserver> observers() {
        return steppers.stream().flatMap(s -> s.observers().stream()).toList();
    }

    @Override
    public Set<Need> needs() {
        var all = EnumSet.noneOf(Need.class);
        steppers.forEach(s -> all.addAll(s.needs()));
        return all;
    }

    @Override
    public void readOut(ParamVector weights) {
        steppers.forEach(s -> s.readOut(weights));
    }

    /** Each name once, though several rules of a route may have it. */
    @Override
    public List<String> averageNames() {
        return steppers.stream()
                .flatMap(s -> s.averageNames().stream())
                .distinct()
                .toList();
    }

    @Override
    public void readOut(String name, ParamVector weights) {
        steppers.forEach(s -> s.readOut(name, weights));
    }

    @Override
    public boolean seesNonFinite() {
        return steppers.size() == 1 && steppers.get(0).seesNonFinite();
    }

    @Override
    public boolean averages() {
        return steppers.stream().anyMatch(Stepper::averages);
    }

    /** {@return how many passes over memory a step makes, which is what a test of fusion counts} */
    public int passes() {
        return steppers.size();
    }

    private void add(Transform rule, List<Param> on, String path) {
        if (on.isEmpty()) {
            return;
        }
        if (rule instanceof Combined.Chain chain) {
            for (int i = 0; i < chain.parts().size(); i++) {
                add(chain.parts().get(i), on, path + i + ".");
            }
        } else if (rule instanceof Combined.Scheduled scheduled) {
            add(scheduled.rule(), on, path);
        } else if (rule instanceof Combined.Split split) {
            var meant = scope.theta().layout().select(split.selector());
            add(split.rule(), on.stream().filter(meant::contains).toList(), path + "route.");
            add(split.other(), on.stream().filter(p -> !meant.contains(p)).toList(), path + "otherwise.");
        } else if (rule instanceof Combined.Route route) {
            var meant = scope.theta().layout().select(route.selector());
            var left = on.stream().filter(p -> !meant.contains(p)).toList();
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        "no rule for " + left + " in " + route + "; add .otherwise(rule) for what it does not take");
            }
            add(route.rule(), on, path + "route.");
        } else if (rule instanceof Combined.Each each) {
            on.forEach(p -> add(each.rule(), List.of(p), path + p.name() + "."));
        } else {
            refuseAfterMove(rule, on);
            bind(rule, on, path + rule.getClass().getSimpleName());
        }
    }

    private void bind(Transform rule, List<Param> on, String path) {
        if (rule instanceof Elementwise elementwise) {
            var part = new Pass.Part(elementwise, on, slots.in(path));
            on.forEach(p -> waiting.get(p).add(part));
            on.forEach(p -> bent.get(p).add(part));
        } else if (rule instanceof PerMatrix perMatrix) {
            refuseNonMatrices(perMatrix, on);
            flush(on, false);
            var each = on.stream()
                    .map(p -> perMatrix.bind(p, part(on), slots.in(path + "/" + p.name())))
                    .toList();
            steppers.addAll(each);
            acts.add(new Together(each));
        } else if (rule instanceof Whole whole) {
            flush(on, false);
            act(whole.bind(part(on), slots.in(path)));
        } else if (rule instanceof Around around) {
            flush(on, false);
            act(around(around, on, slots.in(path)));
        }
    }

    private void act(Stepper stepper) {
        steppers.add(stepper);
        acts.add(stepper);
    }

    private Stepper around(Around around, List<Param> on, Slots memory) {
        if (around.mode() != Around.Mode.BEND) {
            refuseMove(around, on);
        }
        var inside = new ArrayList<Plan>();
        for (int i = 0; i < around.inner().size(); i++) {
            var inner = around.inner().get(i);
            var own = memory.in("inner" + i);
            // Rates inside a rule that bends are among those of this scope already.
            inside.add(
                    around.mode() == Around.Mode.DRIVE
                            ? moving(inner, part(on), own)
                            : bound(inner, part(on), own, false));
        }
        if (around.mode() != Around.Mode.DRIVE) {
            takeDisplacements(around, inside, on);
        }
        if (around.mode() != Around.Mode.BEND) {
            on.forEach(p -> movedBy.put(p, around));
        }
        inside.forEach(p -> p.refuseGuards(around.toString()));
        return new Wrapped(List.copyOf(inside), around.bind(part(on), memory, List.copyOf(inside)));
    }

    // What bends d inside may also take weights besides η d, and the move outside must not forget it.
    private void takeDisplacements(Around around, List<Plan> inside, List<Param> on) {
        boolean once = around.mode() == Around.Mode.BEND && inside.size() == 1;
        for (var plan : inside) {
            for (var p : on) {
                if (once) {
                    bent.get(p).addAll(plan.bent.get(p));
                } else {
                    refuseDisplacement(plan.bent.get(p), around, "decoupledWeightDecay goes through d");
                }
            }
        }
    }

    private static void refuseDisplacement(List<Pass.Part> parts, Around around, String wayOut) {
        for (var part : parts) {
            if (Probe.displaces(part.rule())) {
                throw new IllegalArgumentException(part.rule() + " takes from the weights besides the direction, which "
                        + around + " would leave out; " + wayOut);
            }
        }
    }

    private void refuseMove(Around around, List<Param> on) {
        if (!moves) {
            throw new IllegalArgumentException(
                    around + " moves the weights, so it cannot stand inside a rule that waits for"
                            + " its direction; put that rule inside "
                            + around.getClass().getSimpleName());
        }
        on.forEach(p -> refuseDisplacement(bent.get(p), around, "put it inside"));
    }

    private void refuseGuards(String where) {
        if (steppers.stream().anyMatch(Stepper::seesNonFinite)) {
            throw new IllegalArgumentException(
                    "skipNonFinite must be the outermost rule, for no other is shown a gradient"
                            + " that is not finite; here it is within " + where);
        }
    }

    private Scope part(List<Param> on) {
        return scope.of(on);
    }

    private void refuseAfterMove(Transform rule, List<Param> on) {
        for (var p : on) {
            if (movedBy.containsKey(p)) {
                var mover = movedBy.get(p);
                throw new IllegalArgumentException(rule + " stands behind " + mover + ", which has already moved " + p
                        + "; put it inside: the rule around which "
                        + mover.getClass().getSimpleName() + " stands");
            }
        }
    }

    private static void refuseNonMatrices(PerMatrix rule, List<Param> on) {
        for (var p : on) {
            if (!rule.accepts(p)) {
                throw new IllegalArgumentException(rule + " needs matrices but was given " + p
                        + "; route it elsewhere, e.g. route(matrices(), muon(0.02)).otherwise(adamW(3e-4))");
            }
        }
    }

    /** Turns what waits into passes, one for each contiguous run that waits for the same rules at the same rate. */
    private void flush(List<Param> params, boolean move) {
        for (int i = 0; i < params.size(); ) {
            var first = params.get(i);
            var parts = waiting.get(first);
            int j = i + 1;
            while (j < params.size() && continues(params.get(j - 1), params.get(j))) {
                j++;
            }
            boolean last = move && !movedBy.containsKey(first);
            if (last || !parts.isEmpty()) {
                var run = new Pass.Run(first.offset(), params.get(j - 1).end(), first);
                act(Pass.compile(
                        scope,
                        run,
                        List.copyOf(parts),
                        scope.rates().get(first),
                        last ? List.copyOf(bent.get(first)) : List.of(),
                        last));
            }
            for (int k = i; k < j; k++) {
                waiting.put(params.get(k), new ArrayList<>());
            }
            i = j;
        }
    }

    private boolean continues(Param before, Param p) {
        return p.offset() == before.end()
                && same(waiting.get(p), waiting.get(before))
                && same(bent.get(p), bent.get(before))
                && movedBy.containsKey(p) == movedBy.containsKey(before)
                && scope.rates().get(p).equals(scope.rates().get(before));
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
