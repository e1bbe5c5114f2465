package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.Optional;

/** What became of a cell: a value (perhaps none) or a failure. */
public sealed interface Outcome {
    /** {@return whether nothing that follows in the cell may run} */
    boolean endsCell();

    /**
     * The code ran to its end, or ended its cell by System.exit(0).
     *
     * @param value that of its last expression, if it has one
     * @param endsCell whether nothing that follows in the cell may run
     */
    record Value(Optional<Object> value, boolean endsCell) implements Outcome {
        /**
         * The value of a part that lets the rest of its cell run.
         *
         * @param value that of its last expression, if it has one
         */
        public Value(Optional<Object> value) {
            this(value, false);
        }
    }

    /**
     * The cell failed.
     *
     * @param type of the exception, one line
     * @param message one line
     * @param lines to show, colors included
     */
    record Failure(String type, String message, List<String> lines) implements Outcome {
        @Override
        public boolean endsCell() {
            return true;
        }
    }
}
