package org.guideddescent.kernel.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.guideddescent.kernel.jshell.ManifestClassPath;
import org.guideddescent.kernel.magic.ClassPath;

/** The class path that cells see: the process's own entries, those that its jars name, and what cells add. */
final class CellClassPath implements ClassPath {
    private final Supplier<List<String>> own;
    private final Consumer<Path> shell;
    private Set<Path> entries;
    private boolean grown;

    /** own: what the shell has already, asked for once a magic needs it; shell: receives each entry that is added. */
    CellClassPath(Supplier<List<String>> own, Consumer<Path> shell) {
        this.own = own;
        this.shell = shell;
    }

    @Override
    public synchronized List<Path> entries() {
        return List.copyOf(known());
    }

    @Override
    public synchronized void add(Path entry) {
        Path absolute = absolute(entry);
        if (known().add(absolute)) {
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

    /** Not at the start, which would pay for opening every jar. */
    private Set<Path> known() {
        if (entries == null) {
            entries = new LinkedHashSet<>();
            own.get().forEach(entry -> entries.add(absolute(Path.of(entry))));
            List.copyOf(entries).forEach(entry -> entries.addAll(named(entry)));
        }
        return entries;
    }

    private static List<Path> named(Path jar) {
        if (!Files.isRegularFile(jar)) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return ManifestClassPath.of(jar, file);
        } catch (IOException e) {
            return List.of(); // What is no jar names no others.
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
