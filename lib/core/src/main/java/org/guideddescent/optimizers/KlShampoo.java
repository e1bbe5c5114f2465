package org.guideddescent.optimizers;

import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * KL-Shampoo: Shampoo whose two factors together are the Kronecker product nearest to the second moment in KL divergence.
 * <pre>
 *   L ← β₂ L + (1 − β₂)/n · G R⁻¹ Gᵀ,  R ← β₂ R + (1 − β₂)/m · Gᵀ L⁻¹ G          for G [m × n]
 *   d = L̂^(−½) M R̂^(−½)
 * </pre>
 * Both updates take the inverses of the last refresh, identities before the first; the mean M and the correction of L and R
 * are those of {@link Shampoo}. State as there. Lin et al., 2025, arXiv:2509.03378; that R⁻¹ is applied as its root twice, so
 * that G R⁻¹ Gᵀ is symmetric, is facebookresearch/optimizers', RootInvKLShampooPreconditionerConfig, which leaves out the
 * 1/n and 1/m of the paper.
 *
 * <p>Between refreshes, a direction that neither factor knew at the last one is stretched by ε^(−½) on each side, d = M / ε,
 * and a quadratic of curvature h grows by |1 − η h / ε| a step: zeros, or one thin gradient, followed by a true one overflow
 * at ε = 10⁻⁸. It is no fault of the arithmetic, and Shampoo½ with running means does the same. So a frequency above 1 wants
 * ε of η h / 2 or more, and a later start; with frequency 1 the gradient is in the factors before its roots are taken, and
 * the step is bounded at ε = 10⁻⁸ too.
 *
 * @param average M, the running mean that is whitened
 * @param beta2 β₂, decay of L and R, in [0, 1)
 * @param root how a root is found, and what is done about a lack of rank
 * @param timing when roots are found
 * @param cut how a matrix is taken apart first; merge must be 0
 */
public record KlShampoo(Shampoo.Average average, double beta2, InverseRoot root, Shampoo.Timing timing, Shampoo.Cut cut)
        implements PerMatrix {
    /**
     * Refuses β₂ outside [0, 1), and matrices merged to one column, which have one side only.
     *
     * @param average M, the running mean that is whitened
     * @param beta2 β₂, decay of L and R, in [0, 1)
     * @param root how a root is found, and what is done about a lack of rank
     * @param timing when roots are found
     * @param cut how a matrix is taken apart first; merge must be 0
     * @throws IllegalArgumentException if β₂ is out of its range, or merge is above 0
     */
    public KlShampoo {
        Require.fraction("beta2", beta2);
        if (cut.merge() > 0) {
            throw new IllegalArgumentException("KL-Shampoo needs two sides, so merge must be 0, got " + cut.merge());
        }
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var shared = new Shampoo(average, beta2, 0.5, root, timing, Shampoo.Sides.BOTH, cut);
        return new KroneckerStepper(p, scope, slots, shared, true);
    }
}
