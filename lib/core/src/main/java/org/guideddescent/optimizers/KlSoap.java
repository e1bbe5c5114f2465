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
 * KL-SOAP: SOAP in the eigenbasis of the Kronecker product that is nearest to the second moment in KL divergence.
 * <pre>
 *   L ← β L + (1 − β)/n · G R⁻¹ Gᵀ,  R ← β R + (1 − β)/m · Gᵀ L⁻¹ G          for G [m × n]
 *   R⁻¹ = Q_R diag(1/λ_R) Q_Rᵀ,  λ_L ← max(β λ_L + (1 − β)/n · diag(Q_Lᵀ G R⁻¹ Gᵀ Q_L), floor),  likewise L⁻¹ and λ_R
 * </pre>
 * All four take the inverses of the step before; at the first step these are identities for L and R, and λ is initial. The
 * rest is {@link Soap}'s: what the bases do, the first step that moves nothing, and the inner rule. The units of L and R
 * are not fixed by their product, so the scale of the gradient shows in the first steps. State: as there, and λ_L, λ_R (m +
 * n numbers). Lin et al., 2025, arXiv:2509.03378, in the order of the authors' yorkerlin/KL-Methods, {@code kl_opt.py},
 * where λ is a running mean of its own too, begins at 0.1, and 1/√λ is at most the dimension; Adam inside is not corrected
 * for its start there.
 *
 * @param inner sees neither weights nor rate, which are not in the basis
 * @param beta of L, R and λ, in [0, 1)
 * @param basis how Q follows
 * @param frequency every so many steps, at least 1
 * @param initial λ at first, at least the floor
 * @param floor the least λ, in the units of L and R, positive
 */
public record KlSoap(Elementwise inner, double beta, Eigenbasis basis, int frequency, double initial, double floor)
        implements PerMatrix {
    /**
     * Refuses β outside [0, 1), no step between two refreshes, and eigenvalues that begin below their floor.
     *
     * @param inner sees neither weights nor rate, which are not in the basis
     * @param beta of L, R and λ, in [0, 1)
     * @param basis how Q follows
     * @param frequency every so many steps, at least 1
     * @param initial λ at first, at least the floor
     * @param floor the least λ, in the units of L and R, positive
     * @throws IllegalArgumentException if one of the four numbers is out of its range
     */
    public KlSoap {
        Require.fraction("beta", beta);
        Require.atLeast("frequency", 1, frequency);
        Require.positive("floor", floor);
        if (!(initial >= floor) || initial == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("initial must be at least floor " + floor + ", got " + initial);
        }
    }

    /**
     * {@return the authors' settings around a rule: β = 0.98, power iteration every ten steps, λ from 0.1 down to 1e-6}
     *
     * @param inner the rule in the basis; sees neither weights nor rate
     */
    public static KlSoap around(Elementwise inner) {
        return new KlSoap(inner, 0.98, new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0), 10, 0.1, 1e-6);
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        var soap = new Soap(inner, beta, basis, frequency, Shampoo.Sides.BOTH, Integer.MAX_VALUE);
        var values = new KlValues(scope.ops(), slots, p.rows(), p.cols(), beta, initial, floor);
        return new SoapStepper(p, scope, slots, soap, Optional.of(values));
    }
}
