package org.guideddescent.kernel.inspect;

/** Paragraphs, list items and program text as lines of at most a hundred characters. */
final class WrappedText {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder paragraph = new StringBuilder();
    private String marker = "";
    private int indent;
    private boolean blankBefore;

    /** Text of the current paragraph; its white space only separates words. */
    void text(String text) {
        paragraph.append(text);
    }

    /** Begins a line. */
    void line() {
        String text = paragraph.toString().strip();
        paragraph.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(start());
        for (String word : text.split("\\s+", -1)) {
            if (line.length() + word.length() > WIDTH && !line.toString().isBlank()) {
                out.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(indent));
            }
            line.append(word).append(' ');
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private String start() {
        if (blankBefore && out.length() > 0) {
            out.append('\n');
        }
        blankBefore = false;
        String start = " ".repeat(Math.max(0, indent - marker.length())) + marker;
        marker = "";
        return start;
    }

    /** Begins a line behind an empty one. */
    void paragraph() {
        line();
        // A list item's first paragraph belongs behind its marker.
        blankBefore |= marker.isEmpty();
    }

    /** Begins a line with a marker that stands in the indent. */
    void item(String itemMarker) {
        line();
        marker = itemMarker;
    }

    /** Indents what follows by some characters more, or less. */
    void indent(int by) {
        line();
        indent = Math.max(0, indent + by);
    }

    /** Lines that stay as they are, but for what indents all of them. */
    void verbatim(String text) {
        line();
        String body = text.replaceAll("\\A\\s*\\n|\\s+\\z", "").stripIndent();
        blankBefore = true;
        for (String line : body.split("\n", -1)) {
            out.append((start() + "    " + line).stripTrailing()).append('\n');
        }
        blankBefore = true;
    }

    @Override
    public String toString() {
        line();
        return out.toString().stripTrailing();
    }
}
