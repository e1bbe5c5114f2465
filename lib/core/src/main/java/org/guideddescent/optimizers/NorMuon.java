package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.sqrt;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.linalg.Norms;
import org.guideddescent.linalg.Polar;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * NorMuon: Muon, then each neuron's row divided by its own root mean square over time.
 * <pre>
 *   M ← β₁ M + (1 − β₁) g          O = NS(M)          vᵢ ← β₂ vᵢ + (1 − β₂) meanⱼ Oᵢⱼ²
 *   Ôᵢⱼ = Oᵢⱼ / (√vᵢ + ε)          d = 0.2 √(rows · cols) Ô / ‖Ô‖_F
 * </pre>
 * State: M (1 number per parameter), v (1 number per row). Li et al., 2025, Algorithm 1, arXiv:2510.05491. The authors' code has
 * Nesterov's mixing, restores ‖O‖_F instead of the root mean square 0.2, and multiplies by √max(1, out/in); we follow the paper.
 *
 * @param beta1 β₁, decay of M, in [0, 1)
 * @param beta2 β₂, decay of a row's mean of squares, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param polar how NS, the orthogonal factor, is found
 */
public record NorMuon(double beta1, double beta2, double eps, Polar polar) implements PerMatrix {
    /**
     * Refuses a β outside [0, 1) and a negative ε.
     *
     * @param beta1 β₁, decay of M, in [0, 1)
     * @param beta2 β₂, decay of a row's mean of squares, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param polar how NS, the orthogonal factor, is found
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public NorMuon {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var momentum = slots.zeros("m", p.rows(), p.cols());
        var second = slots.zeros("v", p.rows(), 1);
        var rows = slots.sharedScratch("perRow", p.rows(), 1);
        var m = lerp(load(1), load(0), 1 - beta1);
        var average =
                ops.compile(new Program(2, 0, List.of(new Program.Write(0, m), new Program.Write(1, m))), d, momentum);
        var v = lerp(load(1), load(0).times(1.0 / p.cols()), 1 - beta2);
        var weigh = ops.compile(
                new Program(
                        2,
                        0,
                        List.of(new Program.Write(0, constant(1).over(sqrt(v).plus(eps))), new Program.Write(1, v))),
                rows,
                second);
        var factor = polar.bind(ops, p.rows(), p.cols(), slots::sharedScratch);
        double length = 0.2 * Math.sqrt((double) p.size());
        var none = new double[0];
        return step -> {
            average.run(none);
            factor.orthogonalize(d, d);
            ops.rowSquares(d, rows);
            weigh.run(none);
            ops.scaleRows(rows, d);
            Norms.toLength(ops, length, d);
        };
    }
}
