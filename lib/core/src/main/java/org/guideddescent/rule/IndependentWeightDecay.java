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
 *
 * @param lambda λ, the part of a weight that a step takes where s is 1, not negative
 * @param shape s, what λ is multiplied by at each step
 */
public record IndependentWeightDecay(double lambda, Schedule shape) implements Elementwise {
    /**
     * Refuses a negative decay.
     *
     * @param lambda λ, the part of a weight that a step takes where s is 1, not negative
     * @param shape s, what λ is multiplied by at each step
     * @throws IllegalArgumentException if λ is negative or not finite
     */
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
