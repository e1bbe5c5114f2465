package org.guideddescent.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.SimpleJavaFileObject;

/** One jar or folder of the class path, as the compiler sees it: which classes a package has, and their bytes. */
sealed interface ClassPathEntry {
    String SUFFIX = ".class";

    /** The classes of a package, whose name has dots. */
    List<ClassFile> list(String packageName);

    /** The entries that a jar's manifest adds behind it. */
    List<Path> follows();

    /** A class that can be opened any number of times. */
    static final class ClassFile extends SimpleJavaFileObject {
        /** Opens the bytes of the class. */
        @FunctionalInterface
        interface Bytes {
            InputStream open() throws IOException;
        }

        private final String binaryName;
        private final Bytes bytes;

        ClassFile(Path entry, String binaryName, Bytes bytes) {
            super(entry.toUri().resolve("#" + binaryName), Kind.CLASS);
            this.binaryName = binaryName;
            this.bytes = bytes;
        }

        String binaryName() {
            return binaryName;
        }

        @Override
        public String getName() {
            return binaryName.replace('.', '/') + SUFFIX;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return bytes.open();
        }
    }

    /** Opens an entry; nothing is read where there is nothing. */
    static ClassPathEntry open(Path path) {
        return Files.isRegularFile(path) ? Jar.read(path) : new Folder(path);
    }

    /** A jar's table of contents, read once. */
    record Jar(Path path, JarFile file, Map<String, List<String>> packages, List<Path> follows)
            implements ClassPathEntry {
        private static Jar read(Path path) {
            try {
                JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
                Map<String, List<String>> packages = new HashMap<>();
                try (Stream<? extends ZipEntry> entries = jar.isMultiRelease() ? jar.versionedStream() : jar.stream()) {
                    entries.forEach(e -> put(packages, e.getName()));
                }
                return new Jar(path, jar, packages, ManifestClassPath.of(path, jar));
            } catch (IOException e) {
                // As javac has it: what is no jar adds no classes.
                return new Jar(path, null, Map.of(), List.of());
            }
        }

        private static void put(Map<String, List<String>> packages, String name) {
            if (name.endsWith(SUFFIX) && !name.startsWith("META-INF/")) {
                int slash = name.lastIndexOf('/');
                String folder = slash < 0 ? "" : name.substring(0, slash);
                packages.computeIfAbsent(folder, f -> new ArrayList<>()).add(name);
            }
        }

        @Override
        public List<ClassFile> list(String packageName) {
            return packages.getOrDefault(packageName.replace('.', '/'), List.of()).stream()
                    .map(this::classFile)
                    .toList();
        }

        private ClassFile classFile(String name) {
            String binaryName =
                    name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
            return new ClassFile(path, binaryName, () -> file.getInputStream(file.getJarEntry(name)));
        }
    }

    /** A folder, looked into each time, because a build may change it. */
    record Folder(Path path) implements ClassPathEntry {
        @Override
        public List<ClassFile> list(String packageName) {
            Path folder = path.resolve(packageName.replace(".", File.separator));
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            String prefix = packageName.isEmpty() ? "" : packageName + ".";
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(f -> f.toString().endsWith(SUFFIX))
                        .map(f -> {
                            String name = f.getFileName().toString();
                            String simple = name.substring(0, name.length() - SUFFIX.length());
                            return new ClassFile(path, prefix + simple, () -> Files.newInputStream(f));
                        })
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }

        @Override
        public List<Path> follows() {
            return List.of();
        }
    }
}
