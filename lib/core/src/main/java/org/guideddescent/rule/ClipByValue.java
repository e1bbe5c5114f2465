package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/**
 * Clip every entry of the direction.
 * <pre>  d ← min(max(d, −max), max)  </pre>
 * No state.
 *
 * @param max the largest size of an entry, positive
 */
public record ClipByValue(double max) implements Elementwise {
    /**
     * Refuses a bound that is not positive.
     *
     * @param max the largest size of an entry, positive
     * @throws IllegalArgumentException if max is not above 0
     */
    public ClipByValue {
        if (!(max > 0)) {
            throw new IllegalArgumentException("clip value must be positive, got " + max);
        }
    }

    @Override
    public Expr direction(Cell c) {
        return Expr.min(Expr.max(c.gradient(), Expr.constant(-max)), Expr.constant(max));
    }
}
