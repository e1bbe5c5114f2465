package org.guideddescent.kernel.protocol;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.guideddescent.kernel.magic.ClassPath;

/** The class path that cells see: the process's own entries, those that its jars name, and what cells add. */
final class CellClassPath implements ClassPath {
    private final Set<Path> entries = new LinkedHashSet<>();
    private final Consumer<Path> shell;
    private boolean expanded;
    private boolean grown;

    /** own: what the shell has already; shell: receives each entry that is added. */
    CellClassPath(List<String> own, Consumer<Path> shell) {
        own.forEach(entry -> entries.add(absolute(Path.of(entry))));
        this.shell = shell;
    }

    @Override
    public synchronized List<Path> entries() {
        if (!expanded) {
            expanded = true;
            // The kernel's jar names the others in its manifest; reading it at every start would cost time.
            List.copyOf(entries).forEach(entry -> entries.addAll(named(entry)));
        }
        return List.copyOf(entries);
    }

    @Override
    public synchronized void add(Path entry) {
        Path absolute = absolute(entry);
        if (entries.add(absolute)) {
            shell.accept(absolute);
            grown = true;
        }
    }

    /** Whether entries were added since the last call. */
    synchronized boolean takeGrown() {
        boolean taken = grown;
        grown = false;
        return taken;
    }

    private static List<Path> named(Path jar) {
        if (!new File(jar.toString()).isFile()) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null
                    ? List.of()
                    : Stream.of(names.strip().split("\\s+"))
                            .map(name -> Path.of(jar.toUri().resolve(name)))
                            .toList();
        } catch (IOException | IllegalArgumentException e) {
            return List.of(); // What is no jar names no others.
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
