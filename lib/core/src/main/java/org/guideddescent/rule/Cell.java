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
    Expr state(String name, UnaryOperator<Expr> next);

    /** A number that depends on the step t = 1, 2, 3, … and on nothing else. */
    Expr scalar(LongToDoubleFunction ofStep);
}
