package org.guideddescent.rule;

/** A rule that sees all parameters of its scope at once. */
public non-sealed interface Whole extends Transform {
    /** The rule on the scope, with slots of its own. */
    Stepper bind(Scope scope, Slots slots);
}
