package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One average of the weights in the making, with its memory: x and a count of points. */
final class Tracked {
    private final Average average;
    private final Ops ops;
    private final List<Piece> pieces;
    private final INDArray x;
    private final Numbers points;
    private final Compiled fold;
    private final double[] share = new double[1];

    Tracked(Average average, Scope scope, Slots slots) {
        this.average = average;
        ops = scope.ops();
        pieces = scope.pieces();
        x = slots.zeros("average", scope.size());
        points = slots.doubles("points", 1);
        // In this form equal x and θ stay as they are, to the last bit, and so does the first point, for x is zero
        // then.
        var next = load(0).plus(scalar(0).times(load(1).minus(load(0))));
        var program = new Program(2, 1, List.of(new Program.Write(0, next)));
        fold = scope.compile(program, p -> new INDArray[] {p.of(x), p.theta()});
    }

    /** Takes the weights after step t in, if the average looks at them. */
    void take(long t) {
        share[0] = average.share(t);
        if (share[0] > 0) {
            fold.run(share);
            points.add(0, 1);
        }
    }

    /** Overwrites the scope's part of the weights with the average; leaves them before its first point. */
    void readOut(ParamVector weights) {
        if (points.get(0) > 0) {
            for (int i = 0; i < pieces.size(); i++) {
                ops.copy(pieces.get(i).of(x), pieces.get(i).of(weights));
            }
        }
    }
}
