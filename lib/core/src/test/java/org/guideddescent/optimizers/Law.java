package org.guideddescent.optimizers;

/**
 * What may be done to a problem so that an optimizer's path changes in the same way. A row of the catalogue names the laws that
 * hold; those that it does not name must visibly fail, which is what makes the others worth testing.
 */
enum Law {
    /** G ↦ Q G R with orthogonal Q and R. */
    ROTATION,
    /** Rows and columns in another order. */
    PERMUTATION,
    /** Some rows and columns negated. */
    SIGN_FLIP,
    /** G ↦ c G leaves the path alone. */
    SCALE,
    /** Each entry of G times a positive number of its own leaves the path alone. */
    DIAGONAL,
    /** G ↦ Gᵀ. */
    TRANSPOSE;

    /** What every rule that treats all coordinates alike obeys. */
    static final Law[] COORDINATES = {PERMUTATION, SIGN_FLIP, TRANSPOSE};
    /** What an adaptive rule without ε obeys. */
    static final Law[] ADAPTIVE = {PERMUTATION, SIGN_FLIP, TRANSPOSE, SCALE, DIAGONAL};
    /** What a linear rule obeys. */
    static final Law[] LINEAR = {ROTATION, PERMUTATION, SIGN_FLIP, TRANSPOSE};
}
