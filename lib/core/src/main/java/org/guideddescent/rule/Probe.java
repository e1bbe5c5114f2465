package org.guideddescent.rule;

import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Expr;

/** A cell without memory, to ask a rule what it would do. */
final class Probe implements Cell {
    private static final Expr ANY = Expr.constant(0);

    private Probe() {}

    /** Whether the rule moves weights beside η d. */
    static boolean displaces(Elementwise rule) {
        return rule.displacement(new Probe()).isPresent();
    }

    @Override
    public Expr gradient() {
        return ANY;
    }

    @Override
    public Expr weights() {
        return ANY;
    }

    @Override
    public Expr state(String name, double initial, UnaryOperator<Expr> next) {
        return next.apply(ANY);
    }

    @Override
    public Expr before(String name, double initial) {
        return ANY;
    }

    @Override
    public Expr scalar(LongToDoubleFunction ofStep) {
        return ANY;
    }

    @Override
    public Expr rate() {
        return ANY;
    }
}
