package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.exp;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.log;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * AdaHessian: Adam with an estimate of the Hessian's diagonal in the gradient's place under the root.
 * <pre>
 *   D = z ⊙ H z averaged over blocks          m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) D²
 *   d = m̂ / ((√v̂)ᵏ + ε)
 * </pre>
 * State: m, v (2 numbers per parameter). Yao et al., 2021, Algorithm 1, arXiv:2006.00719. ε stands where their code,
 * amirgholami/adahessian, has it; D is averaged with its sign as in the paper, where their code averages |D|.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of D², in [0, 1)
 * @param eps ε, added to the power of the root, not negative
 * @param power k, at most 1
 * @param block D is averaged over so many neighbors in a row (the paper's spatial averaging) where a parameter's rows are
 *     multiples of that; other parameters, such as biases, are not averaged. 1: none is
 * @param seed of the signs z
 */
public record AdaHessian(double beta1, double beta2, double eps, double power, int block, long seed) implements Whole {
    /**
     * Refuses a β outside [0, 1), a negative ε, a power outside (0, 1] and an empty block.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of D², in [0, 1)
     * @param eps ε, added to the power of the root, not negative
     * @param power k, at most 1
     * @param block D is averaged over so many neighbors in a row (the paper's spatial averaging) where a parameter's rows
     *     are multiples of that; other parameters, such as biases, are not averaged. 1: none is
     * @param seed of the signs z
     * @throws IllegalArgumentException if one of the five is out of its range
     */
    public AdaHessian {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.upToOne("power", power);
        Require.atLeast("block", 1, block);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var slice = new Slice(scope);
        var d = slots.scratch("d", slice.n());
        var diagonal = slots.scratch("D", slice.n());
        var m = slots.zeros("m", slice.n());
        var v = slots.zeros("v", slice.n());
        var estimate = new Hutchinson(scope, slots, slice, diagonal);
        var blocks = new Blocks(scope, slots, slice, diagonal);
        var direction = slice.direction(d);
        var mean = lerp(load(1), load(0), 1 - beta1);
        var squares = lerp(load(2), square(load(3)), 1 - beta2);
        var root = sqrt(squares.over(scalar(1)));
        var taken = mean.over(scalar(0)).over(powered(root).plus(eps));
        var writes = List.of(new Program.Write(0, taken), new Program.Write(1, mean), new Program.Write(2, squares));
        var update = scope.ops().compile(new Program(4, 2, writes), d, m, v, diagonal);
        double[] corrections = new double[2];
        return Asking.curvature(step -> {
            slice.begin(step);
            estimate.draw(DiagonalEstimate.key(seed, step.t()));
            blocks.average();
            corrections[0] = 1 - Math.pow(beta1, (double) step.t());
            corrections[1] = 1 - Math.pow(beta2, (double) step.t());
            direction.gather();
            update.run(corrections);
            direction.scatter();
        });
    }

    private Expr powered(Expr root) {
        return power == 1 ? root : exp(log(root).times(power));
    }

    /** Blocks of neighbors, each to become its mean. */
    private final class Blocks {
        private final Ops ops;
        private final INDArray share;
        private final List<INDArray> values = new ArrayList<>();
        private final List<INDArray> sums = new ArrayList<>();

        Blocks(Scope scope, Slots slots, Slice slice, INDArray diagonal) {
            ops = scope.ops();
            share = slots.scratch("share", block);
            ops.fill(1.0 / block, share);
            var matrices = slice.matrices(diagonal);
            for (int i = 0; i < matrices.size(); i++) {
                if (block > 1 && scope.params().get(i).cols() % block == 0) {
                    long count = matrices.get(i).length() / block;
                    values.add(matrices.get(i).reshape('c', true, count, block));
                    sums.add(slots.scratch("sums " + scope.params().get(i).name(), count));
                }
            }
        }

        void average() {
            for (int i = 0; i < values.size(); i++) {
                ops.rowSums(values.get(i), sums.get(i));
                ops.outer(sums.get(i), share, values.get(i));
            }
        }
    }
}
