package org.guideddescent.train;

import java.util.List;
import java.util.Optional;

/**
 * Sees each step of a run after it was taken, and may stop the run. What it throws ends the run and reaches the caller of {@link
 * Trainer#train}; checkpoints written before stay good. Time spent in it is not counted as training.
 *
 * <p>A run that resumes from a checkpoint calls it for the steps after that one only. So that it stops where an undisturbed
 * run would, let it look at the moment and keep no memory of its own.
 */
@FunctionalInterface
public interface Callback {
    /** To go on. */
    Optional<String> GO_ON = Optional.empty();

    /**
     * {@return why the run should stop here, or {@link #GO_ON}}
     *
     * @param moment the step just taken and the run so far
     */
    Optional<String> at(Moment moment);

    /**
     * A step that was just taken.
     *
     * @param step t
     * @param of the last step that was asked for
     * @param loss at the weights before the step, on its batches
     * @param seconds of training since the run began
     * @param optimizer at work: look, do not step
     * @param evaluations so far, those of this step among them; a live view
     */
    record Moment(
            long step, long of, double loss, double seconds, Optimizer optimizer, List<Run.Evaluation> evaluations) {}
}
