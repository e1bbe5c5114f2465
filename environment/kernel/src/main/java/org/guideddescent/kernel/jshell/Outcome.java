package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.Optional;

/** What became of a cell: a value (perhaps none) or a failure. */
public sealed interface Outcome {
    /** Whether nothing that follows in the cell may run. */
    boolean endsCell();

    /** The code ran to its end, or ended its cell by System.exit(0); value is that of its last expression. */
    record Value(Optional<Object> value, boolean endsCell) implements Outcome {
        public Value(Optional<Object> value) {
            this(value, false);
        }
    }

    /** The cell failed: type and message as one line each, and the lines to show, colors included. */
    record Failure(String type, String message, List<String> lines) implements Outcome {
        @Override
        public boolean endsCell() {
            return true;
        }
    }
}
