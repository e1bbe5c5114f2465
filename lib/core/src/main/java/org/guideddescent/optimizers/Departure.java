package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the weights of a scope began, and how far from there they are. State: the weights at first (1 number per parameter). */
final class Departure {
    private static final double[] NONE = {};
    private static final Program DIFFERENCE = new Program(3, 0, List.of(new Program.Write(2, load(0).minus(load(1)))));

    private final Ops ops;
    private final List<Stretch> stretches;
    private final INDArray start;
    private final INDArray difference;
    private final List<Compiled> subtract = new ArrayList<>();

    Departure(Scope scope, Slots slots) {
        ops = scope.ops();
        stretches = Stretch.of(scope);
        start = slots.zeros("start", scope.size());
        difference = slots.sharedScratch("difference", scope.size());
        for (var s : stretches) {
            subtract.add(ops.compile(DIFFERENCE, s.weights(), s.in(start), s.in(difference)));
        }
    }

    /** Remembers the weights as they are. */
    void begin() {
        for (int i = 0; i < stretches.size(); i++) {
            ops.copy(stretches.get(i).weights(), stretches.get(i).in(start));
        }
    }

    /** ‖θ − θ₀‖² over the scope, from the difference itself, for ‖θ‖² − 2⟨θ, θ₀⟩ + ‖θ₀‖² would cancel. */
    double squared() {
        for (int i = 0; i < subtract.size(); i++) {
            subtract.get(i).run(NONE);
        }
        return ops.dot(difference, difference);
    }

    /** ‖g‖² of what is in the direction. */
    double gradientSquared() {
        double sum = 0;
        for (int i = 0; i < stretches.size(); i++) {
            sum += ops.dot(stretches.get(i).direction(), stretches.get(i).direction());
        }
        return sum;
    }

    /** ‖θ‖. */
    double norm() {
        double sum = 0;
        for (int i = 0; i < stretches.size(); i++) {
            sum += ops.dot(stretches.get(i).weights(), stretches.get(i).weights());
        }
        return Math.sqrt(sum);
    }

    /** d ← factor d. */
    void scaleDirection(double factor) {
        for (int i = 0; i < stretches.size(); i++) {
            ops.scale(factor, stretches.get(i).direction());
        }
    }
}
