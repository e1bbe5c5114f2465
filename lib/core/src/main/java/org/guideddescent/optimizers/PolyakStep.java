package org.guideddescent.optimizers;

import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * Polyak step: go as far along the gradient as a line would need to fall to the least loss.
 * <pre>  d = min(max(f − f*, 0) / (c ‖g‖²), γ) g  </pre>
 * f is the loss of the step's batch, f* its least possible value, or a bound below it. With c = 1 and no γ the step of Polyak, 1987,
 * Introduction to Optimization, for which f* must be known; with γ it is SPS_max of Loizou et al., 2021, arXiv:2002.10542. A loss below
 * f* makes no step here; some codes then go uphill. The norm is over the whole scope, so the rule belongs around all parameters.
 * No state.
 *
 * @param least f*, which no loss is below, finite
 * @param c what divides the step, positive
 * @param most γ, the largest multiple of the gradient, positive; infinite for no bound
 */
public record PolyakStep(double least, double c, double most) implements Whole {
    /**
     * Refuses a least loss that is not finite, and a c or γ that is not positive.
     *
     * @param least f*, which no loss is below, finite
     * @param c what divides the step, positive
     * @param most γ, the largest multiple of the gradient, positive; infinite for no bound
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public PolyakStep {
        if (!Double.isFinite(least)) {
            throw new IllegalArgumentException("the least loss must be a number, got " + least);
        }
        Require.positive("c", c);
        if (!(most > 0)) {
            throw new IllegalArgumentException("the largest step must be positive, got " + most);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var runs = scope.directionRuns();
        return step -> {
            double squares = ops.squares(runs);
            double factor = squares == 0 ? 0 : Math.min(Math.max(step.loss() - least, 0) / (c * squares), most);
            for (int i = 0; i < runs.size(); i++) {
                ops.scale(factor, runs.get(i));
            }
        };
    }
}
