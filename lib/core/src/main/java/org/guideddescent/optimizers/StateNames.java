package org.guideddescent.optimizers;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import java.util.function.UnaryOperator;
import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;

/** Which states a rule has, found by letting it write its formula once. */
final class StateNames implements Cell {
    private final Set<String> names = new LinkedHashSet<>();
    private final Elementwise rule;

    private StateNames(Elementwise rule) {
        this.rule = rule;
    }

    /** The names in the order of the formula. Refuses a rule that looks at weights or rate. */
    static Set<String> of(Elementwise rule) {
        var seen = new StateNames(rule);
        rule.direction(seen);
        if (rule.displacement(seen).isPresent()) {
            seen.refuse();
        }
        return seen.names;
    }

    private void refuse() {
        throw new IllegalArgumentException(rule + " looks at the weights or the rate, which SOAP does not turn; "
                + "put decay behind: chain(soap, decoupledWeightDecay(0.01))");
    }

    @Override
    public Expr gradient() {
        return Expr.load(0);
    }

    @Override
    public Expr weights() {
        refuse();
        return Expr.load(0);
    }

    @Override
    public Expr state(String name, double initial, UnaryOperator<Expr> next) {
        names.add(name);
        return next.apply(Expr.load(0));
    }

    @Override
    public Expr before(String name, double initial) {
        names.add(name);
        return Expr.load(0);
    }

    @Override
    public Expr scalar(LongToDoubleFunction ofStep) {
        return Expr.scalar(0);
    }

    @Override
    public Expr rate() {
        refuse();
        return Expr.scalar(0);
    }
}
