package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sqrt;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Adam-mini: Adam with one second moment for a whole block of parameters.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v_b ← β₂ v_b + (1 − β₂) mean of g² over block b          d = m̂ / (√v̂_b + ε)
 * </pre>
 * The blocks: each row of a matrix, which is one output neuron or one token; a vector is one block. The paper takes an
 * attention head's rows together for queries and keys; a layout that holds heads as parameters of their own has that.
 * Outside Transformers it takes every parameter array whole, its Algorithm 2, which we do not. State: m (1 number per
 * parameter) and v (1 number per block). Zhang et al., 2024, Algorithm 1 with partition Principle 1, arXiv:2406.16793.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of a block's mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 */
public record AdamMini(double beta1, double beta2, double eps) implements PerMatrix {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of a block's mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public AdamMini {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        int blocks = p.isMatrix() ? p.rows() : 1;
        long size = p.size() / blocks;
        var d = scope.direction(p).reshape('c', true, blocks, size);
        var m = slots.zeros("m", blocks, size);
        var v = slots.zeros("v", blocks, 1);
        var inverse = slots.scratch("inverse", blocks, 1);
        var mean = lerp(load(1), load(0).times(1.0 / size), 1 - beta2);
        var root = sqrt(mean.over(scalar(1))).plus(eps);
        var divide = ops.compile(
                new Program(
                        2,
                        2,
                        List.of(
                                new Program.Write(0, constant(1).over(scalar(0)).over(root)),
                                new Program.Write(1, mean))),
                inverse,
                v);
        var momentum = lerp(load(1), load(0), 1 - beta1);
        var average = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, momentum), new Program.Write(1, momentum))), d, m);
        var none = new double[0];
        double[] correction = new double[2];
        return step -> {
            correction[0] = 1 - Math.pow(beta1, (double) step.t());
            correction[1] = 1 - Math.pow(beta2, (double) step.t());
            ops.rowSquares(d, inverse);
            divide.run(correction);
            average.run(none);
            ops.scaleRows(inverse, d);
        };
    }
}
