package org.guideddescent.kernel.inspect;

/** Where comments, literals and white space of Java text end. */
public final class Trivia {
    private static final String BLOCK = "\"\"\"";

    private Trivia() {}

    /**
     * {@return the index behind the comment that begins at index at, or at itself}
     *
     * @param code Java text
     * @param at an index
     */
    public static int afterComment(String code, int at) {
        if (code.startsWith("//", at)) {
            int end = code.indexOf('\n', at);
            return end < 0 ? code.length() : end;
        }
        if (code.startsWith("/*", at)) {
            int end = code.indexOf("*/", at + 2);
            return end < 0 ? code.length() : end + 2;
        }
        return at;
    }

    /**
     * {@return the index behind the string, text block or character that begins at index at, or at itself; one that is
     * never closed ends with its line, except a text block}
     *
     * @param code Java text
     * @param at an index
     */
    public static int afterLiteral(String code, int at) {
        char c = code.charAt(at);
        if (c != '"' && c != '\'') {
            return at;
        }
        String quote = code.startsWith(BLOCK, at) ? BLOCK : String.valueOf(c);
        int i = at + quote.length();
        while (i < code.length()) {
            if (code.startsWith(quote, i)) {
                return i + quote.length();
            }
            if (code.charAt(i) == '\n' && quote.length() == 1) {
                return i;
            }
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return code.length();
    }

    /** Whether the comment or literal from begin to end was closed, so that a cursor at its end is outside. */
    static boolean isClosed(String code, int begin, int end) {
        if (code.startsWith("//", begin)) {
            return false;
        }
        String close = code.startsWith("/*", begin)
                ? "*/"
                : code.startsWith(BLOCK, begin) ? BLOCK : code.substring(begin, begin + 1);
        return end - begin >= 2 * close.length() && code.startsWith(close, end - close.length());
    }

    /** The first index from at on, before limit, that is neither white space nor in a comment; else limit. */
    static int skip(String code, int at, int limit) {
        int i = at;
        while (i < limit) {
            int comment = afterComment(code, i);
            if (comment == i && !Character.isWhitespace(code.charAt(i))) {
                return i;
            }
            i = Math.max(comment, i + 1);
        }
        return limit;
    }
}
