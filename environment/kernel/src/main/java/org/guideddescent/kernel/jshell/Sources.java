package org.guideddescent.kernel.jshell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Java source begins. */
final class Sources {
    private static final Pattern TRIVIA = Pattern.compile("(?:\\s++|//[^\\n]*+|/\\*(?s:.*?)\\*/)*+");

    private Sources() {}

    /** The length of the white space and comments before the first token. */
    static int leadingTrivia(String source) {
        Matcher matcher = TRIVIA.matcher(source);
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
