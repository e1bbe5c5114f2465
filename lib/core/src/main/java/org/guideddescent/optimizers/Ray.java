package org.guideddescent.optimizers;

import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss φ(α) = f(θ − α d) on a step's batch, and the arrays that a search along it works on, packed as in {@link Slice}. */
final class Ray implements StrongWolfe.Line {
    /** The gradient at θ. */
    final INDArray g;
    /** The direction, to be filled in; scaled by what the search finds at the end. */
    final INDArray d;
    /** The gradient at the last point tried. */
    final INDArray told;

    private final Ops ops;
    private final Slice slice;
    private final INDArray theta;
    private final INDArray x;
    private final Slice.Windows weights;
    private final Slice.Windows gradient;
    private final Slice.Windows direction;
    private final Slice.Place place;
    private double slope;

    Ray(Scope scope, Slots slots, Slice slice) {
        this.slice = slice;
        ops = scope.ops();
        long n = slice.n();
        theta = slots.scratch("ray.theta", n);
        g = slots.scratch("ray.g", n);
        d = slots.scratch("ray.d", n);
        x = slots.scratch("ray.x", n);
        told = slots.scratch("ray.told", n);
        weights = slice.weights(theta);
        gradient = slice.direction(g);
        direction = slice.direction(d);
        place = slice.place(x, told);
    }

    /** Reads weights and gradient. */
    void begin(Step step) {
        slice.begin(step);
        weights.gather();
        gradient.gather();
    }

    /** φ′(0) = −gᵀd. */
    double slope0() {
        return -ops.dot(g, d);
    }

    /** φ(α) alone. */
    double loss(double alpha) {
        move(alpha);
        return place.loss();
    }

    @Override
    public double value(double alpha) {
        move(alpha);
        double loss = place.gradient();
        slope = -ops.dot(told, d);
        return loss;
    }

    @Override
    public double slope() {
        return slope;
    }

    private void move(double alpha) {
        ops.copy(theta, x);
        ops.axpy(-alpha, d, x);
    }

    /** d ← α d, and the scope's direction becomes that. */
    void finish(double alpha) {
        if (alpha == 0) {
            ops.fill(0, d);
        } else {
            ops.scale(alpha, d);
        }
        direction.scatter();
    }
}
