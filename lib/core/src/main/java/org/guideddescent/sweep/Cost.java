package org.guideddescent.sweep;

import java.util.List;
import org.guideddescent.train.Run;

/** What a run costs. */
public enum Cost {
    /** Steps taken. */
    STEPS,
    /** Seconds of training, evaluation not counted; they depend on the machine and on what ran beside. */
    SECONDS;

    /**
     * {@return the cost of a run; infinite if it failed, for then nothing was bought}
     *
     * @param result what became of its trial
     */
    public double of(Result result) {
        return result.run()
                .map(run -> this == STEPS ? run.steps() : seconds(run.curve()))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double seconds(List<Run.Point> curve) {
        return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).seconds();
    }
}
