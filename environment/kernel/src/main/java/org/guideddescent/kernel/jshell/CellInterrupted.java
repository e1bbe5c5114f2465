package org.guideddescent.kernel.jshell;

/** The user stopped the cell. An Error, so that a loop that catches Exception stops too. */
public final class CellInterrupted extends Error {
    private static final long serialVersionUID = 1L;

    public CellInterrupted() {
        super("the cell was interrupted");
    }
}
