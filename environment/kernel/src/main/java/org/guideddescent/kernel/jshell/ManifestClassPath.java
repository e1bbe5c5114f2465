package org.guideddescent.kernel.jshell;

import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jars and folders that a jar's manifest adds behind it (JAR file specification, Class-Path). */
public final class ManifestClassPath {
    private ManifestClassPath() {}

    /**
     * {@return the entries, in order, without those that are no files; they need not exist}
     *
     * @param path of the open jar
     * @param jar open: not closed
     * @throws IOException if the manifest cannot be read
     */
    public static List<Path> of(Path path, JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        String value = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        return value == null
                ? List.of()
                : Stream.of(value.strip().split("\\s+"))
                        .filter(entry -> !entry.isEmpty())
                        .flatMap(entry -> file(path, entry))
                        .toList();
    }

    private static Stream<Path> file(Path jar, String entry) {
        try {
            return Stream.of(Path.of(jar.toAbsolutePath().toUri().resolve(entry)));
        } catch (FileSystemNotFoundException e) {
            return Stream.of(); // An address on the network.
        } catch (IllegalArgumentException e) {
            // No URI, against the specification; tools that write plain file names do so.
            return entry.contains(":") ? Stream.of() : Stream.of(jar.resolveSibling(entry));
        }
    }
}
