package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.abs;
import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Nero: every neuron turns at its own rate, with weights of mean zero and length one.
 * <pre>
 *   v_i ← β v_i + (1 − β) ‖g_i‖²          d_i = g_i / √v̂_i          v̂ = v / (1 − βᵗ)          row i of a matrix
 *   after the move:  θ_i ← θ_i − mean θ_i,  θ_i ← θ_i / ‖θ_i‖
 * </pre>
 * In a vector each entry is a neuron, its step is multiplied by σ, the mean |θ₀| or 0.01 where that is zero, and it is not
 * constrained. A neuron without gradient has d = 0; one whose weights are all alike becomes zero. The code of the authors,
 * jxbz/nero, brings weights to the constraint before the first gradient too; we see none before the first step, so begin
 * there. State: v (1 number per row, or per entry of a vector) and σ of vectors in double. Liu, Bernstein, Meister and Yue,
 * 2021, Algorithm 1, arXiv:2102.07227.
 *
 * @param beta β, decay of the mean of squared gradients, in [0, 1)
 */
public record Nero(double beta) implements PerMatrix {
    /**
     * Refuses β outside [0, 1).
     *
     * @param beta β, decay of the mean of squared gradients, in [0, 1)
     * @throws IllegalArgumentException if β is out of its range
     */
    public Nero {
        Require.fraction("beta", beta);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        return p.isMatrix() ? rows(p, scope, slots) : entries(p, scope, slots);
    }

    /** 1 / √x, or 0 for 0. */
    private static Expr inverseRoot(Expr x) {
        var some = sign(x);
        return some.over(sqrt(x.plus(constant(1).minus(some))));
    }

    private Stepper rows(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        var v = slots.zeros("v", p.rows(), 1);
        var ofRow = slots.sharedScratch("row", p.rows(), 1);
        var ones = slots.scratch("ones", 1, p.cols());
        ops.fill(1, ones);
        var mean = lerp(load(1), load(0), 1 - beta);
        var follow = ops.compile(
                new Program(
                        2,
                        1,
                        List.of(new Program.Write(0, inverseRoot(mean.over(scalar(0)))), new Program.Write(1, mean))),
                ofRow,
                v);
        var invert = ops.compile(new Program(1, 0, List.of(new Program.Write(0, inverseRoot(load(0))))), ofRow);
        double[] correction = new double[1];
        double[] none = {};
        return new Stepper() {
            @Override
            public void apply(Step step) {
                correction[0] = 1 - Math.pow(beta, (double) step.t());
                ops.rowSquares(d, ofRow);
                follow.run(correction);
                ops.scaleRows(ofRow, d);
            }

            @Override
            public void settle(Step step) {
                ops.rowSums(theta, ofRow);
                ops.gemm(false, false, -1.0 / p.cols(), ofRow, ones, 1, theta);
                ops.rowSquares(theta, ofRow);
                invert.run(none);
                ops.scaleRows(ofRow, theta);
            }
        };
    }

    private Stepper entries(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var theta = scope.theta(p);
        var v = slots.zeros("v", p.rows(), p.cols());
        var sigma = slots.doubles("sigma", 1);
        var sizes = slots.sharedScratch("sizes", p.rows(), p.cols());
        var ones = slots.scratch("ones", p.rows(), p.cols());
        ops.fill(1, ones);
        var size = ops.compile(new Program(2, 0, List.of(new Program.Write(0, abs(load(1))))), sizes, theta);
        var g = load(0);
        var mean = lerp(load(1), square(g), 1 - beta);
        var divide = ops.compile(
                new Program(
                        2,
                        2,
                        List.of(
                                new Program.Write(0, scalar(1).times(g).times(inverseRoot(mean.over(scalar(0))))),
                                new Program.Write(1, mean))),
                d,
                v);
        double[] scalars = new double[2];
        double[] none = {};
        return step -> {
            if (sigma.get(0) == 0) {
                size.run(none);
                double length = ops.dot(sizes, ones) / p.size();
                sigma.set(0, length == 0 ? 0.01 : length);
            }
            scalars[0] = 1 - Math.pow(beta, (double) step.t());
            scalars[1] = sigma.get(0);
            divide.run(scalars);
        };
    }
}
