package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * PSGD with a Kronecker product: learn the preconditioner that makes gradients white, by descent on its factors.
 * <pre>
 *   M ← β M + (1 − β) G          A = P_L M̂ P_R,  P = Q Q          d = P_L M̂ P_R  after the update
 *   T = A Aᵀ + δ² tr(P_R²) P_L²,   c = columns of G                (rows of G and Aᵀ A for Q_R)
 *   ℓ = ‖T²‖^½ + c,   L ← max(ℓ, β_L L + (1 − β_L) ℓ)
 *   Q ← Q − μ/2L (T − c) Q,   Q ← Q − μ/2L Q (T − c),   Q ← ½ (Q + Qᵀ)
 * </pre>
 * At rest E A Aᵀ = c I: P E[GGᵀ] P is white, Li's whitening criterion, so P is an inverse root of the gradient's second moment.
 * This is the update named QUAD in Li's psgd_torch and in HeavyBall, which needs no triangular solve, with three changes that
 * make it a function of its input: the damping noise of size δ on G stands as its expectation in T; ‖T²‖^½ (Frobenius) bounds
 * the spectral norm from above where the codes estimate it from below; every step updates Q where the codes draw lots. Q
 * begins at the multiple of I that gives the first direction a root mean square of one. State: M and Q_L, Q_R, three numbers.
 * Li, 2018, arXiv:1512.04202; Pooladzandi and Li, 2024, arXiv:2402.04553.
 *
 * @param rate μ, how fast Q learns
 * @param bound β_L, memory of the curvature bound L
 * @param damping δ
 */
public record PsgdKron(double momentum, double rate, double bound, double damping) implements PerMatrix {
    public PsgdKron {
        Require.fraction("momentum", momentum);
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be in (0, 1], got " + rate);
        }
        Require.fraction("bound", bound);
        Require.notNegative("damping", damping);
    }

    /** Vectors too: a factor of the side of length one is a number. */
    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var m = slots.zeros("momentum", p.rows(), p.cols());
        var a = slots.sharedScratch("a", p.rows(), p.cols());
        var half = slots.sharedScratch("half", p.rows(), p.cols());
        var bounds = slots.doubles("begun-L", 3);
        var left = new Factor(ops, slots, "Q_L", p.rows());
        var right = new Factor(ops, slots, "Q_R", p.cols());
        var mean = lerp(load(1), load(0), 1 - momentum);
        var average = ops.compile(
                new Program(
                        2,
                        1,
                        List.of(new Program.Write(0, mean.over(scalar(0))), new Program.Write(1, mean))),
                d,
                m);
        double[] correction = new double[1];
        return step -> {
            correction[0] = 1 - Math.pow(momentum, (double) step.t());
            average.run(correction);
            double size = ops.norm(d) / Math.sqrt(p.size());
            if (size == 0) {
                return;
            }
            if (bounds.get(0) == 0) {
                // P_L P_R = Q_L² Q_R² = 1 / size, in equal parts.
                left.begin(Math.pow(size, -0.25));
                right.begin(Math.pow(size, -0.25));
                bounds.set(0, 1);
            }
            left.square();
            right.square();
            precondition(ops, left, d, right, half, a);
            double whiteRight = damping * damping * ops.dot(right.p, right.p);
            double whiteLeft = damping * damping * ops.dot(left.p, left.p);
            bounds.set(1, left.learn(false, a, whiteRight, p.cols(), bounds.get(1)));
            bounds.set(2, right.learn(true, a, whiteLeft, p.rows(), bounds.get(2)));
            left.square();
            right.square();
            precondition(ops, left, d, right, half, d);
        };
    }

    /** out ← P_L g P_R; out may be g. */
    private static void precondition(Ops ops, Factor left, INDArray g, Factor right, INDArray half, INDArray out) {
        ops.gemm(false, false, 1, left.p, g, 0, half);
        ops.gemm(false, false, 1, half, right.p, 0, out);
    }

    /** Q of one side. */
    private final class Factor {
        final INDArray q;
        final INDArray p;
        private final Ops ops;
        private final INDArray t;
        private final INDArray next;
        private final int n;

        Factor(Ops ops, Slots slots, String name, int n) {
            this.ops = ops;
            this.n = n;
            q = slots.zeros(name, n, n);
            p = slots.scratch(name + ".P", n, n);
            t = slots.sharedScratch("T", n, n);
            next = slots.sharedScratch("next", n, n);
        }

        void begin(double scale) {
            for (long i = 0; i < n; i++) {
                q.data().put(i * (n + 1), scale);
            }
        }

        /** P ← Q Qᵀ, and Q is symmetric. */
        void square() {
            ops.syrk(false, 1, q, 0, p);
        }

        /** One step of Q; returns the new L. */
        double learn(boolean transposed, INDArray a, double white, double c, double before) {
            ops.syrk(false, white, p, 0, t);
            ops.syrk(transposed, 1, a, 1, t);
            double largest = ops.maxAbs(t);
            double ell = c;
            if (largest > 0) {
                // The square of T would leave the range of floats where its entries are large.
                ops.copy(t, next);
                ops.scale(1 / largest, next);
                ops.syrk(false, 1, next, 0, p);
                ell += largest * Math.sqrt(ops.norm(p));
            }
            double l = Math.max(ell, bound * before + (1 - bound) * ell);
            double mu = rate / (2 * l);
            ops.copy(q, next);
            ops.gemm(false, false, -mu, t, q, 1 + mu * c, next);
            ops.copy(next, q);
            ops.gemm(false, false, -mu, next, t, 1 + mu * c, q);
            ops.transpose(q, next);
            ops.axpy(1, next, q);
            ops.scale(0.5, q);
            return l;
        }
    }
}
