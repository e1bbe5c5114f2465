package org.guideddescent.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides the arguments of a magic at blanks, as IJava does: double quotes hold blanks together, and a backslash makes
 * the quote or backslash behind it an ordinary character. Where IJava loses characters we keep them: a backslash before
 * anything else stands for itself, because Windows paths have them, and "" is an empty argument.
 */
public final class Words {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean quoted;

    private Words() {}

    /**
     * {@return the words of a text}
     *
     * @param text the arguments of a magic
     */
    public static List<String> of(String text) {
        Words words = new Words();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0;
            if (escapes) {
                i++;
                words.word.append(text.charAt(i));
            } else if (c == '"') {
                words.quote();
            } else if (Character.isWhitespace(c) && !words.quoted) {
                words.end(false);
            } else {
                words.word.append(c);
            }
        }
        words.end(words.quoted);
        return List.copyOf(words.words);
    }

    private void quote() {
        if (quoted) {
            end(true);
        }
        quoted = !quoted;
    }

    private void end(boolean evenEmpty) {
        if (evenEmpty || word.length() > 0) {
            words.add(word.toString());
        }
        word.setLength(0);
    }
}
