package org.guideddescent.optimizers;

import java.io.Serializable;
import org.guideddescent.rule.Require;

/** How strong a damping is: λ. It should contain the coefficient of an ℓ₂ penalty, if the loss has one. */
public sealed interface Strength extends Serializable {
    /** {@return λ at the first step} */
    double lambda();

    /**
     * One λ for all steps.
     *
     * @param lambda λ, positive
     */
    record Fixed(double lambda) implements Strength {
        /**
         * Refuses a λ that is not positive.
         *
         * @param lambda λ, positive
         * @throws IllegalArgumentException if it is zero, negative or not finite
         */
        public Fixed {
            Require.positive("lambda", lambda);
        }
    }

    /**
     * λ that follows how well a quadratic model of the loss foretells what a step does.
     * <pre>
     *   ρ = (h(θ + δ) − h(θ)) / (∇ᵀδ + ½ δᵀ(G + λ I)δ)        δ = −η d
     *   ρ &lt; ¼: λ ← λ / ω^every          ρ &gt; ¾: λ ← max(λ ω^every, floor)
     * </pre>
     * at steps every, 2 every, …, with the loss and the Gauss–Newton matrix G on the batch of the step, so at the price of a
     * loss and a product with G. δ is the step as this rule leaves it; what stands behind the rule, such as a decay, is not
     * part of it. A step that ends where the loss is not finite, or that the model itself sees go up, counts as ρ &lt; ¼; no
     * step at all changes nothing. Martens and Grosse, 2015, Section 6, arXiv:1503.05671, with ω = 19/20; 0.9 is that of
     * kfac-jax, which leaves λ out of the model unless told otherwise.
     *
     * @param lambda λ at first, at least the floor
     * @param omega ω, in (0, 1); 0.9
     * @param every steps between looks, at least 1; 5
     * @param floor the least λ, positive; 1e-8
     */
    record LevenbergMarquardt(double lambda, double omega, int every, double floor) implements Strength {
        /**
         * Refuses ω outside (0, 1), no step between looks, and a λ that begins below its floor.
         *
         * @param lambda λ at first, at least the floor
         * @param omega ω, in (0, 1); 0.9
         * @param every steps between looks, at least 1; 5
         * @param floor the least λ, positive; 1e-8
         * @throws IllegalArgumentException if one of the four is out of its range
         */
        public LevenbergMarquardt {
            Require.positive("lambda", lambda);
            if (!(omega > 0 && omega < 1)) {
                throw new IllegalArgumentException("omega must be in (0, 1), got " + omega);
            }
            Require.atLeast("steps between looks", 1, every);
            Require.positive("floor", floor);
            if (floor > lambda) {
                throw new IllegalArgumentException(
                        "lambda must not begin below its floor " + floor + ", got " + lambda);
            }
        }
    }

    /**
     * {@return λ that begins as that and is looked at every five steps, with ω = 0.9 and a floor of 1e-8}
     *
     * @param lambda λ at first, positive
     */
    static Strength levenbergMarquardt(double lambda) {
        return new LevenbergMarquardt(lambda, 0.9, 5, 1e-8);
    }
}
