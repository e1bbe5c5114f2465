package org.guideddescent.data;

import java.util.stream.Collectors;

/**
 * A vocabulary of single characters: the index of a character is its place in ascending order.
 *
 * @param sorted each character once, ascending by its Unicode value; none beyond U+FFFF
 */
public record Characters(String sorted) {
    /**
     * Refuses what would give a character no index or two.
     *
     * @param sorted each character once, ascending by its Unicode value; none beyond U+FFFF
     * @throws IllegalArgumentException if there is no character, one does not ascend, or one is beyond U+FFFF
     */
    public Characters {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a vocabulary needs at least one character");
        }
        for (int i = 0; i < sorted.length(); i++) {
            // A pair of surrogates would be two entries, and half of one decodes to nothing.
            if (Character.isSurrogate(sorted.charAt(i))) {
                throw new IllegalArgumentException("characters beyond U+FFFF have no single index, got "
                        + name(sorted.codePointAt(i)) + "; replace them in the text");
            }
            if (i > 0 && sorted.charAt(i) <= sorted.charAt(i - 1)) {
                throw new IllegalArgumentException("characters must ascend, got " + name(sorted.charAt(i)) + " after "
                        + name(sorted.charAt(i - 1)) + "; Characters.of(text) sorts them");
            }
        }
    }

    /**
     * {@return the characters that occur in a text}
     *
     * @param text which has at least one, and none beyond U+FFFF
     */
    public static Characters of(String text) {
        return new Characters(text.codePoints()
                .sorted()
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining()));
    }

    /** {@return the number of characters} */
    public int size() {
        return sorted.length();
    }

    /**
     * {@return the index of each character of a text}
     *
     * @param text of characters of this vocabulary only
     * @throws IllegalArgumentException if one is not of this vocabulary; the message gives it and its position
     */
    public int[] encode(String text) {
        var indices = new int[text.length()];
        // Texts are long and vocabularies short: a table beats a search.
        var table = new int[sorted.charAt(size() - 1) + 1];
        for (int i = 0; i < size(); i++) {
            table[sorted.charAt(i)] = i + 1;
        }
        for (int i = 0; i < indices.length; i++) {
            char c = text.charAt(i);
            int found = c < table.length ? table[c] : 0;
            if (found == 0) {
                throw new IllegalArgumentException("character " + name(c) + " at position " + i
                        + " is not of this vocabulary of " + size() + "; have " + this);
            }
            indices[i] = found - 1;
        }
        return indices;
    }

    /**
     * {@return the text of those indices}
     *
     * @param indices each from 0 to size() − 1: not modified
     * @throws IllegalArgumentException if one is not from 0 to size() − 1
     */
    public String decode(int... indices) {
        var text = new StringBuilder(indices.length);
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= size()) {
                throw new IllegalArgumentException(
                        "indices are from 0 to " + (size() - 1) + ", got " + indices[i] + " at position " + i);
            }
            text.append(sorted.charAt(indices[i]));
        }
        return text.toString();
    }

    private static String name(int c) {
        var number = "U+%04X".formatted(c);
        return Character.isISOControl(c) ? number : "'" + Character.toString(c) + "' (" + number + ")";
    }

    /** The characters in order; a line feed is shown as \n. */
    @Override
    public String toString() {
        return sorted.replace("\n", "\\n");
    }
}
