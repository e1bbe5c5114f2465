package org.guideddescent.kernel.magic;

/** Where comments and literals of Java source end, so that a percent sign inside one means nothing. */
final class JavaText {
    private static final String BLOCK = "\"\"\"";

    private JavaText() {}

    /** The index behind the comment that begins at index at, or at itself where none begins. */
    static int afterComment(String code, int at) {
        if (code.startsWith("//", at)) {
            return orEnd(code, code.indexOf('\n', at));
        }
        if (code.startsWith("/*", at)) {
            int close = code.indexOf("*/", at + 2);
            return close < 0 ? code.length() : close + 2;
        }
        return at;
    }

    /** The index behind the string, text block or character that begins at index at, or at itself. */
    static int afterLiteral(String code, int at) {
        if (code.startsWith(BLOCK, at)) {
            return afterQuote(code, at + BLOCK.length(), BLOCK);
        }
        char quote = code.charAt(at);
        return quote == '"' || quote == '\'' ? afterQuote(code, at + 1, String.valueOf(quote)) : at;
    }

    /** A quote that is never closed ends with its line, except that of a text block. */
    private static int afterQuote(String code, int begin, String quote) {
        int i = begin;
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

    /** Text as a Java string literal. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    private static int orEnd(String code, int index) {
        return index < 0 ? code.length() : index;
    }
}
