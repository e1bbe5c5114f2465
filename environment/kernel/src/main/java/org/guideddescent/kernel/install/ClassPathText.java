package org.guideddescent.kernel.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class path as the user writes it: relative entries, and {@code dir/*} for the jars of a folder. */
final class ClassPathText {
    private ClassPathText() {}

    /** The entries of a path, without empty ones. */
    static List<String> split(String path, String separator) {
        return Pattern.compile(Pattern.quote(separator))
                .splitAsStream(path)
                .filter(s -> !s.isBlank())
                .toList();
    }

    /**
     * The absolute files of the entries. A wildcard becomes the jars that are there now, sorted, because the archive of
     * classes fits one class path only.
     */
    static List<Path> expand(String path, String separator) {
        return split(path, separator).stream()
                .flatMap(entry -> one(entry).stream())
                .toList();
    }

    private static List<Path> one(String entry) {
        String folder = entry.replaceFirst("(^|[/\\\\])\\*(\\.jar)?$", "$1");
        if (folder.contains("*") || folder.contains("?")) {
            throw new IllegalArgumentException("class path entry '" + entry
                    + "' has a wildcard that is not its last part; write folder/* for all jars of a folder");
        }
        Path file = absolute(folder);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "class path entry '" + entry + "' does not exist; it was looked for at " + file);
        }
        return folder.equals(entry) ? List.of(file) : jars(file, entry);
    }

    private static List<Path> jars(Path folder, String entry) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars =
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            if (jars.isEmpty()) {
                throw new IllegalArgumentException("class path entry '" + entry + "' finds no jar in " + folder);
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
