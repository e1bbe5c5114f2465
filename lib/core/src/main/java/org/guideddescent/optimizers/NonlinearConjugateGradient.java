package org.guideddescent.optimizers;

import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Nonlinear conjugate gradients: each direction keeps a part of the one before.
 * <pre>
 *   p = g + β p₋          d = α p   with α by a strong Wolfe search          y = g − g₋
 * </pre>
 * Back to p = g every {@code restart} steps, where successive gradients are far from orthogonal, |gᵀg₋| ≥ 0.1 ‖g‖², and where p
 * does not descend. The search begins at α₋ · (g₋ᵀp₋ / gᵀp), at first at 1 / ‖g‖. Its slopes must end flat: the
 * Fletcher–Reeves formula wants c₂ below one half. State: g₋, p₋ (2 numbers per parameter), α₋ · g₋ᵀp₋, steps since the last
 * restart, searches without a step. Nocedal and Wright, 2006, Chapters 5 (nonlinear conjugate
 * gradients, restarts) and 3 (initial step length).
 *
 * @param beta the formula for β
 * @param wolfe the search along p
 * @param restart steps until p = g again; 0 for never
 */
public record NonlinearConjugateGradient(Beta beta, StrongWolfe wolfe, int restart) implements Whole {
    private static final double ORTHOGONAL = 0.1;

    /**
     * Refuses a negative number of steps between restarts.
     *
     * @param beta the formula for β
     * @param wolfe the search along p
     * @param restart steps until p = g again; 0 for never
     * @throws IllegalArgumentException if restart is below 0
     */
    public NonlinearConjugateGradient {
        if (restart < 0) {
            throw new IllegalArgumentException("restart must be 0 for never, or a number of steps, got " + restart);
        }
    }

    /** How much of the last direction is kept, for minimization with p pointing up: p = g + β p₋. */
    public enum Beta {
        /** gᵀg / g₋ᵀg₋. Fletcher and Reeves, 1964. */
        FLETCHER_REEVES {
            @Override
            double of(double gg, double old, double gy, double py) {
                return gg / old;
            }
        },
        /** max(0, gᵀy / g₋ᵀg₋). Polak and Ribière, 1969, cut at zero as Powell proposed. */
        POLAK_RIBIERE {
            @Override
            double of(double gg, double old, double gy, double py) {
                return Math.max(0, gy / old);
            }
        },
        /** −gᵀy / p₋ᵀy. Hestenes and Stiefel, 1952. */
        HESTENES_STIEFEL {
            @Override
            double of(double gg, double old, double gy, double py) {
                return -gy / py;
            }
        },
        /** −gᵀg / p₋ᵀy. Dai and Yuan, 1999. */
        DAI_YUAN {
            @Override
            double of(double gg, double old, double gy, double py) {
                return -gg / py;
            }
        };

        /** gg: gᵀg, old: g₋ᵀg₋, gy: gᵀy, py: p₋ᵀy, which is negative after a Wolfe step since p points up. */
        abstract double of(double gg, double old, double gy, double py);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var ray = new Ray(scope, slots, new Slice(scope));
        var before = slots.zeros("gradient", scope.size());
        var last = slots.zeros("direction", scope.size());
        var memory = slots.doubles("slope-since-failed", 3);
        var search = wolfe.new Search();
        return Asking.loss(step -> {
            ray.begin(step);
            double beta = kept(ops, ray.g, before, last, memory.get(1));
            ops.copy(ray.g, ray.d);
            ops.axpy(beta, last, ray.d);
            if (!(ray.slope0() < 0)) {
                beta = 0;
                ops.copy(ray.g, ray.d);
            }
            ops.copy(ray.g, before);
            ops.copy(ray.d, last);
            double slope = ray.slope0();
            double first = memory.get(0) < 0 ? memory.get(0) / slope : 1 / ops.norm(ray.g);
            var outcome = search.along(ray, step.loss(), slope, first);
            memory.set(0, search.alpha() * slope);
            memory.set(1, outcome.moves() ? beta == 0 ? 1 : memory.get(1) + 1 : 0);
            memory.add(2, outcome.moves() || slope == 0 ? 0 : 1);
            ray.finish(search.alpha());
        });
    }

    private double kept(Ops ops, INDArray g, INDArray before, INDArray last, double since) {
        double gg = ops.dot(g, g);
        double across = ops.dot(g, before);
        double old = ops.dot(before, before);
        boolean again = since == 0 || (restart > 0 && since >= restart) || Math.abs(across) >= ORTHOGONAL * gg;
        double b = again ? 0 : beta.of(gg, old, gg - across, ops.dot(last, g) - ops.dot(last, before));
        return Double.isFinite(b) ? b : 0;
    }
}
