package org.guideddescent.optimizers;

import org.guideddescent.rule.Require;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;

/**
 * Gradient descent with annealed noise.
 * <pre>  d = g + σₜ n          n ~ N(0, 1)          σₜ² = variance / (1 + t)^γ  </pre>
 * The noise of step t is a function of the seed and t, so a run that continues draws what it would have drawn. No state.
 * Neelakantan et al., 2015, equation 1, arXiv:1511.06807.
 *
 * @param variance σ² before it falls, not negative
 * @param gamma γ, how fast the noise falls, not negative
 * @param seed of the noise
 */
public record NoisySgd(double variance, double gamma, long seed) implements Whole {
    /**
     * Refuses a negative variance or γ.
     *
     * @param variance σ² before it falls, not negative
     * @param gamma γ, how fast the noise falls, not negative
     * @param seed of the noise
     * @throws IllegalArgumentException if one of the two is negative or not finite
     */
    public NoisySgd {
        Require.notNegative("variance", variance);
        Require.notNegative("gamma", gamma);
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var runs = scope.directionRuns();
        var noise = runs.stream()
                .map(run -> slots.sharedScratch("noise", run.length()))
                .toList();
        return step -> {
            double sigma = Math.sqrt(variance / Math.pow(1.0 + step.t(), gamma));
            for (int i = 0; i < runs.size(); i++) {
                ops.normal(key(step.t(), i), noise.get(i));
                ops.axpy(sigma, noise.get(i), runs.get(i));
            }
        };
    }

    private long key(long t, int run) {
        return seed + 0x9E3779B97F4A7C15L * t + 0xD1B54A32D192ED03L * run;
    }
}
