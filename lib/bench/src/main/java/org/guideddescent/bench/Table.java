package org.guideddescent.bench;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table; the first column reads from the left, numbers stand at the right. */
final class Table {
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row of as many cells as the header has. */
    Table row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "a row needs " + header.size() + " cells " + header + ", got " + List.of(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(line(header))
                .append("|---|")
                .append("---:|".repeat(header.size() - 1))
                .append('\n');
        rows.forEach(r -> text.append(line(r)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
