package org.guideddescent.kernel.install;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.guideddescent.kernel.jshell.ManifestClassPath;

/** How a JVM with the kernel is started: the program, its options, the class path. */
record Launch(String java, List<String> options, List<Path> classPath) {
    /** The program with its options; first: options before all others. The list is the caller's. */
    List<String> java(List<String> first, String... last) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(first);
        command.addAll(options);
        command.addAll(List.of(last));
        return command;
    }

    /** The arguments after the options. */
    List<String> program(String argument) {
        List<String> path = classPath.stream().map(Path::toString).toList();
        return List.of("-cp", String.join(File.pathSeparator, path), Kernelspec.MAIN, argument);
    }

    boolean hasFolder() {
        return classPath.stream().anyMatch(Files::isDirectory);
    }

    /** The kernel's own class path, then these. */
    static List<Path> classPath(List<Path> more) {
        List<Path> path = new ArrayList<>(own());
        path.addAll(more);
        return path.stream().distinct().toList();
    }

    /** The kernel's jar with the jars of its manifest, or the class path of the running JVM during development. */
    private static List<Path> own() {
        try {
            Path home = Path.of(Launch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                return ClassPathText.split(System.getProperty("java.class.path"), File.pathSeparator).stream()
                        .map(Path::of)
                        .toList();
            }
            List<Path> path = new ArrayList<>(List.of(home));
            try (JarFile jar = new JarFile(home.toFile())) {
                path.addAll(ManifestClassPath.of(home, jar));
            }
            return path;
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot find the kernel's own jar", e);
        }
    }
}
