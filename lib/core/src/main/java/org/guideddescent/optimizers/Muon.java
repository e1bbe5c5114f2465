package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.linalg.Polar;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Muon: step along the orthogonal factor of the momentum.
 * <pre>
 *   B ← μ B + (1 − μ) g          U = (1 − μ) g + μ B   (Nesterov; else U = B)
 *   d = s · NS(U)                NS(U) ≈ P Qᵀ  for  U = P S Qᵀ
 * </pre>
 * State: B (1 number per parameter). Jordan et al., 2024, https://kellerjordan.github.io/posts/muon.
 */
public record Muon(double momentum, boolean nesterov, Polar polar, Scale scale)
        implements PerMatrix {
    public Muon {
        Require.fraction("momentum", momentum);
    }

    /** What the orthogonal factor of a weight [out × in] is multiplied by. */
    public enum Scale {
        /** 1: spectral norm one, whatever the shape. */
        NONE {
            @Override
            double of(int out, int in) {
                return 1;
            }
        },
        /** √max(1, out/in). KellerJordan/Muon, muon.py. */
        JORDAN {
            @Override
            double of(int out, int in) {
                return Math.sqrt(Math.max(1.0, (double) out / in));
            }
        },
        /** 0.2 √max(out, in): the root mean square of Adam's update, so that AdamW's rates carry over. arXiv:2502.16982, equation 4. */
        MOONSHOT {
            @Override
            double of(int out, int in) {
                return 0.2 * Math.sqrt(Math.max(out, in));
            }
        },
        /** √(out/in): rates carry over across widths. Yang et al., 2023, Condition 1, arXiv:2310.17813. */
        SPECTRAL {
            @Override
            double of(int out, int in) {
                return Math.sqrt((double) out / in);
            }
        };

        abstract double of(int out, int in);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var buffer = slots.zeros("momentum", p.rows(), p.cols());
        var g = load(0);
        var b = lerp(load(1), g, 1 - momentum);
        var u = nesterov ? lerp(g, b, momentum) : b;
        var average =
                ops.compile(new Program(2, 0, List.of(new Program.Write(0, u), new Program.Write(1, b))), d, buffer);
        var none = new double[0];
        var factor = polar.bind(ops, p.rows(), p.cols(), slots::scratch);
        double s = scale.of(p.rows(), p.cols());
        return step -> {
            average.run(none);
            factor.orthogonalize(d, d);
            if (s != 1) {
                ops.scale(s, d);
            }
        };
    }
}
