package org.guideddescent.optimizers;

import org.guideddescent.rule.Require;

/**
 * A search for a step α along a line φ that goes down enough and ends flat enough.
 * <pre>
 *   φ(α) ≤ φ(0) + c₁ α φ′(0)          |φ′(α)| ≤ c₂ |φ′(0)|
 * </pre>
 * The step is doubled until an interval must hold such an α; the interval shrinks by the minimum of the cubic through both
 * ends, by that of a parabola where there is none, and in the middle where a value is not finite. An interpolated point keeps
 * a tenth of the interval's length from its ends, so that the interval shrinks. Nocedal and Wright, 2006,
 * Chapter 3: line search and zoom for the Wolfe conditions.
 *
 * @param c1 c₁, in (0, c₂)
 * @param c2 c₂, in (c₁, 1)
 * @param trials evaluations at most, at least 1, after which the best point with enough decrease is taken
 */
public record StrongWolfe(double c1, double c2, int trials) implements Lbfgs.Reach {
    /**
     * Refuses numbers that are not in the order 0 &lt; c₁ &lt; c₂ &lt; 1, and a search without a trial.
     *
     * @param c1 c₁, in (0, c₂)
     * @param c2 c₂, in (c₁, 1)
     * @param trials evaluations at most, at least 1, after which the best point with enough decrease is taken
     * @throws IllegalArgumentException if they are not, or there are fewer trials than one
     */
    public StrongWolfe {
        if (!(c1 > 0 && c1 < c2 && c2 < 1)) {
            throw new IllegalArgumentException("need 0 < c1 < c2 < 1, got c1 = " + c1 + " and c2 = " + c2);
        }
        Require.atLeast("trials", 1, trials);
    }

    /** How a search ended. Only the first three found a step. */
    public enum Outcome {
        /** Both conditions hold. */
        FOUND,
        /** Enough decrease, but no point flat enough within the trials or the precision of the loss. */
        DECREASE_ONLY,
        /** Still going down steeply at the last and longest step. */
        STILL_FALLING,
        /** The slope at 0 is not negative. */
        NOT_DESCENT,
        /** No point tried was low enough: the slope is wrong, or the loss is at the limit of its precision. */
        NO_DECREASE,
        /** No point tried had a finite loss and slope. */
        NOT_FINITE;

        /** {@return whether there is a step to take} */
        public boolean moves() {
            return this == FOUND || this == DECREASE_ONLY || this == STILL_FALLING;
        }
    }

    /** A function of one number with its slope. */
    public interface Line {
        /**
         * {@return φ(α)}
         *
         * @param alpha α, where to ask
         */
        double value(double alpha);

        /** {@return φ′ at the α last asked for} */
        double slope();
    }

    /** One search after the other; holds what the last one found. Allocates nothing. */
    public final class Search {
        private Line line;
        private double phi0;
        private double slope0;
        private int tried;
        private boolean finite;
        private double alpha;
        private double value;
        private double slope;
        private double low;
        private double lowValue;
        private double lowSlope;
        private double high;
        private double highValue;
        private double highSlope;

        /** Has searched nothing yet. */
        public Search() {}

        /**
         * Searches. If there is a step to take, the line is last asked at {@link #alpha()}.
         *
         * @param line φ and its slope
         * @param phi0 φ(0)
         * @param slope0 φ′(0)
         * @param first the first step to try
         * @return how the search ended
         */
        public Outcome along(Line line, double phi0, double slope0, double first) {
            this.line = line;
            this.phi0 = phi0;
            this.slope0 = slope0;
            tried = 0;
            finite = false;
            lowBecomes(0, phi0, slope0);
            var outcome = slope0 < 0 ? bracket(first) : Outcome.NOT_DESCENT;
            if (!outcome.moves()) {
                alpha = 0;
                value = phi0;
                slope = slope0;
            }
            return outcome;
        }

        private Outcome bracket(double first) {
            for (double a = first; tried < trials; a *= 2) {
                ask(a);
                if (tooHigh() || (tried > 1 && value >= lowValue)) {
                    highBecomes(a, value, slope);
                    return zoom();
                } else if (flat()) {
                    return Outcome.FOUND;
                } else if (slope >= 0) {
                    highBecomes(low, lowValue, lowSlope);
                    lowBecomes(a, value, slope);
                    return zoom();
                }
                lowBecomes(a, value, slope);
            }
            return Outcome.STILL_FALLING;
        }

        private Outcome zoom() {
            while (tried < trials) {
                double a = interpolate();
                if (a == low || a == high) {
                    break;
                }
                ask(a);
                if (tooHigh() || value >= lowValue) {
                    highBecomes(a, value, slope);
                } else if (flat()) {
                    return Outcome.FOUND;
                } else {
                    if (slope * (high - low) >= 0) {
                        highBecomes(low, lowValue, lowSlope);
                    }
                    lowBecomes(a, value, slope);
                }
            }
            if (low == 0) {
                return finite ? Outcome.NO_DECREASE : Outcome.NOT_FINITE;
            }
            if (alpha != low) {
                ask(low);
            }
            return Outcome.DECREASE_ONLY;
        }

        private void ask(double a) {
            tried++;
            alpha = a;
            value = line.value(a);
            slope = line.slope();
            finite |= Double.isFinite(value) && Double.isFinite(slope);
        }

        private boolean tooHigh() {
            return !(value <= phi0 + c1 * alpha * slope0) || !Double.isFinite(value) || !Double.isFinite(slope);
        }

        private boolean flat() {
            return Math.abs(slope) <= -c2 * slope0;
        }

        private void lowBecomes(double a, double v, double s) {
            low = a;
            lowValue = v;
            lowSlope = s;
        }

        private void highBecomes(double a, double v, double s) {
            high = a;
            highValue = v;
            highSlope = s;
        }

        private double interpolate() {
            double width = high - low;
            double a = cubic(width);
            if (!Double.isFinite(a)) {
                a = low - lowSlope * width * width / (2 * (highValue - lowValue - lowSlope * width));
            }
            if (!Double.isFinite(a)) {
                return low + width / 2;
            }
            double nearLow = low + width / 10;
            double nearHigh = high - width / 10;
            return Math.min(Math.max(a, Math.min(nearLow, nearHigh)), Math.max(nearLow, nearHigh));
        }

        /** The minimum of the cubic through both ends; not a number if the cubic has no minimum. */
        private double cubic(double width) {
            double d1 = lowSlope + highSlope - 3 * (highValue - lowValue) / width;
            double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - lowSlope * highSlope);
            return high - width * (highSlope + d2 - d1) / (highSlope - lowSlope + 2 * d2);
        }

        /** {@return the step found; 0 if there is none} */
        public double alpha() {
            return alpha;
        }

        /** {@return φ there} */
        public double value() {
            return value;
        }

        /** {@return φ′ there} */
        public double slope() {
            return slope;
        }

        /** {@return how many evaluations it made} */
        public int tried() {
            return tried;
        }
    }
}
