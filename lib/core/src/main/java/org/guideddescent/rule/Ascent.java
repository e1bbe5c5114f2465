package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Program;
import org.guideddescent.objective.Need;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the gradient uphill, at θ + ρ T² g / ‖T g‖, and lets the rule inside step from θ with it; what {@link Sam} and {@link
 * Asam} share. The norm is over the scope. Where g is zero, so is the way uphill.
 */
final class Ascent implements Stepper {
    private final Scope scope;
    private final Stepper inner;
    private final double rho;
    private final List<Piece> pieces;
    private final List<INDArray> saved = new ArrayList<>();
    private final List<INDArray> directions;
    private final Compiled scale;
    private final Compiled climb;
    private final ParamVector above;
    private final List<INDArray> abovePieces;
    private final double[] none = new double[0];
    private final double[] factor = new double[1];

    /** t: T x as a formula of θ and x. */
    Ascent(Scope scope, Slots slots, Stepper inner, double rho, BinaryOperator<Expr> t) {
        this.scope = scope;
        this.inner = inner;
        this.rho = rho;
        var home = slots.scratch("home", scope.size());
        pieces = scope.pieces();
        pieces.forEach(p -> saved.add(p.of(home)));
        directions = pieces.stream().map(Piece::direction).toList();
        var scaled = new Program(2, 0, List.of(new Program.Write(0, t.apply(load(1), load(0)))));
        scale = scope.compile(scaled, p -> new INDArray[] {p.direction(), p.theta()});
        var up = load(1).plus(t.apply(load(1), load(0)).times(scalar(0)));
        var climbing = new Program(3, 1, List.of(new Program.Write(1, up), new Program.Write(2, load(1))));
        climb = scope.compile(climbing, p -> new INDArray[] {p.direction(), p.theta(), p.of(home)});
        // Of all parameters: an objective answers for the whole vector, and d outside the scope is not ours to
        // overwrite.
        above = scope.theta().like();
        abovePieces = pieces.stream().map(p -> p.of(above)).toList();
    }

    @Override
    public void apply(Step step) {
        var ops = scope.ops();
        var oracle = step.oracle();
        scale.run(none);
        double squared = ops.squares(directions);
        factor[0] = squared > 0 ? rho / Math.sqrt(squared) : 0;
        climb.run(factor);
        try {
            oracle.gradient(scope.theta(), above);
        } finally {
            for (int i = 0; i < saved.size(); i++) {
                ops.copy(saved.get(i), pieces.get(i).theta());
            }
        }
        for (int i = 0; i < saved.size(); i++) {
            if (!ops.isFinite(abovePieces.get(i))) {
                throw new ArithmeticException("the gradient at distance " + rho + " uphill is not finite at step "
                        + step.t() + "; a smaller rho may help");
            }
            ops.copy(abovePieces.get(i), directions.get(i));
        }
        inner.apply(step);
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.ORACLE);
    }
}
