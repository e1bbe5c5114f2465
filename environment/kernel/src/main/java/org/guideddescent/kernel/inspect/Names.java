package org.guideddescent.kernel.inspect;

import java.util.Optional;
import javax.lang.model.SourceVersion;

/** Names of Java text and the brackets behind them; all indexes are into the text. */
public final class Names {
    private Names() {}

    /**
     * {@return the name, no keyword, that the cursor stands in or touches}
     *
     * @param code Java text
     * @param cursor index into the code
     */
    public static Optional<JavaScan.Span> at(String code, int cursor) {
        int begin = beginning(code, cursor);
        int end = ending(code, cursor);
        boolean isName = begin < end
                && Character.isJavaIdentifierStart(code.codePointAt(begin))
                && !SourceVersion.isKeyword(code.substring(begin, end));
        return isName ? Optional.of(new JavaScan.Span(begin, end)) : Optional.empty();
    }

    /**
     * {@return the index where the name or number that ends at the index begins; the index itself where none does}
     *
     * @param code Java text
     * @param end index behind the name
     */
    public static int beginning(String code, int end) {
        int i = end;
        while (i > 0 && Character.isJavaIdentifierPart(code.codePointBefore(i))) {
            i -= Character.charCount(code.codePointBefore(i));
        }
        return i;
    }

    /**
     * {@return the index where the name that begins at the index, or has begun before it, ends}
     *
     * @param code Java text
     * @param begin index in the name
     */
    public static int ending(String code, int begin) {
        int i = begin;
        while (i < code.length() && Character.isJavaIdentifierPart(code.codePointAt(i))) {
            i += Character.charCount(code.codePointAt(i));
        }
        return i;
    }

    static String wordAt(String code, int at, int limit) {
        return code.substring(at, Math.min(limit, ending(code, at)));
    }

    /**
     * {@return the index of the last character before the index that is no white space; -1 where there is none}
     *
     * @param code Java text
     * @param index where to look back from
     */
    public static int before(String code, int index) {
        int i = index - 1;
        while (i >= 0 && Character.isWhitespace(code.charAt(i))) {
            i--;
        }
        return i;
    }

    /**
     * {@return the index where the chain of names joined by dots that ends with the name at begin starts: java in
     * java.util.List}
     *
     * @param code Java text
     * @param begin index of the last name
     */
    public static int chain(String code, int begin) {
        int start = begin;
        int dot = before(code, start);
        while (dot > 0 && code.charAt(dot) == '.') {
            int end = before(code, dot) + 1;
            int word = beginning(code, end);
            if (word == end) {
                return start;
            }
            start = word;
            dot = before(code, start);
        }
        return start;
    }

    /**
     * {@return the index of the opening parenthesis behind a name, past the type arguments of a constructor; empty where
     * there is no call}
     *
     * @param code Java text
     * @param nameEnd index behind the name
     */
    public static Optional<Integer> parenthesis(String code, int nameEnd) {
        int at = Trivia.skip(code, nameEnd, code.length());
        if (at < code.length() && code.charAt(at) == '<') {
            int close = afterTypeArguments(code, at);
            at = close < 0 ? code.length() : Trivia.skip(code, close, code.length());
        }
        return at < code.length() && code.charAt(at) == '(' ? Optional.of(at) : Optional.empty();
    }

    private static int afterTypeArguments(String code, int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '<') {
                depth++;
            } else if (c == '>') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            } else if (!Character.isJavaIdentifierPart(c) && " ,.?&[]\n\t".indexOf(c) < 0) {
                return -1;
            }
        }
        return -1;
    }

    /**
     * {@return whether the parenthesis belongs to a call: a name, or the type arguments of one, stands before it}
     *
     * @param code Java text
     * @param parenthesis its index
     */
    public static boolean isCall(String code, int parenthesis) {
        int last = before(code, parenthesis);
        if (last >= 0 && code.charAt(last) == '>') {
            return code.lastIndexOf('<', last) > 0;
        }
        return at(code, last + 1).isPresent();
    }
}
