package org.guideddescent.optimizers;

import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;
import org.guideddescent.rule.Require;

/**
 * Backtracking: the first of α, ρα, ρ²α, … that goes down enough.
 * <pre>  φ(α) ≤ φ(0) + c α φ′(0)  </pre>
 * Armijo, 1966; Nocedal and Wright, 2006, Chapter 3.
 *
 * @param c part of the decrease that the slope promises, in (0, 1)
 * @param shrink ρ, in (0, 1)
 * @param trials at most so many
 */
public record Armijo(double c, double shrink, int trials) implements Serializable {
    /**
     * Refuses c and ρ outside (0, 1), and a search without a trial.
     *
     * @param c part of the decrease that the slope promises, in (0, 1)
     * @param shrink ρ, in (0, 1)
     * @param trials at most so many
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public Armijo {
        if (!(c > 0 && c < 1)) {
            throw new IllegalArgumentException("c must be in (0, 1), got " + c);
        }
        if (!(shrink > 0 && shrink < 1)) {
            throw new IllegalArgumentException("shrink must be in (0, 1), got " + shrink);
        }
        Require.atLeast("trials", 1, trials);
    }

    /**
     * Searches along a line. A loss that is not finite is too high.
     *
     * @param phi φ, asked once a trial
     * @param phi0 φ(0)
     * @param slope0 φ′(0)
     * @param first the first α to try, positive
     * @return α, or 0 if the slope is not negative or no trial goes down enough
     */
    public double search(DoubleUnaryOperator phi, double phi0, double slope0, double first) {
        if (!(slope0 < 0)) {
            return 0;
        }
        double alpha = first;
        for (int i = 0; i < trials; i++) {
            if (phi.applyAsDouble(alpha) <= phi0 + c * alpha * slope0) {
                return alpha;
            }
            alpha *= shrink;
        }
        return 0;
    }
}
