package org.guideddescent.rule;

import java.util.List;

/** A rule around rules: it runs them when, and on what, it likes. */
public non-sealed interface Around extends Transform {
    /** What the rules inside do, and what this one does with that. */
    enum Mode {
        /** The rules inside bend the direction, and this bends what they leave: a mask, a graft. */
        BEND,
        /** The rules inside do whole steps, moving the weights; this decides when and from where: lookahead, averages. */
        DRIVE,
        /** The rules inside bend the direction; this moves the weights itself: schedule-free. */
        MOVE
    }

    /** The rules inside, in the order in which {@link #bind} gets them. */
    List<Transform> inner();

    /** See {@link Mode}. */
    Mode mode();

    /**
     * This rule on the scope. Each inner stepper works on the scope's direction; observers, needs, settling and reading out
     * reach the rules inside without this rule's help.
     */
    Stepper bind(Scope scope, Slots slots, List<Stepper> inner);
}
