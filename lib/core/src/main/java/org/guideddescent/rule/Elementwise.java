package org.guideddescent.rule;

import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Expr;

/** A rule that is one formula for one number; neighbours of a chain fuse into one pass over memory. */
public non-sealed interface Elementwise extends Transform {
    /**
     * Writes the new direction as a formula of what the cell offers. Called when the rule is bound, not at each step.
     *
     * @param cell one number of the scope: its gradient, weight, states and rate
     * @return the formula
     */
    Expr direction(Cell cell);

    /**
     * What the weights lose besides η d: θ ← θ − η d − this. For decay that the rate must not touch. The cell's gradient is
     * then the final direction.
     *
     * @param cell one number of the scope
     * @return the formula, or empty where the rule leaves the weights alone
     */
    default Optional<Expr> displacement(Cell cell) {
        return Optional.empty();
    }

    /**
     * {@return the names of the states that are linear in past gradients, such as a momentum} When the basis of a matrix
     * changes they turn with it; other states, such as means of squares, cannot.
     */
    default List<String> linear() {
        return List.of();
    }
}
