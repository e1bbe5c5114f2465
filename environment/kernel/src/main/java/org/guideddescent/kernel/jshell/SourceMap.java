package org.guideddescent.kernel.jshell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where each snippet came from: the cell's number and the line in it, so that a stack trace speaks of cells. */
final class SourceMap {
    /** A line of a cell, both counted from 1; cell 0 is what ran before the first cell. */
    record Place(int cell, int line) {
        @Override
        public String toString() {
            return cell == 0 ? "start-up line " + line : "cell [" + cell + "], line " + line;
        }
    }

    private final Map<String, Place> starts = new HashMap<>();

    /** The snippet with this id begins at the given place. */
    void put(String snippetId, Place start) {
        starts.put(snippetId, start);
    }

    /** Reads "#id", the file name that JShell gives to the frames of a snippet. */
    Optional<Place> find(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith("#")) {
            return Optional.empty();
        }
        Place start = starts.get(file.substring(1));
        return Optional.ofNullable(start)
                .map(s -> new Place(s.cell(), s.line() + Math.max(frame.getLineNumber(), 1) - 1));
    }
}
