package org.guideddescent.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that holds the data sets and their {@code SHA256SUMS}.
 *
 * @param root the folder
 */
public record DataFolder(Path root) {
    static final String PROPERTY = "guideddescent.data";
    static final String VARIABLE = "GUIDED_DESCENT_DATA";

    /**
     * {@return the folder named by the system property {@code guideddescent.data}, else by the environment variable
     * {@code GUIDED_DESCENT_DATA}, else the first {@code data} folder with a {@code SHA256SUMS} at or above the working
     * folder}
     *
     * @throws IllegalStateException if there is none
     */
    public static DataFolder find() {
        return named(PROPERTY, System.getProperty(PROPERTY))
                .or(() -> named(VARIABLE, System.getenv(VARIABLE)))
                .orElseGet(() -> above(Path.of("")));
    }

    private static Optional<DataFolder> named(String by, String folder) {
        if (folder == null || folder.isBlank()) {
            return Optional.empty();
        }
        var root = Path.of(folder);
        if (!Files.isRegularFile(root.resolve(Checksums.FILE))) {
            throw new IllegalStateException(
                    by + " names " + root.toAbsolutePath() + ", which holds no " + Checksums.FILE);
        }
        return Optional.of(new DataFolder(root));
    }

    static DataFolder above(Path start) {
        return Stream.iterate(start.toAbsolutePath(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("data"))
                .filter(p -> Files.isRegularFile(p.resolve(Checksums.FILE)))
                .findFirst()
                .map(DataFolder::new)
                .orElseThrow(() -> new IllegalStateException("no folder data/ with a " + Checksums.FILE
                        + " at or above "
                        + start.toAbsolutePath() + "; name it with -D" + PROPERTY + "=… or the environment variable "
                        + VARIABLE));
    }

    /**
     * {@return the path of a file whose content is as listed}
     *
     * @param name path in this folder, with '/', as in SHA256SUMS
     * @throws IllegalArgumentException if the name is not listed
     * @throws java.io.UncheckedIOException if the file is missing or damaged; the message says what to do
     */
    public Path file(String name) {
        return Checksums.of(root).verify(name);
    }
}
