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

    /** {@return the rules inside, in the order in which {@link #bind} gets them} */
    List<Transform> inner();

    /** {@return what the rules inside do, and what this one does with that} */
    Mode mode();

    /**
     * Binds this rule to the scope. Each inner stepper works on the scope's direction; observers, needs, settling and
     * reading out reach the rules inside without this rule's help.
     *
     * @param scope the parameters, their weights and their direction
     * @param slots this rule's own memory
     * @param inner the rules inside, bound, in the order of {@link #inner()}
     * @return what takes the steps
     */
    Stepper bind(Scope scope, Slots slots, List<Stepper> inner);
}
