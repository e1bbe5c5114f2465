package org.guideddescent.train;

import java.util.List;
import java.util.Optional;

/** Callbacks that stop a run early. They look at the record of the run, so a resumed run stops where it would have. */
public final class Stop {
    private Stop() {}

    /** Which of two values of a measure is the better one. */
    public enum Better {
        /** As with accuracy. */
        HIGHER,
        /** As with a loss. */
        LOWER;

        private boolean prefers(double a, double b) {
            return this == HIGHER ? a > b : a < b;
        }
    }

    /**
     * Stops when a measure, of which more is better, has had so many evaluations in a row that are no better than the best
     * before them.
     *
     * @param measure the name given to {@link Trainer#evaluating}
     * @param patience evaluations, at least 1
     * @return a callback without memory
     */
    public static Callback whenNoBetter(String measure, int patience) {
        return whenNoBetter(measure, patience, Better.HIGHER);
    }

    /**
     * {@return the same with a measure of which less may be better} NaN is never better.
     *
     * @param measure the name given to {@link Trainer#evaluating}
     * @param patience evaluations, at least 1
     * @param better which way is progress
     */
    public static Callback whenNoBetter(String measure, int patience, Better better) {
        return new NoBetter(measure, patience, better);
    }

    private record NoBetter(String measure, int patience, Better better) implements Callback {
        private NoBetter {
            if (patience < 1) {
                throw new IllegalArgumentException("patience must be at least 1 evaluation, got " + patience);
            }
        }

        @Override
        public Optional<String> at(Moment moment) {
            var all = moment.evaluations();
            if (!isFresh(all, moment.step())) {
                return GO_ON;
            }
            var best = Double.NaN;
            long bestAt = 0;
            int since = 0;
            for (var e : all) {
                if (e.name().equals(measure)) {
                    if (better.prefers(e.value(), best) || (Double.isNaN(best) && !Double.isNaN(e.value()))) {
                        best = e.value();
                        bestAt = e.step();
                        since = 0;
                    } else {
                        since++;
                    }
                }
            }
            return since < patience
                    ? GO_ON
                    : Optional.of(measure + " is no better than " + best + " of step " + bestAt + " for " + since
                            + " evaluations");
        }

        private boolean isFresh(List<Run.Evaluation> all, long step) {
            for (int i = all.size() - 1; i >= 0 && all.get(i).step() == step; i--) {
                if (all.get(i).name().equals(measure)) {
                    return true;
                }
            }
            return false;
        }
    }
}
