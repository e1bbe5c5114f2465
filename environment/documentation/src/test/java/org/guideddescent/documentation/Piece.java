package org.guideddescent.documentation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown file, with what a comment directly before it says to the tests:
 * <pre>{@code
 * <!-- setup: var theta = ...; -->                 Java that stands before the block and that readers need not see
 * <!-- not run: it needs a cluster -->             the block is compiled, and why no more
 * <!-- quoted from lib/core/src/.../Lion.java -->  the block stands in that file, word by word but for its comments
 * <!-- output -->                                  what the block of Java above prints
 * }</pre>
 *
 * @param file where it stands
 * @param line the number of its first line
 * @param language what follows the three backticks, empty if nothing does
 * @param text what it holds, with a line end behind each line
 * @param setups the code of comments before it
 * @param note the other comment before it, as {@code not run: …}; empty if there is none
 */
record Piece(Path file, int line, String language, String text, List<String> setups, String note) {
    private static final Pattern PART = Pattern.compile(
            "^<!--\\s*(?<comment>.*?)\\s*-->[ \\t]*$|^```(?<language>\\S*)[ \\t]*\\n(?<text>.*?)^```[ \\t]*$",
            Pattern.DOTALL | Pattern.MULTILINE);

    private static final String SETUP = "setup:";

    /** The blocks of a file in their order. */
    static List<Piece> of(Path file) {
        return of(file, Project.read(file));
    }

    static List<Piece> of(Path file, String text) {
        var pieces = new ArrayList<Piece>();
        var setups = new ArrayList<String>();
        var note = "";
        Matcher part = PART.matcher(text);
        while (part.find()) {
            var comment = part.group("comment");
            if (comment == null) {
                int line = (int) text.substring(0, part.start()).lines().count() + 1;
                pieces.add(
                        new Piece(file, line, part.group("language"), part.group("text"), List.copyOf(setups), note));
                setups.clear();
                note = "";
            } else if (comment.startsWith(SETUP)) {
                setups.add(comment.substring(SETUP.length()).strip());
            } else {
                note = comment;
            }
        }
        return pieces;
    }

    /** What the note says behind these words, if it begins with them. */
    Optional<String> noted(String words) {
        return note.startsWith(words)
                ? Optional.of(note.substring(words.length()).strip())
                : Optional.empty();
    }

    /** Such as {@code README.md:40}. */
    String place() {
        return Project.ROOT.relativize(file) + ":" + line;
    }
}
