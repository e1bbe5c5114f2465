package org.guideddescent.train;

/**
 * When a run is given up, and what is kept for it to go back to.
 * <pre>
 *   loss not finite                                at once; the step is not taken
 *   loss &gt; limit                                   at once; the step is not taken
 *   s &gt; best + (factor − 1) |best|                 patience steps in a row
 *   s = mean of the losses with weights (1 − 1/window)^age,   best = min s, both from step window on
 * </pre>
 * For losses above zero the third bound is factor times the best. A loss that is not finite and that the rule tolerates does
 * not enter s.
 *
 * <p>The optimizer is left in the last good state, bit by bit. For the first two that is the one before the step. The third
 * sees the harm late: if it is on, weights and state are copied in memory every keepEvery steps while the loss is good,
 * which costs their bytes once more there and once more in each checkpoint, and the run goes back to that copy, also if it
 * ends in the first two ways while the loss is bad.
 *
 * @param limit a loss above it ends the run; infinite for none
 * @param factor above 1; infinite for off
 * @param patience bad steps in a row that end the run
 * @param window over how many steps the loss is smoothed
 * @param keepEvery steps between copies
 */
public record Divergence(double limit, double factor, int patience, int window, int keepEvery) {
    /** Only a loss or gradient that is not finite, or a rule that cannot go on, ends the run. */
    public static final Divergence NON_FINITE =
            new Divergence(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1, 10, 100);

    /**
     * Refuses bounds that mean nothing.
     *
     * @param limit a loss above it ends the run; infinite for none
     * @param factor above 1; infinite for off
     * @param patience bad steps in a row that end the run
     * @param window over how many steps the loss is smoothed
     * @param keepEvery steps between copies
     * @throws IllegalArgumentException if the limit is NaN, the factor not above 1, or a count of steps below 1
     */
    public Divergence {
        if (Double.isNaN(limit)) {
            throw new IllegalArgumentException("the limit of the loss is no number; leave it out for none");
        }
        if (!(factor > 1)) {
            throw new IllegalArgumentException(
                    "the factor over the best loss must be above 1, got " + factor + "; infinity turns it off");
        }
        atLeastOne("bad steps in a row", patience);
        atLeastOne("steps to smooth over", window);
        atLeastOne("steps between copies", keepEvery);
    }

    private static void atLeastOne(String what, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + n);
        }
    }

    /**
     * Ends the run at a loss above this, too.
     *
     * @param loss the limit
     * @return {@link #NON_FINITE} with this limit
     */
    public static Divergence above(double loss) {
        return NON_FINITE.or(loss);
    }

    /**
     * Ends the run also when the smoothed loss is above factor times its best for so many steps in a row.
     *
     * @param factor above 1
     * @param steps bad steps in a row, at least 1
     * @return {@link #NON_FINITE} with this bound
     */
    public static Divergence whenWorse(double factor, int steps) {
        return NON_FINITE.orWhenWorse(factor, steps);
    }

    /**
     * {@return the same, with a loss above this}
     *
     * @param loss the limit
     */
    public Divergence or(double loss) {
        return new Divergence(loss, factor, patience, window, keepEvery);
    }

    /**
     * {@return the same, with a smoothed loss above by times its best for so many steps in a row}
     *
     * @param by factor over the best loss, above 1
     * @param steps bad steps in a row, at least 1
     */
    public Divergence orWhenWorse(double by, int steps) {
        return new Divergence(limit, by, steps, window, keepEvery);
    }

    /**
     * {@return the same, smoothing the loss over so many steps instead of 10}
     *
     * @param steps window of the mean, at least 1
     */
    public Divergence smoothedOver(int steps) {
        return new Divergence(limit, factor, patience, steps, keepEvery);
    }

    /**
     * {@return the same, copying the state every so many good steps instead of 100}
     *
     * @param steps good steps between two copies, at least 1
     */
    public Divergence keepingEvery(int steps) {
        return new Divergence(limit, factor, patience, window, steps);
    }

    /** {@return whether copies are kept} */
    public boolean keepsCopies() {
        return factor < Double.POSITIVE_INFINITY;
    }
}
