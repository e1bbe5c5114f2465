package org.guideddescent.sweep;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where trials run: threads of this process, or the workers of a cluster. An engine decides where and when; what is done,
 * and what becomes of a failure, is {@link Work}'s.
 */
public interface Engine extends AutoCloseable {
    /**
     * Performs each trial once and returns when all have a result. A trial whose process dies is tried again as often as
     * the engine says, then it is a result that failed.
     *
     * @param trials to perform, in any order
     * @param work what is done with each
     * @param finished gets each result as soon as it is there, one call at a time; if it throws, no further trial begins and
     *     the engine throws that
     */
    void run(List<Trial> trials, Work work, Consumer<Result> finished);

    /** Lets go of threads and connections. An engine can run several sweeps before that. */
    @Override
    void close();
}
