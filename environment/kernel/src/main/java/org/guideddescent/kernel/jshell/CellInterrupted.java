package org.guideddescent.kernel.jshell;

/** The user, or a time limit, stopped the cell. An Error, so that a loop that catches Exception stops too. */
public final class CellInterrupted extends Error {
    private static final long serialVersionUID = 1L;

    /** Says that the cell was interrupted. */
    public CellInterrupted() {
        this("the cell was interrupted");
    }

    CellInterrupted(String why) {
        super(why);
    }
}
