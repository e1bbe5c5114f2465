package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.linalg.Polar;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Muon: step along the orthogonal factor of the momentum.
 * <pre>
 *   B ← μ B + (1 − μ) g          U = (1 − μ) g + μ B   (Nesterov; else U = B)
 *   d = s · polar(U)             polar(U) ≈ P Qᵀ  for  U = P S Qᵀ
 * </pre>
 * A weight is [out × in]. Queries, keys and values in one weight are three matrices one above the other, each with a factor of
 * its own: splits = 3. A convolution is stored as [out × in·k·k], which is how Jordan's code reshapes it, and needs nothing. State:
 * B (1 number per parameter). Jordan et al., 2024, https://kellerjordan.github.io/posts/muon; the momentum is the running mean
 * of its code, KellerJordan/Muon.
 *
 * @param momentum μ, decay of B, in [0, 1)
 * @param nesterov whether the step looks one step ahead
 * @param polar how the factor is found; with {@link Polar.None} this is gradient descent with momentum
 * @param scale s, a function of the shape
 * @param splits blocks of equally many rows, at least 1
 */
public record Muon(double momentum, boolean nesterov, Polar polar, Scale scale, int splits) implements PerMatrix {
    /**
     * Refuses a momentum outside [0, 1) and a weight cut into no block.
     *
     * @param momentum μ, decay of B, in [0, 1)
     * @param nesterov whether the step looks one step ahead
     * @param polar how the factor is found; with {@link Polar.None} this is gradient descent with momentum
     * @param scale s, a function of the shape
     * @param splits blocks of equally many rows, at least 1
     * @throws IllegalArgumentException if one of the two numbers is out of its range
     */
    public Muon {
        Require.fraction("momentum", momentum);
        if (splits < 1) {
            throw new IllegalArgumentException("splits must be at least 1, got " + splits);
        }
    }

    /**
     * Takes each weight as one matrix.
     *
     * @param momentum μ, decay of B, in [0, 1)
     * @param nesterov whether the step looks one step ahead
     * @param polar how the factor is found; with {@link Polar.None} this is gradient descent with momentum
     * @param scale s, a function of the shape
     */
    public Muon(double momentum, boolean nesterov, Polar polar, Scale scale) {
        this(momentum, nesterov, polar, scale, 1);
    }

    /** What the orthogonal factor of a weight [out × in] is multiplied by, and the root mean square of the update at full rank. */
    public enum Scale {
        /** 1: spectral norm one, whatever the shape. RMS 1/√max(out, in). */
        NONE {
            @Override
            public double of(int out, int in) {
                return 1;
            }
        },
        /** √max(1, out/in). RMS 1/√in. KellerJordan/Muon, muon.py. */
        JORDAN {
            @Override
            public double of(int out, int in) {
                return Math.sqrt(Math.max(1.0, (double) out / in));
            }
        },
        /** 0.2 √max(out, in): about the RMS of Adam's update, so that AdamW's rates carry over. RMS 0.2. Liu et al., 2025, arXiv:2502.16982. */
        MOONSHOT {
            @Override
            public double of(int out, int in) {
                return 0.2 * Math.sqrt(Math.max(out, in));
            }
        },
        /** √(out/in): rates carry over across widths. RMS √(out / max(out, in)) / √in. Yang et al., 2023, Condition 1, arXiv:2310.17813. */
        SPECTRAL {
            @Override
            public double of(int out, int in) {
                return Math.sqrt((double) out / in);
            }
        },
        /** √max(out, in). RMS 1. The default "spectral" mode of NVIDIA-NeMo/Emerging-Optimizers. */
        EMERGING {
            @Override
            public double of(int out, int in) {
                return Math.sqrt(Math.max(out, in));
            }
        },
        /** √((1 − β₁)/(1 + β₁)) √max(out, in), β₁ = 0.9: the RMS of Adam's update on pure noise. RMS 0.229. kexue.fm/archives/11267. */
        ADAM_RMS {
            @Override
            public double of(int out, int in) {
                return Math.sqrt(0.1 / 1.9 * Math.max(out, in));
            }
        };

        /**
         * {@return the factor s}
         *
         * @param out rows of the matrix
         * @param in its columns
         */
        public abstract double of(int out, int in);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        if (p.rows() % splits != 0) {
            throw new IllegalArgumentException("splits must divide the rows of " + p + ", got " + splits
                    + "; route it to a rule with other splits");
        }
        var ops = scope.ops();
        var d = scope.direction(p);
        var buffer = slots.zeros("momentum", p.rows(), p.cols());
        var g = load(0);
        var b = lerp(load(1), g, 1 - momentum);
        var u = nesterov ? lerp(g, b, momentum) : b;
        var average =
                ops.compile(new Program(2, 0, List.of(new Program.Write(0, u), new Program.Write(1, b))), d, buffer);
        var none = new double[0];
        int rows = p.rows() / splits;
        var factor = polar.bind(ops, rows, p.cols(), slots::sharedScratch);
        var blocks = new INDArray[splits];
        var flat = d.reshape('c', true, p.size());
        for (int i = 0; i < splits; i++) {
            long size = (long) rows * p.cols();
            blocks[i] = Scope.window(flat, i * size, (i + 1) * size).reshape('c', true, rows, p.cols());
        }
        double s = scale.of(rows, p.cols());
        return step -> {
            average.run(none);
            for (var block : blocks) {
                factor.orthogonalize(block, block);
            }
            if (s != 1) {
                ops.scale(s, d);
            }
        };
    }
}
