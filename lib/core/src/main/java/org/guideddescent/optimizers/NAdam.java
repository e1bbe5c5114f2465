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
 * NAdam: Adam with Nesterov's look ahead.
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²          μₜ = β₁ (1 − ½ · 0.96^{tψ})
 *   d = (μₜ₊₁ m / (1 − ∏_{i ≤ t+1} μᵢ) + (1 − μₜ) g / (1 − ∏_{i ≤ t} μᵢ)) / (√v̂ + ε)
 * </pre>
 * State: m, v (2 numbers per parameter); the product is a function of t. Dozat, 2016, as in PyTorch's NAdam. optax's form keeps μ
 * constant, which is ψ = 0 up to a factor ½; its comment and Dozat's Algorithm 2 also differ by a factor β₂, which is left out here.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param eps ε, added to the root, not negative
 * @param psi ψ, how fast μ comes to β₁, not negative
 */
public record NAdam(double beta1, double beta2, double eps, double psi) implements Elementwise {
    /**
     * Refuses a β outside [0, 1), and a negative ε or ψ.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param eps ε, added to the root, not negative
     * @param psi ψ, how fast μ comes to β₁, not negative
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public NAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("psi", psi);
    }

    private double mu(long t) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, t * psi));
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m = c.state("m", prev -> lerp(prev, g, 1 - beta1));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        var now = new Product(this::mu);
        var next = new Product(this::mu);
        var ahead = m.times(c.scalar(t -> mu(t + 1) / (1 - next.upTo(t + 1))));
        var here = g.times(c.scalar(t -> (1 - mu(t)) / (1 - now.upTo(t))));
        return ahead.plus(here)
                .over(sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t))))
                        .plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m");
    }
}
