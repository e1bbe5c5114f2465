package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.Optional;

/** What became of a cell: a value (perhaps none) or a failure. */
public sealed interface Outcome {
    /** A cell without a value. */
    Outcome NOTHING = new Value(Optional.empty());

    /** A cell that ended itself by System.exit(0): what follows in it does not run. */
    Outcome ENDED = new Value(Optional.empty());

    /** The cell ran to its end; value is that of its last expression. */
    record Value(Optional<Object> value) implements Outcome {}

    /** The cell failed: type and message as one line each, and the lines to show, colors included. */
    record Failure(String type, String message, List<String> lines) implements Outcome {}
}
