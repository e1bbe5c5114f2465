package org.guideddescent.objective;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.ParamVector;

/** The work of {@link Check} on the products of one matrix: symmetric, without negative curvature, v left alone. */
final class Products {
    private static final int POWER_ITERATIONS = 20;

    private final ParamVector theta;
    private final Batch batch;
    private final Times times;
    private final RandomGenerator random;
    private final Worst untouched;
    private final Ops ops = Ops.current();
    private final double root;

    /** {@link Objective.Curved#hessianTimes} or {@link Objective.Curved#gaussNewtonTimes}. */
    @FunctionalInterface
    interface Times {
        void apply(ParamVector theta, Batch batch, ParamVector v, ParamVector out);
    }

    /** untouched: shown what became of v. */
    Products(ParamVector theta, Batch batch, Times times, RandomGenerator random, Worst untouched) {
        this.theta = theta;
        this.batch = batch;
        this.times = times;
        this.random = random;
        this.untouched = untouched;
        root = Math.sqrt((double) theta.layout().size());
    }

    ParamVector times(ParamVector v) {
        var before = v.copy();
        var out = theta.like();
        // Not zero, so that an objective that adds to out is found.
        ops.fill(1, out.flat());
        times.apply(theta, batch, v, out);
        untouched.seeExactly(v, before);
        return out;
    }

    Check.Finding symmetry(Check.Claim claim) {
        var worst = new Worst(claim);
        for (int k = 0; k < Differences.DIRECTIONS; k++) {
            var u = direction();
            var v = direction();
            var timesV = times(v);
            double one = dot(u, timesV);
            double other = dot(times(u), v);
            worst.see(one, other, ops.norm(timesV.flat()) / root, () -> "⟨u, M v⟩ and ⟨M u, v⟩ for random u, v");
        }
        return worst.finding();
    }

    /** Power iterations for the largest eigenvalue λ, then on λ I − M for the smallest. */
    Check.Finding sign(Check.Claim claim) {
        var worst = new Worst(claim);
        double largest = Math.abs(extreme(0, 1));
        double smallest = extreme(1.01 * largest, -1);
        worst.see(smallest, Math.max(0, smallest), largest, () -> "the smallest ⟨v, M v⟩ found, ‖v‖ = 1");
        return worst.finding();
    }

    /** ⟨v, M v⟩ for the v to which power iterations of shift I + sign M lead. */
    private double extreme(double shift, double sign) {
        var v = direction();
        double value = 0;
        for (int k = 0; k < POWER_ITERATIONS; k++) {
            var product = times(v);
            value = dot(v, product);
            ops.scale(sign, product.flat());
            ops.axpy(shift, v.flat(), product.flat());
            double length = ops.norm(product.flat());
            if (length == 0) {
                return value;
            }
            ops.scale(1 / length, product.flat());
            v = product;
        }
        return value;
    }

    /** Random, of length 1. */
    ParamVector direction() {
        var v = theta.like();
        ops.normal(random.nextLong(), v.flat());
        ops.scale(1 / ops.norm(v.flat()), v.flat());
        return v;
    }

    private double dot(ParamVector a, ParamVector b) {
        return ops.dot(a.flat(), b.flat());
    }
}
