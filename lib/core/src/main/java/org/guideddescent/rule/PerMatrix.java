package org.guideddescent.rule;

import org.guideddescent.space.Param;

/** A rule that sees one matrix at a time. */
public non-sealed interface PerMatrix extends Transform {
    /** Whether the rule is defined for p; by default, for everything with two dimensions above one. */
    default boolean accepts(Param p) {
        return p.isMatrix();
    }

    /** The rule on the matrix p of the scope, with slots of its own. */
    Stepper bind(Param p, Scope scope, Slots slots);
}
