package org.guideddescent.rule;

import java.util.Optional;
import org.guideddescent.compute.Expr;
import org.guideddescent.schedule.Schedule;

/**
 * Weight decay that the learning rate does not touch.
 * <pre>  θ ← θ − η d − λ s(t) θ  </pre>
 * s is a shape of its own: constantly one, or the rate's schedule divided by its peak, which is how Loshchilov and Hutter wrote
 * decay first (2019, Algorithm 2, arXiv:1711.05101, with s their η_t and the rate their η_t α). No state. Stands anywhere in a
 * chain, but not inside a rule that bends what it is around.
 */
public record IndependentWeightDecay(double lambda, Schedule shape) implements Elementwise {
    public IndependentWeightDecay {
        WeightDecay.check(lambda);
    }

    @Override
    public Expr direction(Cell c) {
        return c.gradient();
    }

    @Override
    public Optional<Expr> displacement(Cell c) {
        return Optional.of(c.weights().times(c.scalar(t -> lambda * shape.at(t))));
    }
}
