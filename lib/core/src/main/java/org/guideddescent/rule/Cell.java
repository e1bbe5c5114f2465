package org.guideddescent.rule;

import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Expr;

/** What an elementwise rule can see at one index: the direction so far, the weight, and its own state. */
public interface Cell {
    /** The direction so far: the gradient, bent by the rules that came before. */
    Expr gradient();

    /** The weight before the step. */
    Expr weights();

    /**
     * A state, zero before the first step.
     *
     * @param name unique within the rule
     * @param next the new value from the old one; it is stored
     * @return the new value
     */
    default Expr state(String name, UnaryOperator<Expr> next) {
        return state(name, 0, next);
    }

    /** As {@link #state(String, UnaryOperator)}, with another value before the first step. */
    Expr state(String name, double initial, UnaryOperator<Expr> next);

    /** What a state was before this step, where the formula wants the old value; zero before the first. */
    default Expr before(String name) {
        return before(name, 0);
    }

    /** As {@link #before(String)}, for a state that begins with another value. */
    Expr before(String name, double initial);

    /** A number that depends on the step t = 1, 2, 3, … and on nothing else. */
    Expr scalar(LongToDoubleFunction ofStep);

    /** The learning rate η of this step, all schedules together. */
    Expr rate();
}
