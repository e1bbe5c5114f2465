package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Compiled;
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
 * CAME: Adafactor with momentum, divided by how far its updates are from their mean.
 * <pre>
 *   V ← β₂ V + (1 − β₂)(g² + ε₁)          u = g / √V,  u ← u / max(1, RMS(u) / clip)
 *   m ← β₁ m + (1 − β₁) u                 S ← β₃ S + (1 − β₃)((u − m)² + ε₂)          d = m / √S
 * </pre>
 * V and S are kept as products of their row and column means, as in {@link Adafactor}; a vector has all of V, and no S: d =
 * m. State: m (1 number per parameter), and 2 (rows + cols) numbers, or for a vector one more per parameter. Luo et al.,
 * 2023, Algorithm 2, arXiv:2307.02047, and for vectors the authors' code, yangluo7/CAME.
 *
 * @param beta1 β₁, decay of the mean of updates, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param beta3 β₃, decay of the mean of squared distances, in [0, 1)
 * @param eps1 ε₁, added to squared gradients, not negative
 * @param eps2 ε₂, added to squared distances, not negative
 * @param clip the largest root mean square of an update, positive
 */
public record Came(double beta1, double beta2, double beta3, double eps1, double eps2, double clip)
        implements PerMatrix {
    /**
     * Refuses a β outside [0, 1), a negative ε and a clip that is not positive.
     *
     * @param beta1 β₁, decay of the mean of updates, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param beta3 β₃, decay of the mean of squared distances, in [0, 1)
     * @param eps1 ε₁, added to squared gradients, not negative
     * @param eps2 ε₂, added to squared distances, not negative
     * @param clip the largest root mean square of an update, positive
     * @throws IllegalArgumentException if one of the six is out of its range
     */
    public Came {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.fraction("beta3", beta3);
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
        var m = slots.zeros("m", p.rows(), p.cols());
        var off = slots.sharedScratch("off", p.rows(), p.cols());
        var next = lerp(load(1), load(0), 1 - beta1);
        var average = ops.compile(
                new Program(
                        3,
                        0,
                        List.of(
                                new Program.Write(0, next),
                                new Program.Write(1, next),
                                new Program.Write(2, load(0).minus(next)))),
                d,
                m,
                off);
        var none = new double[0];
        double root = Math.sqrt((double) p.size());
        if (!p.isMatrix()) {
            var divide = whole(ops, d, slots);
            return step -> {
                divide.run(none);
                ops.scale(1 / Math.max(1, ops.norm(d) / root / clip), d);
                average.run(none);
            };
        }
        var squares = new FactoredSquares(ops, slots.in("squares"), p.rows(), p.cols(), eps1);
        var distances = new FactoredSquares(ops, slots.in("distances"), p.rows(), p.cols(), eps2);
        return step -> {
            squares.follow(d, 1 - beta2);
            squares.divide(d);
            ops.scale(1 / Math.max(1, ops.norm(d) / root / clip), d);
            average.run(none);
            distances.follow(off, 1 - beta3);
            distances.divide(d);
        };
    }

    private Compiled whole(Ops ops, INDArray d, Slots slots) {
        var v = slots.zeros("v", d.shape());
        var g = load(0);
        var next = lerp(load(1), square(g).plus(eps1), 1 - beta2);
        return ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, g.over(sqrt(next))), new Program.Write(1, next))), d, v);
    }
}
