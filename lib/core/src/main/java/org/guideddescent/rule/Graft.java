package org.guideddescent.rule;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Graft: point where one rule does, as far as another one goes.
 * <pre>
 *   d = P ‖P_g‖ / (‖P‖ + 10⁻¹⁶)          P = direction(g),  P_g = magnitude(g)
 *   d = P_g                               before step start
 * </pre>
 * Norms are Frobenius norms, one for each parameter. Both rules see every gradient from the first step on. For the graft of
 * facebookresearch/optimizers, which takes both of one running mean, give both rules the same β₁. Scratch: two directions;
 * no state of its own. Agarwal et al., 2020, arXiv:2002.11803; the 10⁻¹⁶ is facebookresearch/optimizers'.
 *
 * @param direction only bends the direction
 * @param magnitude only bends the direction
 * @param start 1 grafts from the first step on
 */
public record Graft(Transform direction, Transform magnitude, int start) implements Around {
    private static final double TINY = 1e-16;

    /**
     * Refuses a start before the first step.
     *
     * @param direction only bends the direction
     * @param magnitude only bends the direction
     * @param start 1 grafts from the first step on
     * @throws IllegalArgumentException if the start is below 1
     */
    public Graft {
        if (start < 1) {
            throw new IllegalArgumentException("start must be 1 or more, got " + start);
        }
    }

    @Override
    public List<Transform> inner() {
        return List.of(direction, magnitude);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var ops = scope.ops();
        var d = scope.directionRuns();
        var gradient = like(d, slots, "gradient");
        var kept = like(d, slots, "kept");
        var each = scope.params().stream().map(scope::direction).toArray(INDArray[]::new);
        double[] norms = new double[each.length];
        return step -> {
            copy(ops, d, gradient);
            inner.get(1).apply(step);
            if (step.t() < start) {
                copy(ops, d, kept);
                copy(ops, gradient, d);
                inner.get(0).apply(step);
                copy(ops, kept, d);
                return;
            }
            for (int i = 0; i < each.length; i++) {
                norms[i] = ops.norm(each[i]);
            }
            copy(ops, gradient, d);
            inner.get(0).apply(step);
            for (int i = 0; i < each.length; i++) {
                ops.scale(norms[i] / (ops.norm(each[i]) + TINY), each[i]);
            }
        };
    }

    private static void copy(Ops ops, List<INDArray> from, List<INDArray> to) {
        for (int i = 0; i < from.size(); i++) {
            ops.copy(from.get(i), to.get(i));
        }
    }

    private static List<INDArray> like(List<INDArray> runs, Slots slots, String name) {
        var all = new ArrayList<INDArray>();
        for (int i = 0; i < runs.size(); i++) {
            all.add(slots.scratch(name + i, runs.get(i).length()));
        }
        return all;
    }
}
