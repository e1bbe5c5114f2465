package org.guideddescent.kernel.jshell;

/** Keeps what a failure says short enough to read, and to send: a cell may hold megabytes in one line. */
final class Clip {
    private static final String CUT = "…";
    /** Far beyond any message that a person reads to its end. */
    private static final int LONGEST_TEXT = 10_000;

    private static final int LONGEST_LINE = 400;
    private static final int BEFORE_MARK = 200;

    private Clip() {}

    /** The text, or its beginning and how much is left out. */
    static String text(String text) {
        int left = text.length() - LONGEST_TEXT;
        return left <= 0 ? text : text.substring(0, LONGEST_TEXT) + CUT + " (" + left + " more characters)";
    }

    /** A line and the mark under it, of one length each or the mark shorter. */
    record Marked(String line, String indent, int width) {}

    /** What is shown of a line whose characters from start on, width of them, are at fault. */
    static Marked line(String line, int start, int width) {
        boolean whole = line.length() <= LONGEST_LINE;
        int from = whole ? 0 : Math.max(0, start - BEFORE_MARK);
        int to = whole ? line.length() : Math.min(line.length(), from + LONGEST_LINE);
        String before = from > 0 ? CUT : "";
        String shown = before + line.substring(from, to) + (to < line.length() ? CUT : "");
        // A tab stays a tab, so that the mark stands under its text.
        String indent = (before + line.substring(from, start)).replaceAll("[^\t]", " ");
        return new Marked(shown, indent, Math.max(1, Math.min(width, to - start)));
    }
}
