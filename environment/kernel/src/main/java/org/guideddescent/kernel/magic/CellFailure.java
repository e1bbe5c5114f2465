package org.guideddescent.kernel.magic;

import org.guideddescent.kernel.jshell.Outcome;

/** Code that a magic or eval ran has failed; the cell fails with the same words. */
public final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failure failure;

    public CellFailure(Outcome.Failure failure) {
        super(failure.type() + ": " + failure.message());
        this.failure = failure;
    }

    public Outcome.Failure failure() {
        return failure;
    }
}
