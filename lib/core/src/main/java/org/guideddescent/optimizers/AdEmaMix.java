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
 * AdEMAMix: Adam with a second, much slower momentum beside the first.
 * <pre>
 *   m₁ ← β₁ m₁ + (1 − β₁) g          m₂ ← β₃(t) m₂ + (1 − β₃(t)) g          v ← β₂ v + (1 − β₂) g²
 *   d = (m̂₁ + α(t) m₂) / (√v̂ + ε)
 * </pre>
 * Over warmUp steps α(t) grows linearly from 0 and the half-life of β₃(t) linearly from that of β₁; 0 means no warm-up. m₂ is not
 * corrected. State: m₁, m₂, v (3 numbers per parameter). Pagliardini, Ablin and Grangier, 2024, Algorithm 1 with Appendix A,
 * arXiv:2409.03137.
 *
 * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
 * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
 * @param beta3 β₃, decay of the slow mean of gradients after the warm-up, in [0, 1)
 * @param alpha α, how much the slow mean counts after the warm-up, not negative
 * @param eps ε, added to the root, not negative
 * @param warmUp steps of the warm-up of α and β₃, 0 for none
 */
public record AdEmaMix(double beta1, double beta2, double beta3, double alpha, double eps, long warmUp)
        implements Elementwise {
    /**
     * Refuses a β outside [0, 1), and a negative α, ε or warm-up.
     *
     * @param beta1 β₁, decay of the mean of gradients, in [0, 1)
     * @param beta2 β₂, decay of the mean of squared gradients, in [0, 1)
     * @param beta3 β₃, decay of the slow mean of gradients after the warm-up, in [0, 1)
     * @param alpha α, how much the slow mean counts after the warm-up, not negative
     * @param eps ε, added to the root, not negative
     * @param warmUp steps of the warm-up of α and β₃, 0 for none
     * @throws IllegalArgumentException if one of the six is out of its range
     */
    public AdEmaMix {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.fraction("beta3", beta3);
        Require.notNegative("alpha", alpha);
        Require.notNegative("eps", eps);
        Require.notNegative("warmUp", (double) warmUp);
    }

    private double mixing(long t) {
        return t < warmUp ? alpha * ((double) t / warmUp) : alpha;
    }

    private double slow(long t) {
        if (t >= warmUp || beta1 == 0) {
            return beta3;
        }
        double part = (double) t / warmUp;
        double halfLife = (1 - part) * halfLife(beta1) + part * halfLife(beta3);
        return Math.pow(0.5, 1 / (halfLife + 1));
    }

    /** Steps after which a running mean has half forgotten, less one. */
    private static double halfLife(double beta) {
        return Math.log(0.5) / Math.log(beta) - 1;
    }

    @Override
    public Expr direction(Cell c) {
        var g = c.gradient();
        var m1 = c.state("m1", prev -> lerp(prev, g, 1 - beta1));
        var m2 = c.state("m2", prev -> lerp(prev, g, c.scalar(t -> 1 - slow(t))));
        var v = c.state("v", prev -> lerp(prev, square(g), 1 - beta2));
        return m1.over(c.scalar(t -> 1 - Math.pow(beta1, (double) t)))
                .plus(m2.times(c.scalar(this::mixing)))
                .over(sqrt(v.over(c.scalar(t -> 1 - Math.pow(beta2, (double) t))))
                        .plus(eps));
    }

    @Override
    public List<String> linear() {
        return List.of("m1", "m2");
    }
}
