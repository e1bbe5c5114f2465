package org.guideddescent.rule;

import org.guideddescent.compute.Expr;

/**
 * Leave the weights as they are.
 * <pre>  d ← 0  </pre>
 * For some parameters of a route; decay behind it would still move them. No state.
 */
public record Freeze() implements Elementwise {
    @Override
    public Expr direction(Cell c) {
        return Expr.constant(0);
    }
}
