package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Piece;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the weights of a scope began, and how far from there they are. State: the weights at first (1 number per parameter). */
final class Departure {
    private static final double[] NONE = {};
    private static final Program DIFFERENCE = new Program(3, 0, List.of(new Program.Write(2, load(0).minus(load(1)))));

    private final Ops ops;
    private final List<Piece> pieces;
    private final INDArray start;
    private final INDArray difference;
    private final List<INDArray> directions;
    private final List<INDArray> weights;
    private final Compiled subtract;

    Departure(Scope scope, Slots slots) {
        ops = scope.ops();
        pieces = scope.pieces();
        start = slots.zeros("start", scope.size());
        difference = slots.sharedScratch("difference", scope.size());
        directions = pieces.stream().map(Piece::direction).toList();
        weights = pieces.stream().map(Piece::theta).toList();
        subtract = scope.compile(DIFFERENCE, p -> new INDArray[] {p.theta(), p.of(start), p.of(difference)});
    }

    /** Remembers the weights as they are. */
    void begin() {
        for (int i = 0; i < pieces.size(); i++) {
            ops.copy(pieces.get(i).theta(), pieces.get(i).of(start));
        }
    }

    /** ‖θ − θ₀‖² over the scope, from the difference itself, for ‖θ‖² − 2⟨θ, θ₀⟩ + ‖θ₀‖² would cancel. */
    double squared() {
        subtract.run(NONE);
        return ops.dot(difference, difference);
    }

    /** ‖g‖² of what is in the direction. */
    double gradientSquared() {
        return ops.squares(directions);
    }

    /** ‖θ‖. */
    double norm() {
        return Math.sqrt(ops.squares(weights));
    }

    /** d ← factor d. */
    void scaleDirection(double factor) {
        for (int i = 0; i < directions.size(); i++) {
            ops.scale(factor, directions.get(i));
        }
    }
}
