package org.guideddescent.objective;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.guideddescent.space.ParamVector;

/**
 * Whether an objective's derivatives are those of its loss, by central differences.
 * <pre>
 *   ∂L/∂θᵢ ≈ (L(θ + hᵢ eᵢ) − L(θ − hᵢ eᵢ)) / 2hᵢ       hᵢ = ε^⅓ max(1, |θᵢ|), at 50 drawn coordinates
 *   H v ≈ (∇L(θ + h v) − ∇L(θ − h v)) / 2h             h = ε^⅓ max(1, ‖θ‖/√n), for 4 drawn v with ‖v‖ = 1
 * </pre>
 * With ε = 2⁻⁵², a step of ε^⅓ ≈ 6e-6 makes truncation (h² times the third derivative) and rounding (ε/h times the loss)
 * alike, about 1e-10. An error is relative to the number itself, or, where the number is smaller, to a hundredth of the
 * size of loss and gradient. So a right and smooth objective has errors near 1e-8 or below. At a kink, such as that of
 * ReLU, a difference means nothing: if one coordinate of fifty is off, draw others.
 *
 * @param objective its text
 * @param findings one for each claim that was looked at
 */
public record Check(String objective, List<Finding> findings) {
    /** The largest error that {@link #orThrow()} allows. */
    public static final double TOLERANCE = 1e-6;

    /** What an objective says by being one. */
    public enum Claim {
        /** loss(…) and both of two calls of gradient(…) return one number: chance is a function of the batch. */
        LOSS("loss"),
        /** The gradient is that of the loss; it overwrites what grad held. */
        GRADIENT("gradient"),
        /** Neither call changed theta, nor the products v. */
        UNTOUCHED("arguments left alone"),
        /** Hessian products are those of the gradient. */
        HESSIAN("Hessian product"),
        /** ⟨u, H v⟩ = ⟨H u, v⟩. */
        HESSIAN_SYMMETRY("symmetry of the Hessian"),
        /** ⟨u, G v⟩ = ⟨G u, v⟩. */
        GAUSS_NEWTON_SYMMETRY("symmetry of Gauss–Newton"),
        /** ⟨v, G v⟩ ≥ 0 for the v that power iterations find. */
        GAUSS_NEWTON_SIGN("positive semidefinite Gauss–Newton");

        private final String words;

        Claim(String words) {
            this.words = words;
        }
    }

    /**
     * The worst place of one claim.
     *
     * @param claim what was checked
     * @param error relative; NaN if a number was
     * @param where the coordinate, such as w1[3, 4]
     * @param got what the objective says there
     * @param expected what it should say
     */
    public record Finding(Claim claim, double error, String where, double got, double expected) {
        /**
         * {@return whether the error is at most the tolerance; NaN is not}
         *
         * @param tolerance the largest relative error that passes
         */
        public boolean within(double tolerance) {
            return error <= tolerance;
        }

        /** One line. */
        @Override
        public String toString() {
            return "%-36s %8s  at %s: got %s, expected %s"
                    .formatted(claim.words, shortly(error), where, shortly(got), shortly(expected));
        }
    }

    /**
     * Copies the list.
     *
     * @param objective its text
     * @param findings one for each claim that was looked at
     */
    public Check {
        findings = List.copyOf(findings);
    }

    /**
     * Checks as {@link #of(Objective, ParamVector, Batch, RandomGenerator)} does, with a generator that starts at 1.
     *
     * @param objective whose formulas are checked
     * @param theta DOUBLE; not modified by a right objective
     * @param batch the examples that the loss is of, not modified
     * @return what was found
     */
    public static Check of(Objective objective, ParamVector theta, Batch batch) {
        return of(objective, theta, batch, new SplittableRandom(1));
    }

    /**
     * Checks the gradient, and the products if the objective is {@link Objective.Curved}.
     *
     * @param objective whose formulas are checked
     * @param theta DOUBLE; not modified by a right objective. Best random: at zero a wrong formula is often right
     * @param batch the examples that the loss is of, not modified
     * @param random draws the coordinates and the directions
     * @return what was found, the worst place of each claim
     * @throws IllegalArgumentException if theta is FLOAT, whose rounding hides what is looked for, or of another layout
     */
    public static Check of(Objective objective, ParamVector theta, Batch batch, RandomGenerator random) {
        return new Check(objective.toString(), new Differences(objective, theta, batch, random).findings());
    }

    /**
     * {@return the relative error of a claim; 0 if it was not looked at, because the objective does not make it}
     *
     * @param claim which one
     */
    public double error(Claim claim) {
        return findings.stream()
                .filter(f -> f.claim == claim)
                .mapToDouble(Finding::error)
                .findFirst()
                .orElse(0);
    }

    /**
     * {@return this, if all errors are at most {@value #TOLERANCE}}
     *
     * @throws IllegalArgumentException with the first wrong claim, its place and both numbers
     */
    public Check orThrow() {
        return orThrow(TOLERANCE);
    }

    /**
     * {@return this, if all errors are at most the tolerance}
     *
     * @param tolerance the largest relative error that passes
     * @throws IllegalArgumentException with the first wrong claim, its place and both numbers
     */
    public Check orThrow(double tolerance) {
        for (var f : findings) {
            if (!f.within(tolerance)) {
                throw new IllegalArgumentException(objective + ": the " + f.claim.words + " is wrong at " + f.where
                        + ", got " + shortly(f.got) + " but expected " + shortly(f.expected) + "; relative error "
                        + shortly(f.error) + ", allowed is " + shortly(tolerance));
            }
        }
        return this;
    }

    private static String shortly(double x) {
        return String.format(Locale.ROOT, "%.3g", x);
    }

    /** A line for each claim, after the objective's text. */
    @Override
    public String toString() {
        return findings.stream().map(f -> "\n  " + f).collect(Collectors.joining("", objective, ""));
    }
}
