package org.guideddescent.optimizers;

import java.util.List;
import org.guideddescent.rule.Around;
import org.guideddescent.rule.Numbers;
import org.guideddescent.rule.Piece;
import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Transform;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hypergradient descent: a rule whose rate follows its own gradient.
 * <pre>
 *   h = ⟨g, d₋⟩                                 d₋: what the rule left at the step before
 *   additive:        η ← η + β h
 *   multiplicative:  η ← η (1 + β h / (‖g‖ ‖d₋‖))
 * </pre>
 * The rate of the rule inside is the η of the first step; later rates are kept as a factor on it, so a schedule multiplies on. Inner
 * products run over the whole scope. η may become negative, as in the paper. State: d₋ (1 number per parameter), the factor less one
 * (1 number). Baydin et al., 2018, arXiv:1703.04782: SGD-HD around {@link Sgd}, SGDN-HD around {@link Nesterov}, Adam-HD around {@link
 * Adam}. The authors' Adam-HD takes d₋ with ε inside the correction; here it is the rule's own direction.
 *
 * @param rule whose rate is learned
 * @param beta β, the rate of the rate, not negative
 * @param update additive or multiplicative
 */
public record Hypergradient(Transform rule, double beta, Update update) implements Around {
    /** How the rate follows. */
    public enum Update {
        /** η ← η + β h. */
        ADDITIVE,
        /** η ← η (1 + β cos ∠(g, d₋)). */
        MULTIPLICATIVE
    }

    /**
     * Refuses a negative β.
     *
     * @param rule whose rate is learned
     * @param beta β, the rate of the rate, not negative
     * @param update additive or multiplicative
     * @throws IllegalArgumentException if β is negative or not finite
     */
    public Hypergradient {
        Require.notNegative("beta", beta);
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        if (!scope.hasOneRate() && update == Update.ADDITIVE) {
            throw new IllegalArgumentException(
                    "the parameters " + scope.params() + " have several rates, to which one β h"
                            + " cannot be added; use Hypergradient.Update.MULTIPLICATIVE, or one hypergradient for each rate");
        }
        return new Bound(
                scope.pieces(),
                scope,
                inner.get(0),
                slots.zeros("before", scope.size()),
                slots.doubles("factor less one", 1));
    }

    private final class Bound implements Stepper {
        private final List<Piece> pieces;
        private final List<INDArray> before;
        private final Scope scope;
        private final Stepper rule;
        private final Numbers memory;

        Bound(List<Piece> pieces, Scope scope, Stepper rule, INDArray before, Numbers memory) {
            this.pieces = pieces;
            this.before = pieces.stream().map(s -> s.of(before)).toList();
            this.scope = scope;
            this.rule = rule;
            this.memory = memory;
        }

        @Override
        public void apply(Step step) {
            double factor = 1 + memory.get(0);
            double next = update == Update.ADDITIVE ? added(factor, step.t()) : multiplied(factor);
            memory.set(0, next - 1);
            rule.apply(step);
            for (int i = 0; i < pieces.size(); i++) {
                var d = pieces.get(i).direction();
                scope.ops().copy(d, before.get(i));
                if (next != 1) {
                    scope.ops().scale(next, d);
                }
            }
        }

        private double added(double factor, long t) {
            double eta = pieces.get(0).rate().applyAsDouble(t);
            double h = 0;
            for (int i = 0; i < pieces.size(); i++) {
                h += scope.ops().dot(pieces.get(i).direction(), before.get(i));
            }
            return eta == 0 ? factor : factor + beta * h / eta;
        }

        private double multiplied(double factor) {
            double h = 0;
            double squares = 0;
            double squaresBefore = 0;
            for (int i = 0; i < pieces.size(); i++) {
                var g = pieces.get(i).direction();
                h += scope.ops().dot(g, before.get(i));
                squares += scope.ops().dot(g, g);
                squaresBefore += scope.ops().dot(before.get(i), before.get(i));
            }
            return h == 0 ? factor : factor * (1 + beta * h / (Math.sqrt(squares) * Math.sqrt(squaresBefore)));
        }
    }
}
