package org.guideddescent.sweep;

/** Sees a sweep fill in. All calls come from the thread that runs the sweep. */
public interface Watcher {
    /** Sees nothing. */
    Watcher NONE = new Watcher() {};

    /**
     * Before the first trial runs.
     *
     * @param done results that were there already
     * @param total trials of the whole plan; at most so many, if later ones depend on what is found
     */
    default void started(int done, int total) {}

    /**
     * Called after a result is there, and durable if the sweep has a store.
     *
     * @param result the newest
     * @param done trials that have a result
     * @param total trials of the plan
     */
    default void finished(Result result, int done, int total) {}

    /**
     * Called after the last one, or when the sweep was interrupted or could not go on.
     *
     * @param done trials that have a result
     * @param total trials of the plan
     */
    default void ended(int done, int total) {}
}
