package org.guideddescent.rule;

import org.guideddescent.space.Param;

/** A rule that sees one matrix at a time. */
public non-sealed interface PerMatrix extends Transform {
    /**
     * {@return whether the rule is defined for p; by default, for everything with two dimensions above one}
     *
     * @param p a parameter of the scope
     */
    default boolean accepts(Param p) {
        return p.isMatrix();
    }

    /**
     * Binds the rule to one matrix of the scope.
     *
     * @param p the matrix
     * @param scope where its weights and its direction lie
     * @param slots the rule's memory for this matrix alone
     * @return what takes the steps
     */
    Stepper bind(Param p, Scope scope, Slots slots);
}
