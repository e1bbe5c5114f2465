package org.guideddescent.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line that a worker prints: {@code bench ready …}, {@code bench measured <ns> <name>=<number> …} or {@code bench failed
 * …}.
 */
sealed interface Reply {
    /** What begins each line of the protocol; other lines are chatter of libraries. */
    String MARK = "bench ";

    /** Warm, and waiting for the word to go. what: one line on what runs. */
    record Ready(String what) implements Reply {}

    /** The time of one repetition in the round just run, and by name the shares of its parts or its bytes, if the worker tells. */
    record Measured(double nanos, Map<String, Double> shares) implements Reply {
        public Measured {
            shares = Map.copyOf(shares);
        }
    }

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
            case "measured" -> Optional.of(measured(rest.split(" ", -1)));
            case "failed" -> Optional.of(new Failed(rest));
            default -> throw new IllegalArgumentException("not a reply of a worker: '" + line + "'");
        };
    }

    private static Measured measured(String[] words) {
        var shares = new LinkedHashMap<String, Double>();
        for (int i = 1; i < words.length; i++) {
            var pair = words[i].split("=", 2);
            shares.put(pair[0], Double.valueOf(pair[1]));
        }
        return new Measured(Double.parseDouble(words[0]), shares);
    }
}
