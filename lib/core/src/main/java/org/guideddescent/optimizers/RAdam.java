package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.sqrt;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.Require;

/**
 * RAdam: Adam that waits with its denominator until that has a variance.
 * <pre>
 *   ρ∞ = 2 / (1 − β₂) − 1          ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
 *   d = rₜ m̂ / (√v̂ + ε)  if ρₜ > threshold, else  m̂
 *   rₜ = √((ρₜ − 4)(ρₜ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρₜ))
 * </pre>
 * State: m, v (2 numbers per parameter). Liu et al., 2020, Algorithm 2, arXiv:1908.03265. The paper's threshold is 4; its code, PyTorch
 * and optax take 5, and so does the façade.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param threshold the ρₜ above which the root divides, at least 4
 */
public record RAdam(double beta1, double beta2, double eps, double threshold) implements Elementwise {
    /**
     * Refuses a β outside [0, 1), a negative ε, and a threshold below 4, where there is no variance.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param threshold the ρₜ above which the root divides, at least 4
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public RAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        if (!(threshold >= 4)) {
            throw new IllegalArgumentException(
                    "threshold must be 4 or more, where the variance exists, got " + threshold);
        }
        ;
    }

    private double rho(long t) {
        double power = Math.pow(beta2, (double) t);
        return 2 / (1 - beta2) - 1 - 2 * t * power / (1 - power);
    }

    /** rₜ, or zero as long as the plain momentum is taken. */
    private double rectification(long t) {
        double rho = rho(t);
        double limit = 2 / (1 - beta2) - 1;
        return rho > threshold ? Math.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)) : 0;
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var mHat = m.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t)));
        var root = sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t)))).plus(eps);
        return mHat.times(c.scalar(this::rectification))
                .over(root)
                .plus(mHat.times(c.scalar(t -> rho(t) > threshold ? 0 : 1)));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
