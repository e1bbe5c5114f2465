package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.ConjugateGradient;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Truncated Newton, also called Hessian-free: conjugate gradients on a damped quadratic model, never forming its matrix.
 * <pre>
 *   (B + λ I) d ≈ g      begun at decay · the last solution, ended when the model stops falling
 *   d ← the kept iterate with the lowest loss, seen from the last one back      d ← α d  by Armijo's condition
 *   ρ = (f(θ − d) − f(θ)) / m(d),  m(d) = ½ dᵀB d − gᵀd:   ρ &lt; ¼: λ ← 3/2 λ      ρ &gt; ¾: λ ← 2/3 λ
 * </pre>
 * ρ is that of the last iterate and of the model without damping; the paper leaves both open. Where the curvature is not
 * positive, conjugate gradients stop with the iterate before (Nocedal and Wright, 2006, Chapter 7), or with the gradient
 * if there is none. A step that does not go down is not made, and λ grows. State: the last solution (1 number per parameter),
 * λ, steps not made. Martens, 2010, Section 4.
 *
 * @param curvature B: the paper's is the Gauss–Newton matrix; with the Hessian it is Newton-CG
 * @param damping the first λ, not negative; 0 keeps it at zero
 * @param decay of the last solution, where the next search begins, in [0, 1)
 * @param stop when conjugate gradients end
 * @param armijo of the search along d
 * @param lookBack whether iterates ⌈1.3ʲ⌉ are kept and compared, for 1 more vector each
 */
public record HessianFree(
        CurvatureMatrix curvature,
        double damping,
        double decay,
        ConjugateGradient.Stop stop,
        Armijo armijo,
        boolean lookBack)
        implements Whole {
    private static final double SPACING = 1.3;
    private static final double LARGEST = 1e12;

    /**
     * Refuses a negative damping and a decay outside [0, 1).
     *
     * @param curvature B: the paper's is the Gauss–Newton matrix; with the Hessian it is Newton-CG
     * @param damping the first λ, not negative; 0 keeps it at zero
     * @param decay of the last solution, where the next search begins, in [0, 1)
     * @param stop when conjugate gradients end
     * @param armijo of the search along d
     * @param lookBack whether iterates ⌈1.3ʲ⌉ are kept and compared, for 1 more vector each
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public HessianFree {
        Require.notNegative("damping", damping);
        Require.fraction("decay", decay);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var solver = new Solver(scope, slots);
        return Asking.curvature(solver::step);
    }

    private final class Solver {
        private final Ops ops;
        private final Ray ray;
        private final DampedCurvature damped;
        private final ConjugateGradient cg;
        private final INDArray solution;
        private final Numbers memory;
        private final DoubleUnaryOperator loss;
        private final ConjugateGradient.Watcher watcher;
        private final List<INDArray> kept = new ArrayList<>();
        private final int[] when;
        private int keeps;

        Solver(Scope scope, Slots slots) {
            ops = scope.ops();
            var slice = new Slice(scope);
            ray = new Ray(scope, slots, slice);
            damped = new DampedCurvature(ops, slice, slots, curvature);
            cg = new ConjugateGradient(ops, stop, slice.n(), slots::scratch);
            solution = slots.zeros("solution", slice.n());
            memory = slots.doubles("lambda-failed", 2);
            loss = ray::loss;
            watcher = lookBack ? this::keep : ConjugateGradient.Watcher.NONE;
            when = lookBack ? spaced(stop.iterations()) : new int[0];
            for (int i = 0; i < when.length; i++) {
                kept.add(slots.scratch("kept" + i, slice.n()));
            }
        }

        private void keep(int i, INDArray x) {
            if (keeps < when.length && i == when[keeps]) {
                ops.copy(x, kept.get(keeps));
                keeps++;
            }
        }

        void step(Step step) {
            ray.begin(step);
            if (memory.get(0) == 0) {
                memory.set(0, damping); // The first step, for λ never becomes zero by itself.
            }
            damped.damping = memory.get(0);
            ops.scale(decay, solution);
            keeps = 0;
            var outcome = cg.solve(damped, ray.g, solution, watcher);
            ops.copy(solution, ray.d);
            double model = cg.model() - damped.damping / 2 * ops.dot(solution, solution);
            double slope = ray.slope0();
            if (!(slope < 0) || outcome == ConjugateGradient.Outcome.NOT_FINITE) {
                ops.copy(ray.g, ray.d);
                ops.fill(0, solution);
                model = 0;
                keeps = 0;
            }
            double last = ray.loss(1);
            if (model < 0) {
                adapt((last - step.loss()) / model);
            }
            lookBack(last);
            double alpha = armijo.search(loss, step.loss(), ray.slope0(), 1);
            if (alpha == 0 && ray.slope0() < 0) {
                memory.add(1, 1);
            }
            ray.finish(alpha);
        }

        /** d ← an earlier iterate, as long as the next earlier one is better. */
        private void lookBack(double last) {
            double best = last;
            int chosen = keeps;
            for (int i = keeps - 1; i >= 0; i--) {
                ops.copy(kept.get(i), ray.d);
                double there = ray.loss(1);
                if (there > best) {
                    break;
                }
                best = there;
                chosen = i;
            }
            if (keeps > 0) {
                ops.copy(chosen < keeps ? kept.get(chosen) : solution, ray.d);
            }
        }

        private void adapt(double rho) {
            double lambda = memory.get(0);
            if (!(rho >= 0.25)) {
                memory.set(0, Math.min(1.5 * lambda, LARGEST));
            } else if (rho > 0.75) {
                memory.set(0, lambda / 1.5);
            }
        }
    }

    /** ⌈1.3ʲ⌉ without repetition, up to most. */
    private static int[] spaced(int most) {
        var all = new ArrayList<Integer>();
        for (double at = 1; Math.ceil(at) <= most; at *= SPACING) {
            int i = (int) Math.ceil(at);
            if (all.isEmpty() || all.get(all.size() - 1) != i) {
                all.add(i);
            }
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
