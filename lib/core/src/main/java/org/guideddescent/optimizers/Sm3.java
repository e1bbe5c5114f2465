package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * SM3: AdaGrad that remembers one number for each row and each column.
 * <pre>
 *   νᵢⱼ = min(rᵢ, cⱼ) + gᵢⱼ²          u = g / (√ν + ε)          rᵢ = maxⱼ νᵢⱼ     cⱼ = maxᵢ νᵢⱼ
 *   m ← β m + (1 − β) u               d = m
 * </pre>
 * A vector [n × 1] has a row for each entry, so that it is AdaGrad's sum. State: r, c (rows + cols numbers) and m (1 number
 * per parameter). Anil, Gupta, Koren and Singer, 2019, SM3-II, arXiv:1901.11150, with the momentum of its experiments.
 *
 * @param beta β, decay of the momentum, in [0, 1)
 * @param eps ε, added to the root, positive
 */
public record Sm3(double beta, double eps) implements PerMatrix {
    /**
     * Refuses β outside [0, 1) and an ε that is not positive.
     *
     * @param beta β, decay of the momentum, in [0, 1)
     * @param eps ε, added to the root, positive
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public Sm3 {
        Require.fraction("beta", beta);
        Require.positive("eps", eps);
    }

    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var ops = scope.ops();
        var d = scope.direction(p);
        var r = slots.zeros("rows", p.rows(), 1);
        var c = slots.zeros("columns", p.cols(), 1);
        var m = slots.zeros("m", p.rows(), p.cols());
        var nu = slots.sharedScratch("nu", p.rows(), p.cols());
        var g = load(0);
        var sum = load(1).plus(square(g));
        var next = lerp(load(2), g.over(sqrt(sum).plus(eps)), 1 - beta);
        var program = ops.compile(
                new Program(
                        3,
                        0,
                        List.of(new Program.Write(0, next), new Program.Write(1, sum), new Program.Write(2, next))),
                d,
                nu,
                m);
        var none = new double[0];
        return step -> {
            ops.outerMin(r, c, nu);
            program.run(none);
            ops.rowMaxAbs(nu, r);
            ops.columnMaxAbs(nu, c);
        };
    }
}
