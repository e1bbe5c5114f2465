package org.guideddescent.sweep;

import java.nio.file.Path;

/**
 * Something in a store that was not read.
 *
 * @param file where
 * @param line its number from 1, or 0 for the whole file
 * @param why in words
 */
public record Damage(Path file, int line, String why) {
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ", line " + line) + ": " + why;
    }
}
