package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.Optional;

/** What became of a cell: a value (perhaps none) or a failure. */
public sealed interface Outcome {

    /** The cell ran to its end; value is that of its last expression. */
    record Value(Optional<Object> value) implements Outcome {}

    /** The cell failed: type and message as one line each, and the lines to show, colors included. */
    record Failure(String type, String message, List<String> lines) implements Outcome {}
}
