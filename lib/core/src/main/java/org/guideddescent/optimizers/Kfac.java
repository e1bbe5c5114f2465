package org.guideddescent.optimizers;

import java.util.OptionalDouble;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * K-FAC: natural gradient with one Kronecker product A ⊗ Γ for each linear layer.
 * <pre>
 *   factored:  u = (Γ + √λ/π I)⁻¹ [∇W ∇b] (A + π√λ I)⁻¹            π = √((tr A / dim A) / (tr Γ / dim Γ))
 *   exact:     u = U_Γ [(U_Γᵀ [∇W ∇b] U_A) / (γ aᵀ + λ)] U_Aᵀ      A = U_A diag(a) U_Aᵀ,  Γ = U_Γ diag(γ) U_Γᵀ
 * </pre>
 * A and Γ: see {@link Curvature}; λ: see {@link Strength}; d from u: see {@link Length}. State of a layer [out × in] with
 * bias: A, Γ and their inverses, or their bases and γ aᵀ, so 2 (in + 1)² + 2 out² numbers, with exact damping out (in + 1)
 * more, and four counts in double; of A and Γ only what is on and above the diagonal counts, except just after an
 * inversion; two more counts for all layers, λ if it adapts, and what {@link Length} keeps. Martens and
 * Grosse, 2015, Sections 5 and 6.3, arXiv:1503.05671. The paper adapts the strength of the factored damping on its own, as γ;
 * here it is √λ.
 *
 * @param curvature when and from what A and Γ are made
 * @param damping how λ enters
 * @param length how d comes from u
 */
public record Kfac(Curvature curvature, Damping damping, Length length) implements Whole {
    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var lambda = Lambda.of(damping.strength(), scope, slots);
        boolean exact = damping instanceof Damping.Exact;
        return new LayerwiseStepper(
                scope,
                slots,
                curvature,
                length,
                lambda,
                (factors, own) -> exact
                        ? new EigenInverse(scope.ops(), factors, lambda, OptionalDouble.empty(), own)
                        : new FactorInverse(scope.ops(), factors, lambda, own));
    }
}
