package org.guideddescent.optimizers;

import java.util.Optional;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.rule.Elementwise;
import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * SOAP: a scalar rule, Adam by default, run in the eigenbasis of Shampoo's factors.
 * <pre>
 *   L ← β L + (1 − β) G Gᵀ,  R ← β R + (1 − β) Gᵀ G          L₁ = (1 − β) G₁ G₁ᵀ
 *   G′ = Q_Lᵀ G Q_R          d = Q_L inner(G′) Q_Rᵀ          then every f steps Q_L, Q_R follow L, R
 * </pre>
 * The first step makes the basis and moves nothing, so the inner rule's t is one behind, and its bases never know the
 * gradient they turn. When a basis changes, the inner states that are linear in past gradients turn with it, and the others
 * are permuted with its columns, see {@link Eigenbasis}. The first L of a non-square G is singular and the basis of its null
 * space is whichever eigh gives: the 10⁻³⁰ that the reference adds to the diagonal changes no eigenvector, nor would more.
 *
 * <p>State: L, Q_L [m × m], R, Q_R [n × n], five counts in double, and the inner states. Vyas et al., 2024, Algorithm 3,
 * arXiv:2409.11321, with the order of nikhilvyas/SOAP, {@code soap.py}. Its step size puts ε beside √v before the correction
 * of v; with {@link Adam} inside, ε stands after it.
 *
 * @param inner sees neither weights nor rate, which are not in the basis
 * @param beta of L and R, in [0, 1); Adam's β₂ in the reference
 * @param basis how Q follows
 * @param frequency f, at least 1
 * @param sides which sides are turned
 * @param maxDim a side longer than this is not turned either, at least 1; so with 1 this is the inner rule, one step late
 */
public record Soap(Elementwise inner, double beta, Eigenbasis basis, int frequency, Shampoo.Sides sides, int maxDim)
        implements PerMatrix {
    /**
     * Refuses β outside [0, 1), and a frequency or a longest side below 1.
     *
     * @param inner sees neither weights nor rate, which are not in the basis
     * @param beta of L and R, in [0, 1); Adam's β₂ in the reference
     * @param basis how Q follows
     * @param frequency f, at least 1
     * @param sides which sides are turned
     * @param maxDim a side longer than this is not turned either, at least 1; so with 1 this is the inner rule, one step
     *     late
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public Soap {
        Require.fraction("beta", beta);
        if (frequency < 1 || maxDim < 1) {
            throw new IllegalArgumentException(
                    "frequency and maxDim must be 1 or more, got " + frequency + " and " + maxDim);
        }
    }

    /**
     * {@return the reference's settings around a rule: β = 0.95, power iteration every ten steps, both sides, dimensions to
     * 10000}
     *
     * @param inner the rule in the basis; sees neither weights nor rate
     */
    public static Soap around(Elementwise inner) {
        return new Soap(inner, 0.95, new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0), 10, Shampoo.Sides.BOTH, 10_000);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        return new SoapStepper(p, scope, slots, this, Optional.empty());
    }
}
