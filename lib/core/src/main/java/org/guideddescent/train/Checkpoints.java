package org.guideddescent.train;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where and how often a trainer saves its run, so that it continues by itself after its process was killed.
 *
 * <p>A run has a folder of its own. Its files are {@code step-000000001200.zip}, after 1200 steps. Each holds the optimizer, as
 * {@link Optimizer#save} writes it, and the record of the run so far: 24 bytes a step, 32 an evaluation, 24 a reading. The
 * state that a {@link Divergence} keeps is in it too. The steps that were asked for are not, so a finished run can go on to more.
 *
 * @param folder made if it is not there
 * @param every how often; after the last step too
 * @param keep how many files stay, the newest ones; at least 1
 * @param notices told, in a sentence, of a damaged file that was set aside
 */
public record Checkpoints(Path folder, Every every, int keep, Consumer<String> notices) {
    /**
     * Refuses to keep no checkpoint.
     *
     * @param folder made if it is not there
     * @param every how often; after the last step too
     * @param keep how many files stay, the newest ones; at least 1
     * @param notices told, in a sentence, of a damaged file that was set aside
     * @throws IllegalArgumentException if keep is below 1
     */
    public Checkpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, got " + keep);
        }
    }

    /**
     * Keeps the three newest files; notices go to standard error.
     *
     * @param folder the run's own, made if it is not there
     * @param every how often a file is written
     */
    public Checkpoints(Path folder, Every every) {
        this(folder, every, 3, System.err::println);
    }

    /**
     * {@return the same, where the n newest files stay}
     *
     * @param n files to keep, at least 1
     */
    public Checkpoints keeping(int n) {
        return new Checkpoints(folder, every, n, notices);
    }

    /**
     * {@return the same with other ears}
     *
     * @param listener told, in a sentence, of each damaged file
     */
    public Checkpoints telling(Consumer<String> listener) {
        return new Checkpoints(folder, every, keep, listener);
    }
}
