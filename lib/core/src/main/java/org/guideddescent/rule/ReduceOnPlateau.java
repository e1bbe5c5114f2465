package org.guideddescent.rule;

import java.util.List;

/**
 * Reduce on plateau: a smaller rate whenever the loss has stopped falling.
 * <pre>  d ← max(factorⁿ, least) d          n: plateaus so far, see {@link Plateau}  </pre>
 * A plateau is noticed at the step that completes a window, from the loss at the weights before it, and that step is the
 * first smaller one. Everything in d is made smaller, coupled and decoupled decay too, as a schedule would do; what a rule takes
 * from the weights besides d is not. Goes around a rule with its rate. State, in double: the best mean; counts of plateaus,
 * windows, windows waited and left to cool; and the sum and count of the losses of the window at hand. Folklore; as in optax,
 * and other than in PyTorch, the window that exhausts the patience is the one that reduces.
 *
 * @param rule whose direction is made smaller, its rate included
 * @param factor in (0, 1)
 * @param least the smallest multiplier of the rate, 0 for no bound
 * @param plateau when the loss counts as standing still
 */
public record ReduceOnPlateau(Transform rule, double factor, double least, Plateau plateau) implements Around {
    /**
     * Refuses a factor outside (0, 1) and a least multiplier outside [0, 1].
     *
     * @param rule whose direction is made smaller, its rate included
     * @param factor in (0, 1)
     * @param least the smallest multiplier of the rate, 0 for no bound
     * @param plateau when the loss counts as standing still
     * @throws IllegalArgumentException if one of the two is outside
     */
    public ReduceOnPlateau {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1), got " + factor);
        }
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("the least multiplier must be in [0, 1], got " + least);
        }
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var ops = scope.ops();
        var runs = scope.directionRuns();
        var plateaus = slots.doubles("plateaus", 1);
        var best = slots.doubles("best", 1);
        var windows = slots.doubles("windows", 1);
        var waited = slots.doubles("waited", 1);
        var cooling = slots.doubles("cooling", 1);
        var gathered = slots.doubles("gathered", 1);
        var losses = slots.doubles("losses", 1);
        return step -> {
            gathered.add(0, 1);
            losses.add(0, step.loss());
            if (gathered.get(0) == plateau.window()) {
                if (plateau.reached(losses.get(0) / gathered.get(0), best, windows, waited, cooling)) {
                    plateaus.add(0, 1);
                }
                gathered.set(0, 0);
                losses.set(0, 0);
            }
            inner.get(0).apply(step);
            double scale = Math.max(StrictMath.pow(factor, plateaus.get(0)), least);
            for (int i = 0; scale < 1 && i < runs.size(); i++) {
                ops.scale(scale, runs.get(i));
            }
        };
    }
}
