package org.guideddescent.optimizers;

import java.util.OptionalDouble;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * K-FAC: natural gradient with one Kronecker product A ⊗ Γ for each linear layer.
 * <pre>
 *   u = (Γ + √λ/π I)⁻¹ [∇W ∇b] (A + π√λ I)⁻¹        π = √((tr A / dim A) / (tr Γ / dim Γ))
 *   d = min(1, √(c / Σ η² u ∇)) u
 * </pre>
 * A and Γ: see {@link Curvature}. State of a layer [out × in] with bias: A, Γ and their inverses, 2 (in + 1)² + 2 out²
 * numbers and four counts in double; two more counts for all layers. Martens and Grosse, 2015, Sections 5 and 6.3,
 * arXiv:1503.05671. Its momentum and its η and λ that adapt are not part of this; the clip of the step's KL divergence is
 * that of Ba et al., 2017, over all layers, with η² of each parameter where rates differ. λ should contain the coefficient
 * of an ℓ₂ penalty, if the loss has one.
 *
 * @param damping λ
 * @param klClip c; empty for no clip
 */
public record Kfac(Curvature curvature, double damping, OptionalDouble klClip) implements Whole {
    public Kfac {
        Require.positive("damping", damping);
        klClip.ifPresent(c -> Require.positive("klClip", c));
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return new LayerwiseStepper(
                scope,
                slots,
                curvature,
                klClip,
                (factors, own) -> new FactorInverse(scope.ops(), factors, damping, own));
    }
}
