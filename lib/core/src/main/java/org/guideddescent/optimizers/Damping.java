package org.guideddescent.optimizers;

import java.io.Serializable;

/** How K-FAC adds λ I to the curvature of a layer before it inverts. */
public sealed interface Damping extends Serializable {
    /** {@return λ} */
    Strength strength();

    /**
     * To each factor its share: (A + π√λ I) ⊗ (Γ + √λ/π I), which is A ⊗ Γ + λ I and two terms more. Cheap, and damps A and
     * Γ in proportion to their size. Martens and Grosse, 2015, Section 6.3, arXiv:1503.05671.
     *
     * @param strength λ, fixed or adapted
     */
    record Factored(Strength strength) implements Damping {}

    /**
     * A ⊗ Γ + λ I itself, whose eigenvectors are those of A ⊗ Γ and its eigenvalues aᵢ γⱼ + λ. Two eigendecompositions in
     * place of two inverses, and λ may change between them. {@code use_exact_damping} of curvlinops.
     *
     * @param strength λ, fixed or adapted
     */
    record Exact(Strength strength) implements Damping {}

    /**
     * {@return shares of a fixed λ}
     *
     * @param lambda λ, positive
     */
    static Damping factored(double lambda) {
        return new Factored(new Strength.Fixed(lambda));
    }

    /**
     * {@return a fixed λ itself}
     *
     * @param lambda λ, positive
     */
    static Damping exact(double lambda) {
        return new Exact(new Strength.Fixed(lambda));
    }
}
