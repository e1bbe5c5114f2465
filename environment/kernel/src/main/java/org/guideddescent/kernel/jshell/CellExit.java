package org.guideddescent.kernel.jshell;

/**
 * A cell called System.exit: the cell ends, not the kernel with everybody's variables. An Error, so that a cell that
 * catches Exception ends too. Code of libraries is not rewritten; where that exits, the process ends.
 */
public final class CellExit extends Error {
    private static final long serialVersionUID = 1L;

    /** The status that the cell gave. */
    private final int status;

    private CellExit(int status) {
        super("the cell called System.exit(" + status + ")");
        this.status = status;
    }

    int status() {
        return status;
    }

    /**
     * Stands in cell classes for System.exit.
     *
     * @param status of the process that the cell thought it ended
     */
    @SuppressWarnings("DoNotCallSuggester") // Only rewritten bytecode calls it.
    public static void exit(int status) {
        throw new CellExit(status);
    }

    /**
     * Stands in cell classes for exit and halt of a Runtime.
     *
     * @param runtime not asked
     * @param status of the process that the cell thought it ended
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static void exit(Runtime runtime, int status) {
        throw new CellExit(status);
    }
}
