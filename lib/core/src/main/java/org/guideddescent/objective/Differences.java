package org.guideddescent.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/** The work of {@link Check}: central differences of losses and of gradients. */
final class Differences {
    static final int COORDINATES = 50;
    static final int DIRECTIONS = 4;
    /** ε^⅓ for ε = 2⁻⁵². */
    private static final double STEP = Math.cbrt(Math.ulp(1.0));
    /** The rounding of a difference over its step is 1e-10 of the loss: against this floor, an error of 1e-8. */
    private static final double FLOOR = 1e-2;

    private final Objective objective;
    private final ParamVector theta;
    private final Batch batch;
    private final RandomGenerator random;
    private final Ops ops = Ops.current();
    private final ParamVector grad;
    private final ParamVector moved;
    private final ParamVector kept;
    private final Worst untouched = new Worst(Check.Claim.UNTOUCHED);

    Differences(Objective objective, ParamVector theta, Batch batch, RandomGenerator random) {
        if (theta.type() != DataType.DOUBLE) {
            throw new IllegalArgumentException("differences need DOUBLE parameters, got " + theta.type()
                    + ", whose rounding hides an error; use ParamVector.zeros(objective.layout(), DataType.DOUBLE),"
                    + " and a batch of DOUBLE");
        }
        if (!theta.layout().equals(objective.layout())) {
            throw new IllegalArgumentException("theta is of " + theta.layout().params() + " but the objective of "
                    + objective.layout().params() + "; make it of objective.layout()");
        }
        this.objective = objective;
        this.theta = theta;
        this.batch = batch;
        this.random = random;
        grad = theta.like();
        moved = theta.like();
        kept = theta.copy();
    }

    List<Check.Finding> findings() {
        var findings = new ArrayList<>(List.of(loss(), gradient()));
        if (objective instanceof Objective.Curved curved) {
            var hessian = products(curved::hessianTimes);
            findings.add(hessian(hessian));
            findings.add(hessian.symmetry(Check.Claim.HESSIAN_SYMMETRY));
            var gaussNewton = products(curved::gaussNewtonTimes);
            findings.add(gaussNewton.symmetry(Check.Claim.GAUSS_NEWTON_SYMMETRY));
            findings.add(gaussNewton.sign(Check.Claim.GAUSS_NEWTON_SIGN));
        }
        untouched.seeExactly(theta, kept);
        findings.add(untouched.finding());
        return findings;
    }

    private Products products(Products.Times times) {
        return new Products(theta, batch, times, random, untouched);
    }

    private Check.Finding loss() {
        var worst = new Worst(Check.Claim.LOSS);
        // Not zero, so that an objective that adds to grad is found.
        ops.fill(1, grad.flat());
        double first = objective.gradient(theta, batch, grad);
        double floor = FLOOR * rms(grad);
        worst.see(objective.loss(theta, batch), first, floor, () -> "loss(…) after gradient(…)");
        worst.see(objective.gradient(theta, batch, moved), first, floor, () -> "the second gradient(…)");
        return worst.finding();
    }

    private Check.Finding gradient() {
        var worst = new Worst(Check.Claim.GRADIENT);
        // With what the call before left in grad, which is to be overwritten.
        double size = Math.abs(objective.gradient(theta, batch, grad)) + rms(grad);
        int n = (int) grad.layout().size();
        for (int k = 0; k < Math.min(n, COORDINATES); k++) {
            int i = n <= COORDINATES ? k : random.nextInt(n);
            double x = kept.flat().getDouble(i);
            double h = STEP * Math.max(1, Math.abs(x));
            double d = (lossAt(i, x + h) - lossAt(i, x - h)) / (2 * h);
            worst.see(grad.flat().getDouble(i), d, FLOOR * size, () -> Worst.place(theta.layout(), i));
        }
        return worst.finding();
    }

    private double lossAt(int i, double value) {
        ops.copy(kept.flat(), moved.flat());
        moved.flat().putScalar(i, value);
        return objective.loss(moved, batch);
    }

    private Check.Finding hessian(Products products) {
        var worst = new Worst(Check.Claim.HESSIAN);
        objective.gradient(theta, batch, grad);
        double size = rms(grad);
        double h = STEP * Math.max(1, rms(theta));
        var up = theta.like();
        for (int k = 0; k < DIRECTIONS; k++) {
            var v = products.direction();
            gradientAlong(v, h, up);
            gradientAlong(v, -h, grad);
            ops.axpy(-1, grad.flat(), up.flat());
            ops.scale(1 / (2 * h), up.flat());
            worst.see(products.times(v), up, FLOOR * (size + rms(up)));
        }
        return worst.finding();
    }

    private void gradientAlong(ParamVector v, double h, ParamVector out) {
        ops.copy(kept.flat(), moved.flat());
        ops.axpy(h, v.flat(), moved.flat());
        objective.gradient(moved, batch, out);
    }

    private double rms(ParamVector x) {
        return ops.norm(x.flat()) / Math.sqrt((double) kept.layout().size());
    }
}
