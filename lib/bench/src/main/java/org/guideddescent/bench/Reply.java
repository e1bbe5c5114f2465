package org.guideddescent.bench;

import java.util.Optional;

/** One line that a worker prints: {@code bench ready …}, {@code bench measured <ns>} or {@code bench failed …}. */
sealed interface Reply {
    /** What begins each line of the protocol; other lines are chatter of libraries. */
    String MARK = "bench ";

    /** Warm, and waiting for the word to go. what: one line on what runs. */
    record Ready(String what) implements Reply {}

    /** The median time of one repetition in the round just run. */
    record Measured(double nanos) implements Reply {}

    /** Why there is nothing to measure, in a sentence. */
    record Failed(String why) implements Reply {}

    /** The reply in a line, or nothing if the line is chatter. */
    static Optional<Reply> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        var words = line.substring(MARK.length()).split(" ", 2);
        var rest = words.length > 1 ? words[1].strip() : "";
        return switch (words[0]) {
            case "ready" -> Optional.of(new Ready(rest));
            case "measured" -> Optional.of(new Measured(Double.parseDouble(rest)));
            case "failed" -> Optional.of(new Failed(rest));
            default -> throw new IllegalArgumentException("not a reply of a worker: '" + line + "'");
        };
    }
}
