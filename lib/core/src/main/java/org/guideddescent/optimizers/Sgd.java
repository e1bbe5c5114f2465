package org.guideddescent.optimizers;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;

/**
 * Gradient descent: step along the gradient.
 * <pre>  d = g  </pre>
 * No state. Robbins and Monro, 1951, for the stochastic case.
 */
public record Sgd() implements Elementwise {
    @Override
    public Expr direction(Cell c) {
        return c.gradient();
    }
}
