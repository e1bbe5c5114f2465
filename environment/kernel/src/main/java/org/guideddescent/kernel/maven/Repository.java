package org.guideddescent.kernel.maven;

import java.nio.file.Path;

/**
 * A place to look for artifacts.
 *
 * @param id its name
 * @param url its address
 */
public record Repository(String id, String url) {
    /** Takes the two words in either order; a folder is as good as a URL. */
    static Repository of(String one, String other) {
        return isUrl(one) && !isUrl(other) ? new Repository(other, one) : new Repository(one, url(other));
    }

    private static boolean isUrl(String word) {
        return word.contains("://") || word.startsWith("file:");
    }

    private static String url(String word) {
        return isUrl(word) ? word : Path.of(word).toAbsolutePath().toUri().toString();
    }
}
