package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

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
 * PSGD with a Kronecker product: learn the preconditioner that makes gradients white, by descent on its factors.
 * <pre>
 *   M ← β M + (1 − β) G          A = P_L M̂ P_R,  P = Q Q          d = P_L M̂ P_R  with the factors after their step
 *   T = A Aᵀ + δ² tr(P_R²) P_L²,   c = columns of G                (Aᵀ A + δ² tr(P_L²) P_R² and rows of G for Q_R)
 *   ℓ = ‖T²‖^½ + c,   L ← max(ℓ, β_L L + (1 − β_L) ℓ)
 *   Q ← Q − μ/2L (T − c) Q,   Q ← Q − μ/2L Q (T − c),   Q ← ½ (Q + Qᵀ)
 *   d ← d · min(1, clip / rms d)
 * </pre>
 * At rest E A Aᵀ = c I: rows and columns are white, Li's criterion. Where the second moment of G is itself a Kronecker
 * product, P is its inverse root. A side longer than maxDim, or of a vector, has a diagonal Q: of T the diagonal remains.
 *
 * <p>This is {@code update_precond_kron_whiten_quad} of Li's psgd_torch, which needs no triangular solve, made a function of
 * its input: the noise of size δ on G stands as its expectation in T; ‖T²‖^½, Frobenius, is no less than the spectral norm,
 * where the code estimates that from below; Q is updated at every step and its factors balanced at every hundredth, where the
 * code draws lots. Q begins at the multiple of I whose first direction has a root mean square of one; the code takes fourth
 * powers, and all parameters together. M is whitened, which is HeavyBall's default; Li whitens G unless told so. Of Li's two
 * clips of d, the one of single entries is left out. A mean that is all zero teaches nothing.
 *
 * <p>State: M unless β = 0, Q_L [m × m], Q_R [n × n] or their diagonals, three numbers in double. Li, 2018, arXiv:1512.04202;
 * Pooladzandi and Li, 2024, arXiv:2402.04553.
 *
 * @param momentum β, in [0, 1)
 * @param rate μ, how fast Q learns, in (0, 1]
 * @param bound β_L, memory of the bound L on the curvature of Q's loss, in [0, 1)
 * @param damping δ: P is about c^½ / δ at most, so that a row without gradients does not grow forever
 * @param clip the largest root mean square of d, positive: such a row may wake up
 * @param maxDim the longest side with a full factor, at least 1
 */
public record PsgdKron(double momentum, double rate, double bound, double damping, double clip, int maxDim)
        implements PerMatrix {
    private static final int BALANCE = 100;

    /**
     * Refuses β and β_L outside [0, 1), μ outside (0, 1], a negative δ, a clip that is not positive, and maxDim below 1.
     *
     * @param momentum β, in [0, 1)
     * @param rate μ, how fast Q learns, in (0, 1]
     * @param bound β_L, memory of the bound L on the curvature of Q's loss, in [0, 1)
     * @param damping δ: P is about c^½ / δ at most, so that a row without gradients does not grow forever
     * @param clip the largest root mean square of d, positive: such a row may wake up
     * @param maxDim the longest side with a full factor, at least 1
     * @throws IllegalArgumentException if one of the six is out of its range
     */
    public PsgdKron {
        Require.fraction("momentum", momentum);
        Require.upToOne("rate", rate);
        Require.fraction("bound", bound);
        Require.notNegative("damping", damping);
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be positive, got " + clip);
        }
        Require.atLeast("maxDim", 1, maxDim);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var average = average(p, ops, d, slots);
        var a = slots.sharedScratch("a", p.rows(), p.cols());
        var half = slots.sharedScratch("half", p.rows(), p.cols());
        var numbers = slots.doubles("begun-L", 3);
        var left = factor(p, ops, slots, true);
        var right = factor(p, ops, slots, false);
        double[] correction = new double[1];
        return step -> {
            correction[0] = 1 - Math.pow(momentum, (double) step.t());
            average.run(correction);
            double size = rms(ops, d);
            if (size == 0) {
                return;
            }
            if (numbers.get(0) == 0) {
                // P_L P_R = Q_L² Q_R² = 1 / size, in equal parts.
                left.begin(Math.pow(size, -0.25));
                right.begin(Math.pow(size, -0.25));
                numbers.set(0, 1);
            }
            left.refresh();
            right.refresh();
            left.times(d, half);
            right.times(half, a);
            double whiteLeft = damping * damping * right.size();
            double whiteRight = damping * damping * left.size();
            numbers.set(1, left.learn(a, whiteLeft, numbers.get(1), this));
            numbers.set(2, right.learn(a, whiteRight, numbers.get(2), this));
            if (step.t() % BALANCE == 0) {
                balance(ops, left.q(), right.q());
            }
            left.refresh();
            right.refresh();
            left.times(d, half);
            right.times(half, d);
            clip(ops, d);
        };
    }

    private Compiled average(Param p, Ops ops, INDArray d, Slots slots) {
        if (momentum == 0) {
            return scalars -> {};
        }
        var m = slots.zeros("momentum", p.rows(), p.cols());
        var mean = lerp(load(1), load(0), 1 - momentum);
        var writes = List.of(new Program.Write(0, mean.over(scalar(0))), new Program.Write(1, mean));
        return ops.compile(new Program(2, 1, writes), d, m);
    }

    private WhiteningFactor factor(Param p, Ops ops, Slots slots, boolean onTheLeft) {
        return p.isMatrix() && (onTheLeft ? p.rows() : p.cols()) <= maxDim
                ? new DenseWhitening(p, ops, slots, onTheLeft)
                : new DiagonalWhitening(p, ops, slots, onTheLeft);
    }

    /** Neither factor runs away from the other; their product stays as it is. */
    private static void balance(Ops ops, INDArray left, INDArray right) {
        double ratio = Math.sqrt(ops.maxAbs(right) / ops.maxAbs(left));
        ops.scale(ratio, left);
        ops.scale(1 / ratio, right);
    }

    private void clip(Ops ops, INDArray d) {
        double size = rms(ops, d);
        if (size > clip) {
            ops.scale(clip / size, d);
        }
    }

    private static double rms(Ops ops, INDArray d) {
        return ops.norm(d) / Math.sqrt((double) d.length());
    }
}
