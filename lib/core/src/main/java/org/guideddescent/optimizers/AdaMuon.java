package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

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
 * AdaMuon: Muon on the signs of the momentum, then Adam's denominator entry by entry.
 * <pre>
 *   M ← β M + g          O = NS(sign(M))          V ← β V + (1 − β) O²
 *   Ô = O / (√V + ε)          d = 0.2 √(rows · cols) Ô / ‖Ô‖_F
 * </pre>
 * State: M, V (2 numbers per parameter). Si et al., 2025, Algorithm 1, arXiv:2507.11005v3. The authors' code has Nesterov's
 * mixing; its first version had no sign yet, and a bias correction, which is lost in the division by ‖Ô‖, up to ε.
 *
 * @param beta β, decay of M and of V, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param polar how NS, the orthogonal factor, is found
 */
public record AdaMuon(double beta, double eps, Polar polar) implements PerMatrix {
    /**
     * Refuses β outside [0, 1) and a negative ε.
     *
     * @param beta β, decay of M and of V, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param polar how NS, the orthogonal factor, is found
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public AdaMuon {
        Require.fraction("beta", beta);
        Require.notNegative("eps", eps);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var momentum = slots.zeros("m", p.rows(), p.cols());
        var second = slots.zeros("v", p.rows(), p.cols());
        var m = load(1).times(beta).plus(load(0));
        var signs = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, sign(m)), new Program.Write(1, m))), d, momentum);
        var v = lerp(load(1), square(load(0)), 1 - beta);
        var divide = ops.compile(
                new Program(
                        2, 0, List.of(new Program.Write(0, load(0).over(sqrt(v).plus(eps))), new Program.Write(1, v))),
                d,
                second);
        var factor = polar.bind(ops, p.rows(), p.cols(), slots::sharedScratch);
        double length = 0.2 * Math.sqrt((double) p.size());
        var none = new double[0];
        return step -> {
            signs.run(none);
            factor.orthogonalize(d, d);
            divide.run(none);
            Norms.toLength(ops, length, d);
        };
    }
}
