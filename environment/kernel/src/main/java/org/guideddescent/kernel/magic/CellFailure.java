package org.guideddescent.kernel.magic;

import org.guideddescent.kernel.jshell.Outcome;

/** Code that a magic or eval ran has failed; the cell fails with the same words. */
public final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failure failure;

    /**
     * Fails with the words of the code.
     *
     * @param failure what became of the code
     */
    public CellFailure(Outcome.Failure failure) {
        super(failure.type() + ": " + failure.message());
        this.failure = failure;
    }

    /** {@return what became of the code} */
    public Outcome.Failure failure() {
        return failure;
    }
}
