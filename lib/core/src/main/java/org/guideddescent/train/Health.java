package org.guideddescent.train;

/** The smoothed loss of a run and how long it has been bad: a function of the losses so far. */
final class Health {
    private final Divergence policy;
    private final double keep;
    private double sum;
    private double weight;
    private long seen;
    private double best = Double.POSITIVE_INFINITY;
    private long bestAt;
    private int badInARow;

    Health(Divergence policy) {
        this.policy = policy;
        this.keep = 1 - 1.0 / policy.window();
    }

    void see(long t, double loss) {
        if (!Double.isFinite(loss)) {
            return;
        }
        sum = keep * sum + loss;
        weight = keep * weight + 1;
        seen++;
        if (seen < policy.window()) {
            return;
        }
        badInARow = smoothed() > bound() ? badInARow + 1 : 0;
        if (smoothed() < best) {
            best = smoothed();
            bestAt = t;
        }
    }

    private double smoothed() {
        return sum / weight;
    }

    private double bound() {
        // Infinite as long as there is no best one, and where the policy is off.
        return Double.isInfinite(best) || !policy.keepsCopies()
                ? Double.POSITIVE_INFINITY
                : best + (policy.factor() - 1) * Math.abs(best);
    }

    boolean isGood() {
        return badInARow == 0;
    }

    /** Throws if the run is to be given up before step t. */
    void check(long t, double loss) {
        if (loss > policy.limit()) {
            throw new DivergenceException(
                    "loss " + loss + " at step " + t + " is above the limit " + policy.limit() + kept(t));
        }
        if (badInARow >= policy.patience()) {
            throw new DivergenceException("the smoothed loss " + smoothed() + " at step " + t + " is above "
                    + policy.factor() + " times its best, " + best + " at step " + bestAt + ", for the "
                    + policy.patience() + " steps up to it" + kept(t));
        }
    }

    private static String kept(long t) {
        return "; the weights of step " + (t - 1) + " are kept";
    }
}
