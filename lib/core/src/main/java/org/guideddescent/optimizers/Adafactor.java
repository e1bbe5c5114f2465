package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adafactor: an adaptive rule whose second moment is kept as the product of its row and column means.
 * <pre>
 *   β₂ₜ = 1 − t^{−decay}     R ← β₂ₜ R + (1 − β₂ₜ)(row means of g² + ε₁)     C likewise, of columns
 *   u = g / √(R Cᵀ / mean R)          without factors: V ← β₂ₜ V + (1 − β₂ₜ)(g² + ε₁),  u = g / √V
 *   u ← u / max(1, RMS(u) / clip)     d = u · max(ε₂, RMS(θ))  if scaled
 * </pre>
 * A matrix is factored if both its dimensions reach the threshold. State: R and C (rows + cols numbers), else V (1 number
 * per parameter). Shazeer and Stern, 2018, Algorithms 4 to 6, arXiv:1804.04235; the decay and the defaults of optax. The
 * paper's rate min(10⁻², 1/√t) is a schedule, which is the user's here. optax adds decay outside the rate; ours is
 * whatever stands behind this rule.
 *
 * @param threshold rows and columns from which on a matrix is factored, at least 2
 * @param decay how fast β₂ₜ goes to one, positive
 * @param eps1 ε₁, added to squared gradients, not negative
 * @param eps2 ε₂, the least size of weights that the step is scaled by, not negative
 * @param clip the largest root mean square of an update, positive
 * @param scaled whether steps are in proportion to the weights
 */
public record Adafactor(int threshold, double decay, double eps1, double eps2, double clip, boolean scaled)
        implements PerMatrix {
    /**
     * Refuses a threshold below 2, a decay or a clip that is not positive, and a negative ε.
     *
     * @param threshold rows and columns from which on a matrix is factored, at least 2
     * @param decay how fast β₂ₜ goes to one, positive
     * @param eps1 ε₁, added to squared gradients, not negative
     * @param eps2 ε₂, the least size of weights that the step is scaled by, not negative
     * @param clip the largest root mean square of an update, positive
     * @param scaled whether steps are in proportion to the weights
     * @throws IllegalArgumentException if one of the five numbers is out of its range
     */
    public Adafactor {
        if (threshold < 2) {
            throw new IllegalArgumentException("threshold must be 2 or more, got " + threshold);
        }
        Require.positive("decay", decay);
        Require.notNegative("eps1", eps1);
        Require.notNegative("eps2", eps2);
        Require.positive("clip", clip);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        double entries = p.size();
        var divide = p.rows() >= threshold && p.cols() >= threshold ? factored(p, ops, d, slots) : whole(ops, d, slots);
        return step -> {
            divide.apply(step);
            double size = ops.norm(d) / Math.sqrt(entries);
            double factor = 1 / Math.max(1, size / clip);
            if (scaled) {
                factor *= Math.max(eps2, ops.norm(theta) / Math.sqrt(entries));
            }
            ops.scale(factor, d);
        };
    }

    private Stepper whole(Ops ops, INDArray d, Slots slots) {
        var v = slots.zeros("v", d.shape());
        var g = load(0);
        var next = lerp(load(1), square(g).plus(eps1), scalar(0));
        var program = ops.compile(
                new Program(2, 1, List.of(new Program.Write(0, g.over(sqrt(next))), new Program.Write(1, next))), d, v);
        double[] weight = new double[1];
        return step -> {
            weight[0] = weight(step.t());
            program.run(weight);
        };
    }

    private Stepper factored(Param p, Ops ops, INDArray d, Slots slots) {
        var squares = new FactoredSquares(ops, slots, p.rows(), p.cols(), eps1);
        return step -> {
            squares.follow(d, weight(step.t()));
            squares.divide(d);
        };
    }

    /** 1 − β₂ₜ. */
    private double weight(long t) {
        return Math.pow((double) t, -decay);
    }
}
