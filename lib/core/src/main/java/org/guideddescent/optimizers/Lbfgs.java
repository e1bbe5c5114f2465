package org.guideddescent.optimizers;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * L-BFGS: BFGS from the last m pairs, without its matrix.
 * <pre>
 *   d = α H g by the two loops over pairs (sᵢ, yᵢ)          H₀ = γ I,  γ = sᵀy / yᵀy of the newest pair
 *   s = −d,   y = g(θ + s) − g                              H = I / ‖g‖ while there is no pair
 * </pre>
 * Both gradients of y are on the same batch: a search leaves them, a step of fixed length costs one more (Schraudolph et
 * al., 2007, call such pairs consistent). A pair with sᵀy ≤ 10⁻⁸ ‖s‖ ‖y‖ is left out. A search without a step drops the
 * pairs, and so does a step to where the loss is not finite. State: S, Y (2m numbers per parameter), 1 / sᵀy and γ, and
 * counts. Nocedal and Wright, 2006, Chapter 7: the L-BFGS two-loop recursion.
 *
 * @param memory m, at least 1
 * @param reach how far a step goes along d
 */
public record Lbfgs(int memory, Reach reach) implements Whole {
    /** How far a step goes along the direction. */
    public sealed interface Reach extends Serializable permits StrongWolfe, AtItsRate {}

    /** The step is η H g, of whatever length that is. */
    public record AtItsRate() implements Reach {}

    private static final double FLAT = 1e-8;
    private static final int COUNT = 0;
    private static final int NEXT = 1;
    private static final int GAMMA = 2;
    private static final int FAILED = 3;
    private static final int RHO = 4;

    /**
     * Refuses a memory of no pair.
     *
     * @param memory m, at least 1
     * @param reach how far a step goes along d
     * @throws IllegalArgumentException if m is below 1
     */
    public Lbfgs {
        Require.atLeast("memory", 1, memory);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope);
        var ray = new Ray(scope, slots, slice);
        var loops = new Loops(ops, memory, slots, slice.n());
        return reach instanceof StrongWolfe wolfe
                ? searching(ray, loops, wolfe.new Search())
                : ofFixedLength(ops, slice, ray, loops);
    }

    private static Stepper searching(Ray ray, Loops loops, StrongWolfe.Search search) {
        return Asking.loss(step -> {
            ray.begin(step);
            double first = loops.direction(ray);
            double slope = ray.slope0();
            var outcome = search.along(ray, step.loss(), slope, first);
            ray.finish(search.alpha());
            if (outcome.moves()) {
                loops.learn(ray);
            } else {
                loops.forget(slope == 0 ? 0 : 1);
            }
        });
    }

    private static Stepper ofFixedLength(Ops ops, Slice slice, Ray ray, Loops loops) {
        var steps = slice.matrices(ray.d);
        var rates = slice.rates();
        return Asking.loss(step -> {
            ray.begin(step);
            double first = loops.direction(ray);
            ray.finish(first);
            // The pair is that of the step that will be made, η d.
            for (int i = 0; i < steps.size(); i++) {
                ops.scale(rates.get(i).applyAsDouble(step.t()), steps.get(i));
            }
            if (Double.isFinite(ray.value(1)) && Double.isFinite(ray.slope())) {
                loops.learn(ray);
            } else {
                loops.forget(1);
            }
        });
    }

    /** The two loops and the ring of pairs. */
    private static final class Loops {
        private final Ops ops;
        private final int m;
        private final Numbers numbers;
        private final List<INDArray> s = new ArrayList<>();
        private final List<INDArray> y = new ArrayList<>();
        private final double[] a;

        Loops(Ops ops, int m, Slots slots, long n) {
            this.ops = ops;
            this.m = m;
            numbers = slots.doubles("count-next-gamma-failed-rho", RHO + m);
            var steps = slots.zeros("S", m * n);
            var changes = slots.zeros("Y", m * n);
            for (int i = 0; i < m; i++) {
                s.add(Scope.window(steps, i * n, (i + 1) * n));
                y.add(Scope.window(changes, i * n, (i + 1) * n));
            }
            a = new double[m];
        }

        /** d ← H g; returns the first length to try, which is 1 / ‖g‖ while d is the gradient itself. */
        double direction(Ray ray) {
            ops.copy(ray.g, ray.d);
            int count = (int) numbers.get(COUNT);
            if (count > 0) {
                twoLoops(ray.d, count);
                if (ray.slope0() < 0) {
                    return 1;
                }
                forget(0);
                ops.copy(ray.g, ray.d);
            }
            double norm = ops.norm(ray.g);
            return norm > 0 ? 1 / norm : 0;
        }

        private void twoLoops(INDArray q, int count) {
            int next = (int) numbers.get(NEXT);
            for (int back = 1; back <= count; back++) {
                int i = Math.floorMod(next - back, m);
                a[i] = numbers.get(RHO + i) * ops.dot(s.get(i), q);
                ops.axpy(-a[i], y.get(i), q);
            }
            ops.scale(numbers.get(GAMMA), q);
            for (int back = count; back >= 1; back--) {
                int i = Math.floorMod(next - back, m);
                double b = numbers.get(RHO + i) * ops.dot(y.get(i), q);
                ops.axpy(a[i] - b, s.get(i), q);
            }
        }

        /** Takes the pair of the step −d made and the gradient told at its end. */
        void learn(Ray ray) {
            int i = (int) numbers.get(NEXT);
            int count = (int) numbers.get(COUNT);
            // Into memory before it is known to be good: with m pairs that drops the oldest one.
            ops.copy(ray.d, s.get(i));
            ops.scale(-1, s.get(i));
            ops.copy(ray.told, y.get(i));
            ops.axpy(-1, ray.g, y.get(i));
            double sy = ops.dot(s.get(i), y.get(i));
            double yy = ops.dot(y.get(i), y.get(i));
            if (sy > FLAT * ops.norm(s.get(i)) * Math.sqrt(yy)) {
                numbers.set(RHO + i, 1 / sy);
                numbers.set(GAMMA, sy / yy);
                numbers.set(NEXT, (i + 1) % m);
                numbers.set(COUNT, Math.min(count + 1, m));
            } else {
                numbers.set(COUNT, Math.min(count, m - 1));
            }
        }

        void forget(int failed) {
            numbers.set(COUNT, 0);
            numbers.add(FAILED, failed);
        }
    }
}
