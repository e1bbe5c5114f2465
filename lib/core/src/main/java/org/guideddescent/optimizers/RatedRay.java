package org.guideddescent.optimizers;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ray θ − α η d that a rule around rules searches: η d is the step that the rules inside would make. */
final class RatedRay implements DoubleUnaryOperator {
    private final Ops ops;
    private final Ray ray;
    private final List<INDArray> steps;
    private final List<LongToDoubleFunction> rates;
    private final List<INDArray> directions;
    private final Slice.Windows direction;

    RatedRay(Scope scope, Slots slots) {
        ops = scope.ops();
        var slice = new Slice(scope, false);
        ray = new Ray(scope, slots, slice);
        steps = slice.matrices(ray.d);
        rates = slice.rates();
        directions = scope.directionRuns();
        direction = slice.direction(ray.d);
    }

    /** Reads weights and gradient, before the rules inside bend it. */
    void begin(Step step) {
        ray.begin(step);
    }

    /** Reads what the rules inside made of it; returns the slope −gᵀ(η d). */
    double load(long t) {
        direction.gather();
        for (int i = 0; i < steps.size(); i++) {
            ops.scale(rates.get(i).applyAsDouble(t), steps.get(i));
        }
        return ray.slope0();
    }

    /** Whether the step to search along is not zero. */
    boolean moves() {
        return ops.maxAbs(ray.d) > 0;
    }

    /** The loss at θ − α η d. */
    @Override
    public double applyAsDouble(double alpha) {
        return ray.loss(alpha);
    }

    /** For searches that want slopes too. */
    StrongWolfe.Line line() {
        return ray;
    }

    /** The scope's direction becomes α d. */
    void scale(double alpha) {
        for (int i = 0; i < directions.size(); i++) {
            if (alpha == 0) {
                ops.fill(0, directions.get(i));
            } else {
                ops.scale(alpha, directions.get(i));
            }
        }
    }
}
