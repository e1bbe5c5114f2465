package org.guideddescent.linalg;

import java.io.Serializable;
import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Conjugate gradients: solves A x = b with products alone, for symmetric A.
 * <pre>
 *   α = rᵀz / pᵀAp      x ← x + α p      r ← r − α A p      z = M⁻¹ r      p ← z + (rᵀz / r₋ᵀz₋) p
 * </pre>
 * Every step lowers q(x) = ½ xᵀA x − bᵀx if A is positive definite. Hestenes and Stiefel, 1952; Nocedal and Wright, 2006,
 * Algorithm 5.3. Three vectors of workspace, four with a preconditioner.
 */
public final class ConjugateGradient {
    /** out ← A v. v: not modified. */
    @FunctionalInterface
    public interface Operator {
        /**
         * out ← A v.
         *
         * @param v [n], not modified
         * @param out [n], overwritten; not v
         */
        void times(INDArray v, INDArray out);
    }

    /** Sees the iterates, such as to keep some. */
    @FunctionalInterface
    public interface Watcher {
        /** Sees none. */
        Watcher NONE = (i, x) -> {};

        /**
         * The iterate after i = 1, 2, 3, … products; borrowed.
         *
         * @param i products made so far, from 1
         * @param x the iterate; borrowed, not to be modified
         */
        void see(int i, INDArray x);
    }

    /** Why the iteration ended. */
    public enum Outcome {
        /** ‖r‖ is at most the tolerance times ‖b‖. */
        CONVERGED,
        /** q has nearly stopped falling. */
        NO_PROGRESS,
        /** As many iterations as allowed. */
        ITERATION_LIMIT,
        /** pᵀAp is not positive for the direction p, so A is not positive definite; x is the iterate before. */
        NEGATIVE_CURVATURE,
        /** A product was not finite; x is the iterate before. */
        NOT_FINITE
    }

    /**
     * When to stop.
     *
     * @param iterations at most so many
     * @param tolerance stop when ‖r‖ ≤ tolerance ‖b‖
     * @param progress with k = max(10, i / 10), stop when q fell in the last k iterations by less than k times progress of
     *     its value: Martens, 2010, Section 4.4. 0: never for that reason
     */
    public record Stop(int iterations, double tolerance, double progress) implements Serializable {
        /**
         * Refuses an iteration without products, and negative tolerances.
         *
         * @param iterations at most so many
         * @param tolerance stop when ‖r‖ ≤ tolerance ‖b‖
         * @param progress with k = max(10, i / 10), stop when q fell in the last k iterations by less than k times
         *     progress of its value: Martens, 2010, Section 4.4. 0: never for that reason
         * @throws IllegalArgumentException if iterations is below 1, or tolerance or progress is negative or not a
         *     number
         */
        public Stop {
            if (iterations < 1) {
                throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
            }
            if (!(tolerance >= 0) || !(progress >= 0)) {
                throw new IllegalArgumentException(
                        "tolerance and progress must not be negative, got " + tolerance + " and " + progress);
            }
        }
    }

    private final Ops ops;
    private final Stop stop;
    private final Optional<Operator> preconditioner;
    private final INDArray r;
    private final INDArray p;
    private final INDArray ap;
    private final INDArray z;
    private final double[] values;
    private int iterations;
    private double residual;
    private double model;

    /**
     * Makes an iteration for vectors of n numbers, without a preconditioner.
     *
     * @param ops primitives that compute
     * @param stop when to end
     * @param n numbers in a vector
     * @param workspace where the vectors of the iteration live
     */
    public ConjugateGradient(Ops ops, Stop stop, long n, Workspace workspace) {
        this(ops, stop, Optional.empty(), n, workspace);
    }

    /**
     * Makes an iteration for vectors of n numbers.
     *
     * @param ops primitives that compute
     * @param stop when to end
     * @param preconditioner times M⁻¹, for a symmetric positive definite M near A; empty for none
     * @param n numbers in a vector
     * @param workspace where the vectors of the iteration live
     */
    public ConjugateGradient(Ops ops, Stop stop, Optional<Operator> preconditioner, long n, Workspace workspace) {
        this.ops = ops;
        this.stop = stop;
        this.preconditioner = preconditioner;
        r = workspace.get("cg.r", n);
        p = workspace.get("cg.p", n);
        ap = workspace.get("cg.ap", n);
        z = preconditioner.isPresent() ? workspace.get("cg.z", n) : r;
        values = new double[stop.iterations + 1];
    }

    /**
     * Moves x towards the solution.
     *
     * @param a times A, symmetric
     * @param b not modified
     * @param x where to begin, such as zero; overwritten
     * @param watcher shown each iterate
     * @return how it ended
     */
    public Outcome solve(Operator a, INDArray b, INDArray x, Watcher watcher) {
        a.times(x, ap);
        ops.copy(b, r);
        ops.axpy(-1, ap, r);
        precondition();
        ops.copy(z, p);
        double enough = stop.tolerance * ops.norm(b);
        double rz = ops.dot(r, z);
        iterations = 0;
        while (true) {
            residual = ops.norm(r);
            model = -0.5 * (ops.dot(x, b) + ops.dot(x, r));
            values[iterations] = model;
            if (!Double.isFinite(residual)) {
                return Outcome.NOT_FINITE;
            } else if (residual <= enough || rz == 0) {
                return Outcome.CONVERGED;
            } else if (stalls()) {
                return Outcome.NO_PROGRESS;
            } else if (iterations == stop.iterations) {
                return Outcome.ITERATION_LIMIT;
            }
            a.times(p, ap);
            double curvature = ops.dot(p, ap);
            if (!(curvature > 0)) {
                return curvature <= 0 ? Outcome.NEGATIVE_CURVATURE : Outcome.NOT_FINITE;
            }
            double alpha = rz / curvature;
            ops.axpy(alpha, p, x);
            ops.axpy(-alpha, ap, r);
            precondition();
            double before = rz;
            rz = ops.dot(r, z);
            ops.scale(rz / before, p);
            ops.axpy(1, z, p);
            iterations++;
            watcher.see(iterations, x);
        }
    }

    private void precondition() {
        if (preconditioner.isPresent()) {
            preconditioner.get().times(r, z);
        }
    }

    private boolean stalls() {
        int k = Math.max(10, iterations / 10);
        return stop.progress > 0
                && iterations > k
                && model < 0
                && (model - values[iterations - k]) / model < k * stop.progress;
    }

    /** {@return the number of products after the first residual} */
    public int iterations() {
        return iterations;
    }

    /** {@return ‖b − A x‖ at the end, as the recursion has it} */
    public double residual() {
        return residual;
    }

    /** {@return q(x) = ½ xᵀA x − bᵀx at the end} */
    public double model() {
        return model;
    }

    /** {@return the direction along which curvature was found not positive; borrowed} */
    public INDArray direction() {
        return p;
    }
}
