package org.guideddescent.rule;

import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Expr;

/** What an elementwise rule can see at one index: the direction so far, the weight, and its own state. */
public interface Cell {
    /** {@return the direction so far: the gradient, bent by the rules that came before} */
    Expr gradient();

    /** {@return the weight before the step} */
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

    /**
     * As {@link #state(String, UnaryOperator)}, with another value before the first step.
     *
     * @param name of the state, unique in the rule
     * @param initial its value before the first step
     * @param next the new value from the old one; it is stored
     * @return the new value
     */
    Expr state(String name, double initial, UnaryOperator<Expr> next);

    /**
     * {@return what a state was before this step, where the formula wants the old value; zero before the first}
     *
     * @param name of a state of this rule
     */
    default Expr before(String name) {
        return before(name, 0);
    }

    /**
     * As {@link #before(String)}, for a state that begins with another value.
     *
     * @param name of a state of this rule
     * @param initial its value before the first step
     * @return the old value
     */
    Expr before(String name, double initial);

    /**
     * {@return a number that depends on the step t = 1, 2, 3, … and on nothing else}
     *
     * @param ofStep the number as a function of t
     */
    Expr scalar(LongToDoubleFunction ofStep);

    /** {@return the learning rate η of this step, all schedules together} */
    Expr rate();
}
