package org.guideddescent.rule;

import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Expr;

/** A cell of zeros without memory: asks a rule what it would do. */
enum Probe implements Cell {
    ZERO;

    /** Whether the weights lose something to the rule besides η d. */
    static boolean displaces(Elementwise rule) {
        return rule.displacement(ZERO).isPresent();
    }

    @Override
    public Expr gradient() {
        return Expr.constant(0);
    }

    @Override
    public Expr weights() {
        return Expr.constant(0);
    }

    @Override
    public Expr state(String name, double initial, UnaryOperator<Expr> next) {
        return next.apply(Expr.constant(initial));
    }

    @Override
    public Expr before(String name, double initial) {
        return Expr.constant(initial);
    }

    @Override
    public Expr scalar(LongToDoubleFunction ofStep) {
        return Expr.constant(0);
    }

    @Override
    public Expr rate() {
        return Expr.constant(0);
    }
}
