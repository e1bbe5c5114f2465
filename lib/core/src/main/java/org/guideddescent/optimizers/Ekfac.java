package org.guideddescent.optimizers;

import java.util.OptionalDouble;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * EK-FAC: K-FAC's eigenbases with the diagonal that fits best in them.
 * <pre>
 *   u = U_Γ [(U_Γᵀ [∇W ∇b] U_A) / (S + λ)] U_Aᵀ         S ← ε S + (1 − ε) mean (U_Γᵀ ∇ₙ U_A)²
 * </pre>
 * with U_A and U_Γ the eigenvectors of K-FAC's A and Γ, ∇ₙ an example's own gradient, all its positions together, and ε as
 * for the factors, see {@link Curvature}. S begins as K-FAC's own γ aᵀ, from the eigenvalues of the first factors, which
 * counts as one batch; at a change of basis it becomes the diagonal, in the new basis, of what it stood for in the old one,
 * so a step's batch enters S in the basis before. State of a layer [out × in] with bias: A, Γ and their bases, 2 (in + 1)² +
 * 2 out², S, out (in + 1) numbers, and four counts in double; two more counts for all layers, and what {@link Length}
 * keeps. George et al., 2018, arXiv:1806.03884; how S follows a change of basis is our choice.
 *
 * @param curvature when and from what A and Γ are made
 * @param damping λ, positive
 * @param length how d comes from u
 */
public record Ekfac(Curvature curvature, double damping, Length length) implements Whole {
    /**
     * Refuses a damping that is not positive.
     *
     * @param curvature when and from what A and Γ are made
     * @param damping λ, positive
     * @param length how d comes from u
     * @throws IllegalArgumentException if λ is zero, negative or not finite
     */
    public Ekfac {
        Require.positive("damping", damping);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        Lambda lambda = () -> damping;
        return new LayerwiseStepper(
                scope,
                slots,
                curvature,
                length,
                lambda,
                (factors, own) ->
                        new EigenInverse(scope.ops(), factors, lambda, OptionalDouble.of(curvature.decay()), own));
    }
}
