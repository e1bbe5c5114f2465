package org.guideddescent.dl4j;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * Adam as ND4J codes it, for those who want the very numbers of {@code new Adam(rate)} first and another rule then: the
 * corrections are folded into the step size, so that ε is compared with √v and not with √v̂.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
 *   d = (√(1 − β₂ᵗ) / (1 − β₁ᵗ)) m / (√v + ε)
 * </pre>
 * State: m, v (2 numbers per parameter). Kingma and Ba, 2015, the end of section 2, arXiv:1412.6980. With ε = 0 it is {@link
 * org.guideddescent.optimizers.Adam}; with 10⁻⁸ its first steps are shorter where gradients are small.
 *
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param eps added to √v, from 0 up
 */
public record Nd4jAdam(double beta1, double beta2, double eps) implements Elementwise {
    /**
     * Refuses decays outside [0, 1) and a negative ε.
     *
     * @param beta1 decay of the mean of gradients, in [0, 1)
     * @param beta2 decay of the mean of squared gradients, in [0, 1)
     * @param eps added to √v, from 0 up
     * @throws IllegalArgumentException naming the number and its value
     */
    public Nd4jAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
    }

    /** ND4J's defaults: β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. */
    public Nd4jAdam() {
        this(0.9, 0.999, 1e-8);
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        return m.times(c.scalar(t -> Math.sqrt(1 - Math.pow(beta2, (double) t)) / (1 - Math.pow(beta1, (double) t))))
                .over(sqrt(v).plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
