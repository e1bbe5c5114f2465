package org.guideddescent.sweep;

import java.io.Serializable;

/**
 * What is done for one trial of a sweep. It is called on any thread, side by side with others, or in another process, so it
 * makes networks, data and optimizers itself, from the trial alone, and touches nothing that others use.
 */
@FunctionalInterface
public interface Experiment extends Serializable {
    /**
     * Runs the trial.
     *
     * @param trial the values to use
     * @return the record of the training and what it is compared by
     * @throws Exception whatever it is, it becomes a result that failed, with its message
     */
    Outcome run(Trial trial) throws Exception;
}
