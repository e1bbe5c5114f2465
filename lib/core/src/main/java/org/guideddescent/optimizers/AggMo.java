package org.guideddescent.optimizers;

import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Aggregated momentum: the mean of heavy balls of different weights, of which the light ones damp the heavy.
 * <pre>  mᵢ ← βᵢ mᵢ + g          d = (m₁ + … + m_k) / k  </pre>
 * State: k numbers per parameter. Lucas, Sun, Zemel and Grosse, 2019, equation 3, arXiv:1804.00325.
 *
 * @param betas βᵢ, one or more, each in [0, 1)
 */
public record AggMo(List<Double> betas) implements Elementwise {
    /**
     * Refuses no β, and one outside [0, 1).
     *
     * @param betas βᵢ, one or more, each in [0, 1)
     * @throws IllegalArgumentException if the list is empty, or one is out of its range
     */
    public AggMo {
        betas = List.copyOf(betas);
        if (betas.isEmpty()) {
            throw new IllegalArgumentException("aggregated momentum needs at least one beta, e.g. 0, 0.9, 0.99");
        }
        ;
        betas.forEach(beta -> Require.fraction("beta", beta));
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        Expr sum = Expr.constant(0);
        for (int i = 0; i < betas.size(); i++) {
            double beta = betas.get(i);
            var m = c.state("m" + i, prev -> prev.times(beta).plus(g));
            sum = i == 0 ? m : sum.plus(m);
        }
        return sum.over(Expr.constant(betas.size()));
    }

    @Override
    public List<String> linear() {
        return IntStream.range(0, betas.size()).mapToObj(i -> "m" + i).toList();
    }
}
