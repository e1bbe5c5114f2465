package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam with a state of two bytes for each parameter.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          r ← √(β₂ r² + (1 − β₂) g²)          d = m̂ / (r / √(1 − β₂ᵗ) + ε)
 *   then m and r are kept as codes: of each 256 numbers the largest size, and the nearest of 256 fractions of it
 * </pre>
 * State: 2 bytes per parameter and 8 bytes per 256 parameters; scratch for one piece at a time. Dettmers et al., 2022,
 * arXiv:2110.02861. They keep v where we keep its root: v spans twice the decades of m, so that a small one would become 0 beside a
 * momentum that does not, and the step would be m / ε.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 */
public record AdamInBytes(double beta1, double beta2, double eps) implements Whole {
    /** Numbers handled at a time: a multiple of the block of 256, and small enough to stay in cache. */
    private static final int PIECE = 1 << 16;

    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public AdamInBytes {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    /** The codes of one run of memory, and what is needed to work on them. */
    private record Piece(
            Compiled program,
            INDArray m,
            INDArray r,
            INDArray mCodes,
            INDArray mScales,
            INDArray rCodes,
            INDArray rScales) {
        void step(Ops ops, double[] correction) {
            ops.dequantize(mCodes, mScales, true, m);
            ops.dequantize(rCodes, rScales, false, r);
            program.run(correction);
            ops.quantize(m, true, mCodes, mScales);
            ops.quantize(r, false, rCodes, rScales);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var pieces = new ArrayList<Piece>();
        var runs = scope.directionRuns();
        for (int i = 0; i < runs.size(); i++) {
            cut(ops, runs.get(i), slots.in("run" + i), pieces);
        }
        double[] correction = new double[2];
        return step -> {
            correction[0] = 1 - Math.pow(beta1, (double) step.t());
            correction[1] = Math.sqrt(1 - Math.pow(beta2, (double) step.t()));
            for (int i = 0; i < pieces.size(); i++) {
                pieces.get(i).step(ops, correction);
            }
        };
    }

    private void cut(Ops ops, INDArray d, Slots slots, List<Piece> pieces) {
        long n = d.length();
        var mCodes = slots.zeros(DataType.INT8, "m", n);
        var rCodes = slots.zeros(DataType.INT8, "root", n);
        var mScales = slots.zeros(DataType.FLOAT, "m.scales", blocks(n));
        var rScales = slots.zeros(DataType.FLOAT, "root.scales", blocks(n));
        for (long from = 0; from < n; from += PIECE) {
            long to = Math.min(n, from + PIECE);
            var m = slots.sharedScratch("bytes.m", to - from);
            var r = slots.sharedScratch("bytes.root", to - from);
            pieces.add(new Piece(
                    ops.compile(program(), Scope.window(d, from, to), m, r),
                    m,
                    r,
                    Scope.window(mCodes, from, to),
                    Scope.window(mScales, from / 256, blocks(to)),
                    Scope.window(rCodes, from, to),
                    Scope.window(rScales, from / 256, blocks(to))));
        }
    }

    private static long blocks(long n) {
        return (n + 255) / 256;
    }

    private Program program() {
        var g = load(0);
        var m = lerp(load(1), g, 1 - beta1);
        var r = sqrt(lerp(square(load(2)), square(g), 1 - beta2));
        var d = m.over(scalar(0)).over(r.over(scalar(1)).plus(eps));
        return new Program(3, 2, List.of(new Program.Write(0, d), new Program.Write(1, m), new Program.Write(2, r)));
    }
}
