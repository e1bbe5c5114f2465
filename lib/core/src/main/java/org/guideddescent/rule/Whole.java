package org.guideddescent.rule;

/** A rule that sees all parameters of its scope at once. */
public non-sealed interface Whole extends Transform {
    /**
     * Binds the rule to the scope.
     *
     * @param scope the parameters, their weights and their direction
     * @param slots the rule's own memory
     * @return what takes the steps
     */
    Stepper bind(Scope scope, Slots slots);
}
