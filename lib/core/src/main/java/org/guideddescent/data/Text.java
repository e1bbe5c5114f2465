package org.guideddescent.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A text to predict character by character.
 *
 * @param content the text
 * @param characters its vocabulary; may hold more than occurs here, as that of a whole of which this is a part
 */
public record Text(String content, Characters characters) {
    /**
     * Refuses a text that its vocabulary cannot spell.
     *
     * @param content the text
     * @param characters its vocabulary; may hold more than occurs here, as that of a whole of which this is a part
     * @throws IllegalArgumentException if a character is not of the vocabulary
     */
    public Text {
        characters.encode(content);
    }

    /**
     * {@return a text with the characters that occur in it}
     *
     * @param content at least one character
     */
    public static Text of(String content) {
        return new Text(content, Characters.of(content));
    }

    /**
     * {@return the text of a file of UTF-8, plain or gzipped}
     *
     * @param file the text alone
     * @throws UncheckedIOException if it cannot be read or is not UTF-8
     */
    public static Text read(Path file) {
        var bytes = Content.of(file);
        try {
            // A decoder, because a string made from bytes replaces what it cannot read in silence.
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not UTF-8 text: " + e.getMessage(), e);
        }
    }

    /** {@return the number of characters} */
    public int length() {
        return content.length();
    }

    /**
     * {@return the part from (inclusive) to (exclusive), with the vocabulary of the whole}
     *
     * @param from the first character, from 0
     * @param to behind the last character, at most {@link #length()}
     */
    public Text part(int from, int to) {
        if (from < 0 || to <= from || to > length()) {
            throw new IllegalArgumentException(
                    "a part must lie in 0 to " + length() + " with from below to, got " + from + " to " + to);
        }
        return new Text(content.substring(from, to), characters);
    }

    /**
     * {@return FLOAT batches of size windows of that many characters, shuffled anew each epoch; see {@link TextBatches}}
     *
     * @param size windows of a batch, at least 1
     * @param length characters of a window, at least 1
     * @param seed of the shuffles
     */
    public TextBatches batches(int size, int length, Seed seed) {
        return batches(size, length, seed, DataType.FLOAT);
    }

    /**
     * {@return batches as {@link #batches(int, int, Seed)}, of a type}
     *
     * @param size windows of a batch, at least 1
     * @param length characters of a window, at least 1
     * @param seed of the shuffles
     * @param type FLOAT or DOUBLE
     */
    public TextBatches batches(int size, int length, Seed seed, DataType type) {
        return new TextBatches(this, size, length, seed, type);
    }

    /**
     * {@return FLOAT batches of size windows in the order of the text, for an evaluation; see {@link TextWindows}}
     *
     * @param size windows of a batch, at least 1
     * @param length characters of a window, at least 1
     */
    public TextWindows windows(int size, int length) {
        return windows(size, length, DataType.FLOAT);
    }

    /**
     * {@return windows as {@link #windows(int, int)}, of a type}
     *
     * @param size windows of a batch, at least 1
     * @param length characters of a window, at least 1
     * @param type FLOAT or DOUBLE
     */
    public TextWindows windows(int size, int length, DataType type) {
        return new TextWindows(this, size, length, type);
    }

    /** Counts instead of the text. */
    @Override
    public String toString() {
        return "Text[" + length() + " characters, " + characters.size() + " different]";
    }
}
