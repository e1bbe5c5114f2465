package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Program;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Three sequences in two arrays; what {@link ScheduleFree} and {@link GeneralizedPrimalAverage} share.
 * <pre>
 *   y = μ x + (1 − μ) z           is θ, where gradients are taken and d is bent
 *   z ← z − γ d                   is kept
 *   x ← (1 − c) x + c z           is read out: x = (y − (1 − μ) z) / μ
 * </pre>
 * so that y ← y + c (z − y) − γ (1 − μ (1 − c)) d, with the z of before the step. With μ = 0, where y is z and says nothing of
 * x, x is kept instead.
 */
final class PrimalAverage implements Stepper {
    /** The share c of the newest z in x. */
    @FunctionalInterface
    interface Share {
        /** gamma: the rate of the piece of the scope at step t. */
        double of(int piece, long t, double gamma);
    }

    private final Scope scope;
    private final Stepper inner;
    private final double mu;
    private final long warmUp;
    private final Share share;
    private final List<Piece> pieces;
    /** z, or x if μ is 0; both begin at θ. */
    private final List<INDArray> kept = new ArrayList<>();

    private final Numbers steps;
    private final Compiled[] moves;
    private final double[] scalars = new double[3];

    PrimalAverage(Scope scope, Slots slots, Stepper inner, double mu, long warmUp, Share share) {
        this.scope = scope;
        this.inner = inner;
        this.mu = mu;
        this.warmUp = warmUp;
        this.share = share;
        pieces = scope.pieces();
        steps = slots.doubles("steps", 1);
        var memory = slots.zeros(mu == 0 ? "x" : "z", scope.size());
        pieces.forEach(p -> kept.add(p.of(memory)));
        var program = mu == 0 ? keepingX() : keepingZ();
        moves = pieces.stream()
                .map(p -> scope.ops().compile(program, p.direction(), p.theta(), p.of(memory)))
                .toArray(Compiled[]::new);
    }

    private static Program keepingZ() {
        var d = load(0);
        // In this form y stays as it is, to the last bit, where it is z and the rate is zero.
        var y = load(1).plus(scalar(0).times(load(2).minus(load(1)))).minus(d.times(scalar(2)));
        return new Program(
                3, 3, List.of(new Program.Write(1, y), new Program.Write(2, load(2).minus(d.times(scalar(1))))));
    }

    private static Program keepingX() {
        var z = load(1).minus(load(0).times(scalar(1)));
        var x = load(2).plus(scalar(0).times(z.minus(load(2))));
        return new Program(3, 3, List.of(new Program.Write(1, z), new Program.Write(2, x)));
    }

    @Override
    public void apply(Step step) {
        if (steps.get(0) == 0) {
            for (int i = 0; i < moves.length; i++) {
                scope.ops().copy(pieces.get(i).theta(), kept.get(i));
            }
        }
        inner.apply(step);
        steps.add(0, 1);
        long t = step.t();
        for (int i = 0; i < moves.length; i++) {
            double gamma = pieces.get(i).rate().applyAsDouble(t) * (t < warmUp ? (double) t / warmUp : 1);
            double c = share.of(i, t, gamma);
            scalars[0] = c;
            scalars[1] = gamma;
            scalars[2] = gamma * (1 - mu * (1 - c));
            moves[i].run(scalars);
        }
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public void readOut(ParamVector weights) {
        if (steps.get(0) == 0) {
            return;
        }
        for (int i = 0; i < moves.length; i++) {
            var x = pieces.get(i).of(weights);
            if (mu == 0) {
                scope.ops().copy(kept.get(i), x);
            } else {
                scope.ops().scale(1 / mu, x);
                scope.ops().axpy(1 - 1 / mu, kept.get(i), x);
            }
        }
    }
}
