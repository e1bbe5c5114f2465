package org.guideddescent.kernel.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads Java text up to a cursor without parsing it: where statements end, which brackets are open, and whether the
 * cursor is inside a comment or literal. It is asked for every key in an editor, and JShell's own analysis of a cell
 * costs a compilation per statement. What is unsure is not cut.
 */
public final class JavaScan {
    /** Words that go on with the statement whose braces were just closed. */
    private static final Set<String> GOES_ON = Set.of("else", "catch", "finally", "while", "instanceof");

    /** What the cursor stands in. */
    public enum Inside {
        /** Statements. */
        CODE,
        /** A comment, of lines or not. */
        COMMENT,
        /** A string, text block or character. */
        LITERAL,
        /** A line that is a magic. */
        MAGIC
    }

    /**
     * A statement of the top level.
     *
     * @param begin index of its first character
     * @param end index behind its last character
     */
    public record Span(int begin, int end) {
        /**
         * {@return the text of the span}
         *
         * @param code the text that the indexes are into
         */
        public String of(String code) {
            return code.substring(begin, end);
        }
    }

    private final String code;
    private final int cursor;
    private final List<Span> finished = new ArrayList<>();
    private final List<Integer> open = new ArrayList<>();
    private Inside inside = Inside.CODE;
    private boolean illegal;
    private int begin;

    private JavaScan(String code, int cursor) {
        this.code = code;
        this.cursor = cursor;
    }

    /**
     * {@return the scan of a text up to the cursor; what is behind it is not read}
     *
     * @param code Java text, perhaps unfinished
     * @param cursor index into the code
     */
    public static JavaScan of(String code, int cursor) {
        JavaScan scan = new JavaScan(code, cursor);
        scan.read();
        return scan;
    }

    /** {@return the statements of the top level that have ended before the one under the cursor, in their order} */
    public List<Span> finished() {
        return finished;
    }

    /** {@return the index where the statement under the cursor begins, at the latest: JShell may know a later place} */
    public int begin() {
        return begin;
    }

    /** {@return the indexes of the brackets that are open at the cursor, the innermost last} */
    public List<Integer> open() {
        return open;
    }

    /** {@return what the cursor is inside of} */
    public Inside inside() {
        return inside;
    }

    /** {@return whether the statement under the cursor has a character that no Java token has} */
    public boolean hasIllegalCharacter() {
        return illegal;
    }

    private void read() {
        int at = 0;
        while (at < cursor) {
            int comment = Trivia.afterComment(code, at);
            int literal = comment > at ? at : Trivia.afterLiteral(code, at);
            int end = Math.max(comment, literal);
            if (end == at) {
                at = character(at);
                continue;
            }
            // An unclosed one ends with the text, and the cursor stands in it.
            boolean within = end > cursor || (end == cursor && !Trivia.isClosed(code, at, end));
            if (within) {
                inside = comment > at ? Inside.COMMENT : Inside.LITERAL;
            }
            at = end;
        }
    }

    private int character(int at) {
        int c = code.codePointAt(at);
        int next = at + Character.charCount(c);
        switch (c) {
            case '(', '[', '{' -> open.add(at);
            case ')', ']' -> close();
            case '}' -> {
                close();
                if (open.isEmpty() && beginsStatement(next)) {
                    finish(next);
                }
            }
            case ';' -> {
                if (open.isEmpty()) {
                    finish(next);
                }
            }
            case '%' -> {
                if (open.isEmpty() && Trivia.skip(code, begin, at) == at) {
                    return afterMagic(at);
                }
            }
            default -> illegal |= !isLegal(c);
        }
        return next;
    }

    /** No Java statement begins with a percent sign: the line is a magic, and Java goes on below. */
    private int afterMagic(int at) {
        int end = code.indexOf('\n', at);
        begin = end < 0 ? code.length() : end;
        inside = begin >= cursor ? Inside.MAGIC : inside;
        return begin;
    }

    private void close() {
        if (!open.isEmpty()) {
            open.remove(open.size() - 1);
        }
    }

    private void finish(int end) {
        finished.add(new Span(begin, end));
        begin = end;
        illegal = false;
    }

    /** Whether a word stands there that cannot belong to the statement before it. */
    private boolean beginsStatement(int from) {
        int at = Trivia.skip(code, from, cursor);
        if (at >= cursor) {
            return false;
        }
        int c = code.codePointAt(at);
        return c == '@' || (Character.isJavaIdentifierStart(c) && !goesOn(Names.wordAt(code, at, cursor), at));
    }

    /** The word at the cursor may still become such a one. */
    private boolean goesOn(String word, int at) {
        return at + word.length() == cursor
                ? GOES_ON.stream().anyMatch(w -> w.startsWith(word))
                : GOES_ON.contains(word);
    }

    private static boolean isLegal(int c) {
        return Character.isJavaIdentifierPart(c) || Character.isWhitespace(c) || "+-*/%&|^!~=<>?:.,@\\".indexOf(c) >= 0;
    }
}
