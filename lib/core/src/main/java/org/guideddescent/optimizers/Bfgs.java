package org.guideddescent.optimizers;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Diagonal;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * BFGS: learn the inverse Hessian from how gradients change along steps.
 * <pre>
 *   d = α H g   with α by a strong Wolfe search          s = −d,  y = g(θ + s) − g,  ρ = 1 / sᵀy
 *   H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ              H = I / ‖g‖ at first, (sᵀy / yᵀy) I before the first update
 * </pre>
 * Both gradients of y are on the same batch. A pair with sᵀy ≤ 10⁻⁸ ‖s‖ ‖y‖ is left out. A search without a step begins
 * anew from the gradient. State: H (n numbers per parameter) and the numbers of updates and of searches without a step.
 * Nocedal and Wright, 2006, Chapter 6: the BFGS method.
 *
 * @param wolfe the search along d
 */
public record Bfgs(StrongWolfe wolfe) implements Whole {
    /** More parameters would take more than 67 MB in float, read and written twice a step. */
    private static final int MOST = 4096;

    private static final double FLAT = 1e-8;

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var slice = new Slice(scope);
        int n = slice.few(this, MOST, "lbfgs()");
        var ray = new Ray(scope, slots, slice);
        var h = slots.zeros("H", n, n);
        var memory = slots.doubles("updates-failed", 2);
        var s = slots.scratch("s", n, 1);
        var w = slots.scratch("w", n, 1);
        var g = column(ray.g);
        var y = column(ray.told);
        var d = column(ray.d);
        var search = wolfe.new Search();
        return Asking.loss(step -> {
            ray.begin(step);
            double first = 1;
            if (memory.get(0) > 0) {
                ops.gemm(false, false, 1, h, g, 0, d);
            }
            if (memory.get(0) == 0 || !(ray.slope0() < 0)) {
                memory.set(0, 0);
                ops.copy(g, d);
                first = 1 / ops.norm(g);
            }
            double slope = ray.slope0();
            var outcome = search.along(ray, step.loss(), slope, first);
            ray.finish(search.alpha());
            if (outcome.moves()) {
                ops.copy(d, s);
                ops.scale(-1, s);
                ops.axpy(-1, g, y);
                update(ops, h, s, y, w, memory);
            } else {
                memory.set(0, 0);
                memory.add(1, slope == 0 ? 0 : 1);
            }
        });
    }

    private static void update(Ops ops, INDArray h, INDArray s, INDArray y, INDArray w, Numbers memory) {
        double sy = ops.dot(s, y);
        if (!(sy > FLAT * ops.norm(s) * ops.norm(y))) {
            return;
        }
        if (memory.get(0) == 0) {
            Diagonal.assign(ops, sy / ops.dot(y, y), h);
        }
        // With w = −ρ H y + ½ (ρ + ρ² yᵀHy) s the update is H + s wᵀ + w sᵀ.
        double rho = 1 / sy;
        ops.gemm(false, false, -rho, h, y, 0, w);
        double yhy = -ops.dot(w, y) / rho;
        ops.axpy(0.5 * (rho + rho * rho * yhy), s, w);
        ops.gemm(false, true, 1, s, w, 1, h);
        ops.gemm(false, true, 1, w, s, 1, h);
        memory.add(0, 1);
    }

    private static INDArray column(INDArray packed) {
        return packed.reshape('c', true, packed.length(), 1);
    }
}
